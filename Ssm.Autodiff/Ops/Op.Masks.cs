namespace Ssm.Autodiff;

/// <content>Triangles and diagonals.</content>
public static partial class Op
{
    /// <summary>x below and on a diagonal of its last two axes, 0 above it.</summary>
    /// <remarks>Adjoint: x̄ = ȳ where x was kept, else 0.</remarks>
    /// <param name="x">(…, M, N).</param>
    /// <param name="diagonal">0 for the main diagonal, 1 for the one above it, −1 for the one below.</param>
    /// <exception cref="ArgumentException">There are fewer than two axes.</exception>
    public static Variable<T> LowerTriangle<T>(Variable<T> x, int diagonal = 0)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        x.Shape.Rank < 2
            ? throw new ArgumentException($"LowerTriangle: 'x' has shape {x.Shape}, expected two axes or " +
                "more.", nameof(x))
            : Kept(x, Triangle(x.Shape[^2], x.Shape[^1], diagonal, x.Backend));

    /// <summary>
    /// A matrix of ones on and below a diagonal and zeros above: the mask of causal attention. No gradient.
    /// </summary>
    /// <param name="rows">M.</param>
    /// <param name="columns">N.</param>
    /// <param name="diagonal">0 for the main diagonal, 1 for the one above it, −1 for the one below.</param>
    /// <param name="backend">The device; the host's processor where absent.</param>
    public static NdArray<T> TriangularMask<T>(int rows, int columns, int diagonal = 0, IBackend<T>? backend = null)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Kept(Triangle(rows, columns, diagonal, backend ?? CpuBackend<T>.Default));

    /// <summary>Matrices with x on their diagonal and zeros elsewhere.</summary>
    /// <remarks>Adjoint: x̄ = the diagonal of ȳ.</remarks>
    /// <param name="x">(…, N).</param>
    /// <returns>(…, N, N).</returns>
    /// <exception cref="ArgumentException">x is a scalar.</exception>
    public static Variable<T> DiagonalEmbed<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Shape.Rank == 0)
        {
            throw new ArgumentException("DiagonalEmbed: 'x' is a scalar, expected one axis or more.", nameof(x));
        }

        Variable<T> rows = Reshape(x, new Shape([.. x.Shape.Sizes[..^1], 1, x.Shape[^1]]));
        return Kept(rows, Identity(x.Shape[^1], x.Backend));
    }

    /// <summary>x where the mask is not 0, else 0, broadcast. Adjoint: x̄ = ȳ there.</summary>
    private static Variable<T> Kept<T>(Variable<T> x, NdArray<T> mask)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Where(mask, x, Constant(NdArray<T>.AllocateFull(Shape.Scalar, T.Zero, x.Backend)));

    private static NdArray<T> Identity<T>(int size, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> numbers = Numbers([size, 1], 0, backend);
        return NdMath.Binary(nameof(Identity), numbers, numbers.Reshape([1, size]), new EqualTo<T>());
    }

    private static NdArray<T> Triangle<T>(int rows, int columns, int diagonal, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> last = NdMath.PlanewiseUnary(
            Numbers([rows, 1], 0, backend), new AddConstant<T>(T.CreateChecked(diagonal)));
        return NdMath.Binary(
            nameof(TriangularMask), last, Numbers([1, columns], 1, backend), new GreaterOrEqual<T>());
    }

    // 1, 2, 3, … along an axis, counted by the device: nothing has to be brought to it.
    private static NdArray<T> Numbers<T>(Shape shape, int axis, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        NdMath.CumulativeSum(NdArray<T>.AllocateFull(shape, T.One, backend), axis);
}
