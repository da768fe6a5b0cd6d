using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>One or two planes on the heap, where a test can keep them.</summary>
internal sealed class ScanPlanes<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal ScanPlanes(int count, bool complex)
        : this(new T[count], new T[complex ? count : 0], complex)
    {
    }

    internal ScanPlanes(T[] re, T[] im, bool complex = true) => (Re, Im, IsComplex) = (re, im, complex);

    internal T[] Re { get; }

    internal T[] Im { get; }

    internal bool IsComplex { get; }

    internal ReadOnlyPlanar<T> Read => new(Re, Im);

    internal Planar<T> Write => new(Re, Im);

    internal static ScanPlanes<T> Random(RandomSource source, int count, bool complex, double scale = 1.0) =>
        new(
            ScanTestData.Random<T>(source, count, scale),
            ScanTestData.Random<T>(source, complex ? count : 0, scale),
            complex);

    internal ScanPlanes<T> Clone() => new((T[])Re.Clone(), (T[])Im.Clone(), IsComplex);

    internal ScanPlanes<T> Part(int start, int count) =>
        new(Re[start..(start + count)], IsComplex ? Im[start..(start + count)] : [], IsComplex);

    internal Complex[] Wide() => ScanTestData.ToComplex(Re, Im);

    internal bool SameBits(ScanPlanes<T> other) =>
        Re.AsSpan().SequenceEqual(other.Re) && Im.AsSpan().SequenceEqual(other.Im);
}
