namespace Ssm.Kernels;

/// <summary>The sizes of Cauchy sums: v is (V, H, N), z is (H, N), the sums are (V, ⌊L/2⌋ + 1, H).</summary>
/// <param name="Numerators">How many sums share the poles, V: four for S4 of rank one.</param>
/// <param name="Length">The length whose roots of unity the nodes are, L.</param>
/// <param name="Channels">Channels, H.</param>
/// <param name="Modes">Modes of each channel, one of each conjugate pair, N.</param>
public readonly record struct CauchyShape(int Numerators, int Length, int Channels, int Modes)
{
    /// <summary>Nodes: the bins 0 … ⌊L/2⌋ of a real transform of length L.</summary>
    public int Frequencies => (Length / 2) + 1;

    /// <summary>The number of elements of z, (H, N).</summary>
    /// <exception cref="OverflowException">It is more than a span can hold.</exception>
    public int Poles => checked(Channels * Modes);

    /// <summary>The number of elements of v, (V, H, N).</summary>
    public int Weights => checked(Numerators * Poles);

    /// <summary>The number of elements of the sums, (V, ⌊L/2⌋ + 1, H).</summary>
    public int Sums => checked(Numerators * Frequencies * Channels);
}
