using System.Numerics;

namespace Ssm.Perf.Rivals;

/// <summary>How a product is asked of OpenBLAS.</summary>
internal enum OpenBlasForm
{
    /// <summary>One gemm with b as it is, (k, n).</summary>
    Plain,

    /// <summary>One gemm with b transposed, (n, k): a linear layer's weights.</summary>
    Transposed,

    /// <summary>One gemv, for a single row, with b as it is.</summary>
    Row,

    /// <summary>One gemv, for a single row, with b transposed.</summary>
    RowTransposed,
}

/// <summary>c = a b by OpenBLAS: a is (m, k), c is (m, n), row-major.</summary>
internal sealed unsafe class OpenBlasProduct<T> : RivalJob
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly OpenBlasLibrary _library;
    private readonly OpenBlasForm _form;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _depth;
    private readonly int _threads;

    internal OpenBlasProduct(
        OpenBlasLibrary library, OpenBlasForm form, int rows, int columns, int depth, int threads, ulong seed)
    {
        _library = library;
        _form = form;
        (_rows, _columns, _depth, _threads) = (rows, columns, depth, threads);
        Left = NativeArray<T>.Random(checked(rows * depth), 0, seed);
        Right = NativeArray<T>.Random(checked(depth * columns), 1, seed);
        Product = new NativeArray<T>(checked(rows * columns), 2);
    }

    internal NativeArray<T> Left { get; }

    internal NativeArray<T> Right { get; }

    internal NativeArray<T> Product { get; }

    /// <inheritdoc/>
    internal override void Run()
    {
        _library.SetThreads(_threads);
        bool transposed = _form is OpenBlasForm.Transposed or OpenBlasForm.RowTransposed;
        if (_form is OpenBlasForm.Row or OpenBlasForm.RowTransposed)
        {
            // y = wᵀ x where w is (k, n), y = w x where it is (n, k).
            (int rows, int columns) = transposed ? (_columns, _depth) : (_depth, _columns);
            if (typeof(T) == typeof(float))
            {
                _library.Apply(!transposed, rows, columns, F(Right), F(Left), F(Product));
            }
            else
            {
                _library.Apply(!transposed, rows, columns, D(Right), D(Left), D(Product));
            }
        }
        else if (typeof(T) == typeof(float))
        {
            _library.Multiply(transposed, _rows, _columns, _depth, F(Left), F(Right), F(Product));
        }
        else
        {
            _library.Multiply(transposed, _rows, _columns, _depth, D(Left), D(Right), D(Product));
        }
    }

    private static float* F(NativeArray<T> array) => (float*)array.Pointer;

    private static double* D(NativeArray<T> array) => (double*)array.Pointer;
}
