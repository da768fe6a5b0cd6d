using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>The operands of a selective scan of Mamba's form, or memory of their sizes for the gradients.</summary>
/// <remarks>Rates are those of S4D-real, −1 … −N on every channel; Δ is about 0.001 to 0.5.</remarks>
internal sealed class SelectiveArrays<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal SelectiveArrays(SelectiveScanShape shape, RandomSource? source)
    {
        U = Random(source, shape.Elements, -1.0, 1.0);
        Delta = Random(source, shape.Elements, -2.0, 2.0);
        A = new T[shape.RateElements];
        B = Random(source, shape.WeightElements, -1.0, 1.0);
        C = Random(source, shape.WeightElements, -1.0, 1.0);
        Skip = Random(source, shape.Channels, 0.5, 1.5);
        Gate = Random(source, shape.Elements, -2.0, 2.0);
        Bias = Random(source, shape.Channels, -5.0, -2.5);
        for (int i = 0; i < A.Length; i++)
        {
            A[i] = T.CreateTruncating(-1 - (i % shape.States));
        }
    }

    internal T[] U { get; }

    internal T[] Delta { get; }

    internal T[] A { get; }

    internal T[] B { get; }

    internal T[] C { get; }

    internal T[] Skip { get; }

    internal T[] Gate { get; }

    internal T[] Bias { get; }

    internal SelectiveScanOperands<T> Operands => new()
    {
        U = U,
        Delta = Delta,
        A = A,
        B = B,
        C = C,
        Skip = Skip,
        Gate = Gate,
        DeltaBias = Bias,
        Softplus = true,
    };

    internal SelectiveScanGradients<T> Gradients => new()
    {
        U = U,
        Delta = Delta,
        A = A,
        B = B,
        C = C,
        Skip = Skip,
        Gate = Gate,
        DeltaBias = Bias,
    };

    /// <summary>Uniform numbers, or zeros without a source.</summary>
    internal static T[] Random(RandomSource? source, int count, double low, double high)
    {
        T[] numbers = new T[count];
        for (int i = 0; source is not null && i < count; i++)
        {
            numbers[i] = T.CreateTruncating(source.NextDouble(low, high));
        }

        return numbers;
    }
}
