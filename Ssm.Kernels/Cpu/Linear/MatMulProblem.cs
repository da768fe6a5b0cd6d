namespace Ssm.Kernels;

/// <summary>One matrix of a product as it lies in memory: where, its rows how far apart, transposed or not.</summary>
internal readonly unsafe struct MatMulOperand<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal MatMulOperand(T* data, int stride, bool transposed)
    {
        Data = data;
        Stride = stride;
        Transposed = transposed;
    }

    internal T* Data { get; }

    internal int Stride { get; }

    internal bool Transposed { get; }

    /// <summary>The address of element (row, column) of op(X).</summary>
    internal T* At(int row, int column) =>
        Transposed ? Data + ((nint)column * Stride) + row : Data + ((nint)row * Stride) + column;

    /// <summary>op(X) without its first rows and columns.</summary>
    internal MatMulOperand<T> From(int row, int column) => new(At(row, column), Stride, Transposed);
}

/// <summary>A product on pinned memory, checked and ready to be computed.</summary>
internal readonly unsafe struct MatMulProblem<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal MatMulProblem(T* a, T* b, T* c, in MatMulShape shape, bool accumulate, MatMulEpilogue<T> epilogue)
        : this(
            new MatMulOperand<T>(a, shape.TransposeLeft ? shape.M : shape.K, shape.TransposeLeft),
            new MatMulOperand<T>(b, shape.TransposeRight ? shape.K : shape.N, shape.TransposeRight),
            c,
            shape.M,
            shape.N,
            shape.K,
            accumulate,
            epilogue)
    {
    }

    internal MatMulProblem(
        MatMulOperand<T> a,
        MatMulOperand<T> b,
        T* c,
        int m,
        int n,
        int k,
        bool accumulate,
        MatMulEpilogue<T> epilogue)
    {
        A = a;
        B = b;
        C = c;
        M = m;
        N = n;
        K = k;
        Accumulate = accumulate;
        Epilogue = epilogue;
    }

    internal MatMulOperand<T> A { get; }

    internal MatMulOperand<T> B { get; }

    internal T* C { get; }

    internal int M { get; }

    internal int N { get; }

    internal int K { get; }

    internal bool Accumulate { get; }

    internal MatMulEpilogue<T> Epilogue { get; }

    internal long Work => (long)M * N * K;

    /// <summary>A matrix times one column, written as the row times the transposed matrix: Cᵀ = bᵀ Aᵀ.</summary>
    /// <remarks>What follows the product is left to the caller, as its bias runs over other columns.</remarks>
    internal MatMulProblem<T> TransposedColumn() => new(
        new MatMulOperand<T>(B.Data, K, transposed: false),
        new MatMulOperand<T>(A.Data, A.Stride, !A.Transposed),
        C,
        1,
        M,
        K,
        Accumulate,
        epilogue: default);

    /// <summary>The part of every sum from <paramref name="start"/> on, into another result.</summary>
    internal MatMulProblem<T> PartOfDepth(int start, int depth, T* c) =>
        new(A.From(0, start), B.From(start, 0), c, M, N, depth, accumulate: false, epilogue: default);

    /// <summary>The same product of other matrices of the same shape.</summary>
    internal MatMulProblem<T> Shifted(nint a, nint b, nint c) => new(
        new MatMulOperand<T>(A.Data + a, A.Stride, A.Transposed),
        new MatMulOperand<T>(B.Data + b, B.Stride, B.Transposed),
        C + c,
        M,
        N,
        K,
        Accumulate,
        Epilogue);
}
