using System.Numerics;

namespace Ssm.Perf.Rivals;

/// <summary>c = a b by OpenBLAS, row-major: a is (m, k) or its transpose, b is (k, n) or its transpose, c is (m, n).
/// </summary>
internal sealed unsafe class OpenBlasProduct<T> : RivalJob
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly OpenBlasLibrary _library;
    private readonly bool _leftTransposed;
    private readonly bool _rightTransposed;
    private readonly bool _asRow;
    private readonly int _m;
    private readonly int _n;
    private readonly int _k;
    private readonly int _threads;

    /// <summary>Makes the operands.</summary>
    /// <param name="library">OpenBLAS.</param>
    /// <param name="leftTransposed">Whether a is stored as (k, m).</param>
    /// <param name="rightTransposed">Whether b is stored as (n, k), as a linear layer's weights are.</param>
    /// <param name="asRow">Whether a product of one row is asked for as gemv.</param>
    /// <param name="size">m, n, k.</param>
    /// <param name="threads">The library's threads.</param>
    /// <param name="seed">Where the operands come from.</param>
    internal OpenBlasProduct(
        OpenBlasLibrary library,
        bool leftTransposed,
        bool rightTransposed,
        bool asRow,
        (int M, int N, int K) size,
        int threads,
        ulong seed)
    {
        _library = library;
        (_leftTransposed, _rightTransposed, _asRow) = (leftTransposed, rightTransposed, asRow);
        (_m, _n, _k) = size;
        _threads = threads;
        Left = NativeArray<T>.Random(checked(_m * _k), 0, seed);
        Right = NativeArray<T>.Random(checked(_k * _n), 1, seed);
        Product = new NativeArray<T>(checked(_m * _n), 2);
    }

    internal NativeArray<T> Left { get; }

    internal NativeArray<T> Right { get; }

    internal NativeArray<T> Product { get; }

    /// <inheritdoc/>
    internal override void Run()
    {
        _library.SetThreads(_threads);
        bool single = typeof(T) == typeof(float);
        if (_asRow)
        {
            // y = b^T x where b is (k, n), y = b x where it is stored as (n, k).
            (int rows, int columns) = _rightTransposed ? (_n, _k) : (_k, _n);
            if (single)
            {
                _library.Apply(!_rightTransposed, rows, columns, F(Right), F(Left), F(Product));
            }
            else
            {
                _library.Apply(!_rightTransposed, rows, columns, D(Right), D(Left), D(Product));
            }
        }
        else if (single)
        {
            _library.Multiply(_leftTransposed, _rightTransposed, _m, _n, _k, F(Left), F(Right), F(Product));
        }
        else
        {
            _library.Multiply(_leftTransposed, _rightTransposed, _m, _n, _k, D(Left), D(Right), D(Product));
        }
    }

    private static float* F(NativeArray<T> array) => (float*)array.Pointer;

    private static double* D(NativeArray<T> array) => (double*)array.Pointer;
}
