using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class DiagonalScanTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Nothing, one step, all small cases, odd, prime, around powers of two and around the adjoint's blocks of 32.
    private static readonly int[] Lengths = [0, 1, 2, 3, 7, 31, 32, 33, 63, 64, 65, 97];

    [Test]
    public void Every_form_agrees_with_the_loop_for_every_channel_count(
        [Values] bool reversed, [Values] bool invariant, [Values] bool complex, [Values] bool initial)
    {
        RandomSource source = new(1);
        for (int channels = 0; channels <= (2 * Vector<T>.Count) + 1; channels++)
        {
            foreach (int length in Lengths)
            {
                ScanShape shape = new(2, length, channels);
                Planes a = Planes.Random(source, invariant ? channels : shape.Elements, complex, 0.7);
                Planes b = Planes.Random(source, shape.Elements, complex), h = new(shape.Elements, complex);
                Planes h0 = initial ? Planes.Random(source, shape.StateElements, complex) : new(0, complex);
                Scan(a, b, h0, h, shape, reversed, invariant, threads: 1);

                (Complex[] expected, double[] bound) = ScanOracle.Scan(
                    a.Wide(), b.Wide(), h0.Wide(), shape, reversed, invariant, ScanTestData.Unit<T>());
                Assert.That(ScanTestData.Worst(h.Wide(), expected, bound), Is.LessThanOrEqualTo(1.0), $"{shape}");
            }
        }
    }

    [Test]
    public void Every_adjoint_agrees_with_its_formula_for_every_channel_count(
        [Values] bool reversed, [Values] bool invariant, [Values] bool complex, [Values] bool initial)
    {
        RandomSource source = new(2);
        for (int channels = 0; channels <= (2 * Vector<T>.Count) + 1; channels++)
        {
            foreach (int length in Lengths)
            {
                ScanShape shape = new(2, length, channels);
                int factors = invariant ? channels : shape.Elements;
                Planes a = Planes.Random(source, factors, complex, 0.7), da = new(factors, complex);
                Planes h = Planes.Random(source, shape.Elements, complex);
                Planes dh = Planes.Random(source, shape.Elements, complex), db = new(shape.Elements, complex);
                Planes h0 = initial ? Planes.Random(source, shape.StateElements, complex) : new(0, complex);
                Planes dh0 = new(shape.StateElements, complex);
                Adjoint(a, h, h0, dh, db, da, dh0, shape, reversed, invariant, threads: 1);

                var expected = ScanOracle.Adjoint(
                    a.Wide(), h.Wide(), h0.Wide(), dh.Wide(), shape, reversed, invariant, ScanTestData.Unit<T>());
                Assert.That(
                    ScanTestData.Worst(db.Wide(), expected.Db, expected.DbBound),
                    Is.LessThanOrEqualTo(1.0),
                    $"db {shape}");
                Assert.That(
                    ScanTestData.Worst(da.Wide(), expected.Da, expected.DaBound),
                    Is.LessThanOrEqualTo(1.0),
                    $"da {shape}");
                Assert.That(
                    ScanTestData.Worst(dh0.Wide(), expected.Dh0, expected.Dh0Bound),
                    Is.LessThanOrEqualTo(1.0),
                    $"dh0 {shape}");
            }
        }
    }

    [Test]
    public void Outputs_may_be_the_memory_of_inputs([Values] bool reversed, [Values] bool complex)
    {
        RandomSource source = new(3);
        ScanShape shape = new(2, 37, 11);
        Planes a = Planes.Random(source, shape.Elements, complex), b = Planes.Random(source, shape.Elements, complex);
        Planes h0 = Planes.Random(source, shape.StateElements, complex), h = new(shape.Elements, complex);
        Planes da = new(shape.Elements, complex), db = new(shape.Elements, complex), none = new(0, complex);
        Scan(a, b, h0, h, shape, reversed, false, 1);
        Adjoint(a, h, h0, b, db, da, none, shape, reversed, false, 1);

        Planes inPlace = b.Clone(), adjointInPlace = b.Clone(), da2 = new(shape.Elements, complex);
        Scan(a, inPlace, h0, inPlace, shape, reversed, false, 1);
        Adjoint(a, h, h0, adjointInPlace, adjointInPlace, da2, none, shape, reversed, false, 1);

        Assert.That(inPlace.Re, Is.EqualTo(h.Re));
        Assert.That(inPlace.Im, Is.EqualTo(h.Im));
        Assert.That(adjointInPlace.Re, Is.EqualTo(db.Re));
        Assert.That(adjointInPlace.Im, Is.EqualTo(db.Im));
        Assert.That(da2.Re, Is.EqualTo(da.Re));
        Assert.That(da2.Im, Is.EqualTo(da.Im));
    }

    [Test]
    public void Bits_are_the_same_for_any_number_of_threads([Values] bool reversed, [Values] bool invariant)
    {
        // Three sequences of 200 channels: tiles of several widths, and enough work to fork.
        RandomSource source = new(4);
        ScanShape shape = new(3, 131, 200);
        int factors = invariant ? shape.Channels : shape.Elements;
        Planes a = Planes.Random(source, factors, true, 0.7), b = Planes.Random(source, shape.Elements, true);
        Planes h0 = Planes.Random(source, shape.StateElements, true);
        Planes? first = null;
        foreach (int threads in ScanTestData.Threads)
        {
            Planes h = new(shape.Elements, true), db = new(shape.Elements, true), da = new(factors, true);
            Planes dh0 = new(shape.StateElements, true);
            Scan(a, b, h0, h, shape, reversed, invariant, threads);
            Adjoint(a, h, h0, b, db, da, dh0, shape, reversed, invariant, threads);
            Planes all = new([.. h.Re, .. db.Re, .. da.Re, .. dh0.Re], [.. h.Im, .. db.Im, .. da.Im, .. dh0.Im]);
            first ??= all;
            Assert.That(all.Re.AsSpan().SequenceEqual(first.Re), Is.True);
            Assert.That(all.Im.AsSpan().SequenceEqual(first.Im), Is.True);
        }
    }

    [Test]
    public void A_slice_that_starts_off_alignment_gives_the_same_bits()
    {
        RandomSource source = new(5);
        ScanShape shape = new(1, 9, 19);
        T[] a = ScanTestData.Random<T>(source, shape.Elements + 1);
        T[] b = ScanTestData.Random<T>(source, shape.Elements + 1);
        T[] offset = new T[shape.Elements + 1], plain = new T[shape.Elements];
        DiagonalScan.Forward<T>(a.AsSpan(1), b.AsSpan(1), default, offset.AsSpan(1), shape);
        DiagonalScan.Forward<T>(a.AsSpan(1).ToArray(), b.AsSpan(1).ToArray(), default, plain, shape);
        Assert.That(offset[1..], Is.EqualTo(plain));
        Assert.That(offset[0], Is.EqualTo(T.Zero));
    }

    [Test]
    public void NaN_stays_in_its_channel()
    {
        RandomSource source = new(6);
        ScanShape shape = new(1, 12, (2 * Vector<T>.Count) + 1);
        int bad = Vector<T>.Count - 1;
        Planes a = Planes.Random(source, shape.Elements, true), b = Planes.Random(source, shape.Elements, true);
        Planes h = new(shape.Elements, true), none = new(0, true);
        b.Re[(4 * shape.Channels) + bad] = T.NaN;
        Scan(a, b, none, h, shape, false, false, 1);
        for (int i = 0; i < shape.Elements; i++)
        {
            bool expected = i % shape.Channels == bad && i / shape.Channels >= 4;
            Assert.That(T.IsNaN(h.Re[i]), Is.EqualTo(expected), $"element {i}");
        }
    }

    [Test]
    public void A_zero_factor_begins_a_new_sequence()
    {
        RandomSource source = new(7);
        ScanShape shape = new(1, 20, 5), tail = new(1, 12, 5);
        Planes a = Planes.Random(source, shape.Elements, true), b = Planes.Random(source, shape.Elements, true);
        a.Re.AsSpan(8 * 5, 5).Clear();
        a.Im.AsSpan(8 * 5, 5).Clear();
        Planes h = new(shape.Elements, true), part = new(tail.Elements, true), none = new(0, true);
        Scan(a, b, none, h, shape, false, false, 1);
        Scan(new(a.Re[40..], a.Im[40..]), new(b.Re[40..], b.Im[40..]), none, part, tail, false, false, 1);
        Assert.That(h.Re[40..], Is.EqualTo(part.Re));
        Assert.That(h.Im[40..], Is.EqualTo(part.Im));
    }

    [Test]
    public void A_wrong_length_is_refused_by_name()
    {
        T[] six = new T[6], five = new T[5];
        ScanShape shape = new(1, 2, 3);
        Assert.That(
            () => DiagonalScan.Forward<T>(five, six, default, six, shape),
            Throws.ArgumentException.With.Message.Contains("DiagonalScan: 'a' is 5, expected 6"));
        Assert.That(
            () => DiagonalScan.ForwardInvariant<T>(six, six, default, six, shape),
            Throws.ArgumentException.With.Message.Contains("'a' is 6, expected 3"));
        Assert.That(
            () => DiagonalScan.Reverse<T>(six, six, five, six, shape),
            Throws.ArgumentException.With.Message.Contains("'h0' is 5, expected 3"));
    }

    internal static void Scan(
        Planes a, Planes b, Planes h0, Planes h, ScanShape shape, bool reversed, bool invariant, int threads)
    {
        switch (h.IsComplex, reversed, invariant)
        {
            case (true, false, false):
                DiagonalScan.Forward(a.Read, b.Read, h0.Read, h.Write, shape, threads);
                break;
            case (true, true, false):
                DiagonalScan.Reverse(a.Read, b.Read, h0.Read, h.Write, shape, threads);
                break;
            case (true, false, true):
                DiagonalScan.ForwardInvariant(a.Read, b.Read, h0.Read, h.Write, shape, threads);
                break;
            case (true, true, true):
                DiagonalScan.ReverseInvariant(a.Read, b.Read, h0.Read, h.Write, shape, threads);
                break;
            case (false, false, false):
                DiagonalScan.Forward<T>(a.Re, b.Re, h0.Re, h.Re, shape, threads);
                break;
            case (false, true, false):
                DiagonalScan.Reverse<T>(a.Re, b.Re, h0.Re, h.Re, shape, threads);
                break;
            case (false, false, true):
                DiagonalScan.ForwardInvariant<T>(a.Re, b.Re, h0.Re, h.Re, shape, threads);
                break;
            default:
                DiagonalScan.ReverseInvariant<T>(a.Re, b.Re, h0.Re, h.Re, shape, threads);
                break;
        }
    }

    internal static void Adjoint(
        Planes a, Planes h, Planes h0, Planes dh, Planes db, Planes da, Planes dh0,
        ScanShape shape, bool reversed, bool invariant, int threads)
    {
        switch (h.IsComplex, reversed, invariant)
        {
            case (true, false, false):
                DiagonalScan.ForwardAdjoint(
                    a.Read, h.Read, h0.Read, dh.Read, db.Write, da.Write, dh0.Write, shape, threads);
                break;
            case (true, true, false):
                DiagonalScan.ReverseAdjoint(
                    a.Read, h.Read, h0.Read, dh.Read, db.Write, da.Write, dh0.Write, shape, threads);
                break;
            case (true, false, true):
                DiagonalScan.ForwardInvariantAdjoint(
                    a.Read, h.Read, h0.Read, dh.Read, db.Write, da.Write, dh0.Write, shape, threads);
                break;
            case (true, true, true):
                DiagonalScan.ReverseInvariantAdjoint(
                    a.Read, h.Read, h0.Read, dh.Read, db.Write, da.Write, dh0.Write, shape, threads);
                break;
            case (false, false, false):
                DiagonalScan.ForwardAdjoint<T>(a.Re, h.Re, h0.Re, dh.Re, db.Re, da.Re, dh0.Re, shape, threads);
                break;
            case (false, true, false):
                DiagonalScan.ReverseAdjoint<T>(a.Re, h.Re, h0.Re, dh.Re, db.Re, da.Re, dh0.Re, shape, threads);
                break;
            case (false, false, true):
                DiagonalScan.ForwardInvariantAdjoint<T>(a.Re, h.Re, h0.Re, dh.Re, db.Re, da.Re, dh0.Re, shape, threads);
                break;
            default:
                DiagonalScan.ReverseInvariantAdjoint<T>(a.Re, h.Re, h0.Re, dh.Re, db.Re, da.Re, dh0.Re, shape, threads);
                break;
        }
    }

    /// <summary>One or two planes on the heap, where a test can keep them.</summary>
    internal sealed class Planes
    {
        internal Planes(int count, bool complex)
            : this(new T[count], new T[complex ? count : 0], complex)
        {
        }

        internal Planes(T[] re, T[] im, bool complex = true)
        {
            (Re, Im, IsComplex) = (re, im, complex);
        }

        internal T[] Re { get; }

        internal T[] Im { get; }

        internal bool IsComplex { get; }

        internal ReadOnlyPlanar<T> Read => new(Re, Im);

        internal Planar<T> Write => new(Re, Im);

        internal static Planes Random(RandomSource source, int count, bool complex, double scale = 1.0) =>
            new(
                ScanTestData.Random<T>(source, count, scale),
                ScanTestData.Random<T>(source, complex ? count : 0, scale),
                complex);

        internal Planes Clone() => new((T[])Re.Clone(), (T[])Im.Clone(), IsComplex);

        internal Complex[] Wide() => ScanTestData.ToComplex(Re, Im);
    }
}
