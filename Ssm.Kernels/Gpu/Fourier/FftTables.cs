namespace Ssm.Kernels.Gpu;

/// <summary>What a transform of one length, in a group's memory, needs beside its points.</summary>
internal sealed class FftTables<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal FftTables(GpuBackend<T> backend, int points)
    {
        List<int> radices = FftRadices.Of(points);
        for (int i = 0; i < radices.Count; i++)
        {
            Radices |= radices[i] << (4 * i);
            RadicesBack |= radices[i] << (4 * (radices.Count - 1 - i));
        }

        Roots = backend.Table(FftRoots.Of<T>(points, 1, points));
        Order = backend.Table(Positions(radices, points));
    }

    /// <summary>The radices of the passes, four bits each, the first one lowest; and the last one lowest.</summary>
    internal int Radices { get; }

    internal int RadicesBack { get; }

    internal GpuBuffer<ComplexNumber<T>> Roots { get; }

    /// <summary>Where the passes leave each frequency.</summary>
    internal GpuBuffer<int> Order { get; }

    // A pass of radix r leaves the frequencies that are j modulo r in block j.
    private static int[] Positions(List<int> radices, int points)
    {
        int[] order = new int[points];
        for (int k = 0; k < points; k++)
        {
            int block = points, rest = k;
            foreach (int radix in radices)
            {
                block /= radix;
                order[k] += rest % radix * block;
                rest /= radix;
            }
        }

        return order;
    }
}
