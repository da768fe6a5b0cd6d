namespace Ssm.Kernels;

/// <summary>A product whose depth is cut: each part has sums of its own, which are added in the order of the parts.
/// </summary>
internal readonly unsafe struct MatMulParts<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly MatMulProblem<T> _problem;
    private readonly T* _sums;
    private readonly int _grain;

    internal MatMulParts(in MatMulProblem<T> problem, T* sums, int grain)
    {
        _problem = problem;
        _sums = sums;
        _grain = grain;
    }

    /// <summary>The part of every sum from term <paramref name="start"/> up to <paramref name="end"/>.</summary>
    internal MatMulProblem<T> At(int start, int end) => _problem.PartOfDepth(
        start, end - start, _sums + ((nint)(start / _grain) * _problem.M * _problem.N));

    /// <summary>C = the sums of all parts, or C += these, and what follows the product.</summary>
    internal static void AddAll(in MatMulProblem<T> problem, T* sums, int parts)
    {
        int size = problem.M * problem.N;
        if (!problem.Accumulate)
        {
            new Span<T>(problem.C, size).Clear();
        }

        for (int i = 0; i < parts; i++)
        {
            Add(sums + ((nint)i * size), problem.C, size);
        }

        problem.Epilogue.Apply(problem.C, problem.N, problem.M, 0, problem.N);
    }

    private static void Add(T* part, T* c, int size)
    {
        int i = 0;
        for (; i <= size - Vector<T>.Count; i += Vector<T>.Count)
        {
            (Vector.Load(c + i) + Vector.Load(part + i)).Store(c + i);
        }

        for (; i < size; i++)
        {
            c[i] += part[i];
        }
    }
}
