using System.Numerics;
using Ssm.Core.Checkpoints;
using Ssm.Core.Initialization;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

public sealed class InitializationS5Tests
{
    private static IEnumerable<string> Golden() => HippoGolden.Cases("hippo", "s5_hippo_blocks_");

    [TestCaseSource(nameof(Golden))]
    public void The_blocks_are_those_of_the_published_code(string name)
    {
        SafetensorsFile golden = HippoGolden.Open("hippo");
        int states = golden.Size($"{name}/out.V_conj_sym.re", 0), size = golden.Size($"{name}/out.hippo", 0);
        S5Basis half = S5Basis.Create(states, states / size, conjugateSymmetry: true);
        S5Basis full = S5Basis.Create(states, states / size, conjugateSymmetry: false);
        Assert.That(HippoGolden.Error(half.Lambda, golden.Complex($"{name}/out.Lambda_conj_sym")), Is.LessThan(1e-12));
        Assert.That(HippoGolden.Error(full.Lambda, golden.Complex($"{name}/out.Lambda_full")), Is.LessThan(1e-12));
        Assert.That(
            HippoGolden.Error(half.V, Aligned(golden.Complex($"{name}/out.V_conj_sym"), half.V, states)),
            Is.LessThan(1e-11));

        // The published full V is one block only.
        Complex[] block = [.. Enumerable.Range(0, size).SelectMany(i => full.V[(i * states)..((i * states) + size)])];
        Assert.That(
            HippoGolden.Error(block, Aligned(golden.Complex($"{name}/out.V_full"), block, size)), Is.LessThan(1e-11));
    }

    [TestCase(16, 1, true)]
    [TestCase(24, 3, true)]
    [TestCase(24, 8, false)]
    [TestCase(2, 1, true)]
    [TestCase(1, 1, false)]
    [TestCase(256, 4, true)]
    public void V_diagonalises_the_blocks(int states, int blocks, bool conjugateSymmetry)
    {
        S5Basis basis = S5Basis.Create(states, blocks, conjugateSymmetry);
        int size = states / blocks;
        double[] s = HippoMatrix.Create(HippoMeasure.LegS, size).NormalPart();
        double tolerance = size * size * Math.ScaleB(s.Max(Math.Abs), -50);
        Assert.That(basis.Modes, Is.EqualTo(conjugateSymmetry ? states / 2 : states));
        for (int i = 0; i < states; i++)
        {
            for (int k = 0; k < states; k++)
            {
                Complex sum = Complex.Zero;
                for (int n = 0; n < basis.Modes; n++)
                {
                    sum += basis.V[(i * basis.Modes) + n] * basis.Lambda[n] * basis.VInverse[(n * states) + k];
                }

                Complex expected = i / size == k / size ? s[(i % size * size) + (k % size)] : 0;
                Complex actual = conjugateSymmetry ? 2 * sum.Real : sum;
                Assert.That(Complex.Abs(actual - expected), Is.LessThan(tolerance));
            }
        }

        Assert.That(
            basis.VInverse.Select((v, i) => v == Complex.Conjugate(basis.V[(i % states * basis.Modes) + (i / states)])),
            Is.All.True);
    }

    [TestCase(1, true)]
    [TestCase(4, true)]
    [TestCase(4, false)]
    public void B_is_a_real_matrix_of_variance_one_over_the_states_in_the_eigenbasis(int blocks, bool conjugateSymmetry)
    {
        const int States = 32, Width = 700;
        S5Basis basis = S5Basis.Create(States, blocks, conjugateSymmetry);
        Complex[] b = S5Initialization.InputMatrix(basis, Width, new RandomSource(5));
        double[] w = new double[States * Width];
        Initializers.LecunNormal<double>(w, States, new RandomSource(5));
        Assert.That(b, Has.Length.EqualTo(basis.Modes * Width));

        // V B = W where all modes are stored, 2 Re(V B) = W where half of them are.
        for (int i = 0; i < w.Length; i++)
        {
            Complex sum = Complex.Zero;
            for (int n = 0; n < basis.Modes; n++)
            {
                sum += basis.V[(i / Width * basis.Modes) + n] * b[(n * Width) + (i % Width)];
            }

            Assert.That(conjugateSymmetry ? 2 * sum.Real : sum.Real, Is.EqualTo(w[i]).Within(1e-13));
        }

        Assert.That(HippoGolden.VarianceDeviations(w, 1.0 / States), Is.LessThan(4));
    }

    [TestCase(1, false)]
    [TestCase(4, false)]
    [TestCase(4, true)]
    public void C_is_drawn_among_the_states_and_taken_to_the_eigenbasis(int blocks, bool bidirectional)
    {
        const int States = 16, Width = 300;
        S5Basis basis = S5Basis.Create(States, blocks, conjugateSymmetry: true);
        Complex[] c = S5Initialization.OutputTruncatedNormal(basis, Width, bidirectional, new RandomSource(6));
        Complex[] small = S5Initialization.OutputLecunNormal(basis, Width, bidirectional, new RandomSource(6));
        int directions = bidirectional ? 2 : 1, columns = directions * basis.Modes;
        Assert.That(c, Has.Length.EqualTo(Width * columns));

        RandomSource random = new(6);
        for (int direction = 0; direction < directions; direction++)
        {
            double[] drawn = new double[2 * Width * States];
            Initializers.LecunNormal<double>(drawn, States, random);
            Assert.That(HippoGolden.VarianceDeviations(drawn, 1.0 / States), Is.LessThan(4));
            for (int h = 0; h < Width; h++)
            {
                for (int n = 0; n < basis.Modes; n++)
                {
                    Complex sum = Complex.Zero;
                    for (int i = 0; i < States; i++)
                    {
                        int at = 2 * ((h * States) + i);
                        sum += new Complex(drawn[at], drawn[at + 1]) * basis.V[(i * basis.Modes) + n];
                    }

                    int element = (h * columns) + (direction * basis.Modes) + n;
                    Assert.That(Complex.Abs(c[element] - sum), Is.LessThan(1e-14 * States));
                    Assert.That(Complex.Abs((Math.Sqrt(Width) * small[element]) - sum), Is.LessThan(1e-14 * States));
                }
            }
        }
    }

    [Test]
    public void Complex_normal_C_has_a_mean_square_of_one()
    {
        S5Basis basis = S5Basis.Create(16, 2, conjugateSymmetry: true);
        Complex[] c = S5Initialization.OutputComplexNormal(basis, 500, bidirectional: true, new RandomSource(7));
        Assert.That(c, Has.Length.EqualTo(500 * 16));
        Assert.That(HippoGolden.VarianceDeviations([.. c.Select(x => x.Real)], 0.5), Is.LessThan(4));
        Assert.That(HippoGolden.VarianceDeviations([.. c.Select(x => x.Imaginary)], 0.5), Is.LessThan(4));
    }

    [Test]
    public void Steps_and_feedthrough_have_their_sizes_and_ranges()
    {
        S5Basis basis = S5Basis.Create(4096, 1024, conjugateSymmetry: true);
        double[] steps = S5Initialization.LogSteps(basis, 1e-3, 0.1, new RandomSource(8));
        double low = Math.Log(1e-3), high = Math.Log(0.1);
        Assert.That(steps, Has.Length.EqualTo(2048).And.All.InRange(low, high));
        Assert.That(HippoGolden.KolmogorovSmirnov(steps, s => (s - low) / (high - low)), Is.LessThan(2.23));
        Assert.That(
            HippoGolden.VarianceDeviations(S5Initialization.Feedthrough(5000, new RandomSource(9)), 1), Is.LessThan(4));
    }

    [TestCase(16, 3, false)]
    [TestCase(6, 2, true)]
    [TestCase(4, 8, false)]
    public void Blocks_that_do_not_fit_are_refused(int states, int blocks, bool conjugateSymmetry) => Assert.That(
        () => S5Basis.Create(states, blocks, conjugateSymmetry),
        Throws.ArgumentException.With.Message.Contains($"'stateSize' is {states} and 'blocks' is {blocks}, " +
            "expected blocks"));

    [Test]
    public void Sizes_that_are_not_positive_are_refused()
    {
        S5Basis basis = S5Basis.Create(4, 1, conjugateSymmetry: true);
        RandomSource random = new(1);
        Assert.That(() => S5Basis.Create(0, 1, true), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => S5Basis.Create(4, 0, true), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => S5Initialization.InputMatrix(basis, 0, random), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => S5Initialization.OutputLecunNormal(basis, 0, false, random),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => S5Initialization.OutputComplexNormal(basis, 0, false, random),
            Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    // The expected columns, each with the sign that agrees with the actual one.
    private static Complex[] Aligned(Complex[] expected, Complex[] actual, int rows)
    {
        int columns = expected.Length / rows;
        Complex[] aligned = new Complex[expected.Length];
        for (int n = 0; n < columns; n++)
        {
            Complex inner = Complex.Zero;
            for (int i = n; i < expected.Length; i += columns)
            {
                inner += Complex.Conjugate(expected[i]) * actual[i];
            }

            for (int i = n; i < expected.Length; i += columns)
            {
                aligned[i] = Math.Sign(inner.Real) * expected[i];
            }
        }

        return aligned;
    }
}
