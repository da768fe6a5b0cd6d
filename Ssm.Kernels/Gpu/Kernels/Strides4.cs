namespace Ssm.Kernels.Gpu;

/// <summary>How far an operand moves along each of four axes.</summary>
internal readonly struct Strides4(int first, int second, int third, int fourth)
{
    private readonly int _first = first;
    private readonly int _second = second;
    private readonly int _third = third;
    private readonly int _fourth = fourth;

    /// <summary>Where element i of a walk over the axes lies.</summary>
    /// <param name="second">The size of the second axis.</param>
    /// <param name="third">The size of the third axis.</param>
    /// <param name="fourth">The size of the fourth axis.</param>
    /// <param name="i">The number of the element, row-major.</param>
    internal int At(Divisor second, Divisor third, Divisor fourth, int i)
    {
        int rows = fourth.Quotient(i), planes = third.Quotient(rows), blocks = second.Quotient(planes);
        return (blocks * _first)
            + ((planes - (blocks * second.Value)) * _second)
            + ((rows - (planes * third.Value)) * _third)
            + ((i - (rows * fourth.Value)) * _fourth);
    }
}
