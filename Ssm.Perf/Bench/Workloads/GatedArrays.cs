using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>The operands of RG-LRU's recurrence, or memory of their sizes for the gradients.</summary>
/// <remarks>Rates are those of RecurrentGemma at the start, a from 0.43 to 0.99 with the gate fully open.</remarks>
internal sealed class GatedArrays<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The root of RecurrentGemma.</summary>
    internal static readonly SqrtOneMinusExp<T> Root = new(T.CreateChecked(1000), T.Zero);

    internal GatedArrays(ScanShape shape, RandomSource? source)
    {
        X = SelectiveArrays<T>.Random(source, shape.Elements, -1.0, 1.0);
        RecurrenceGate = SelectiveArrays<T>.Random(source, shape.Elements, -3.0, 3.0);
        InputGate = SelectiveArrays<T>.Random(source, shape.Elements, -3.0, 3.0);
        Rate = SelectiveArrays<T>.Random(source, shape.Channels, 0.008, 0.84);
    }

    internal T[] X { get; }

    internal T[] RecurrenceGate { get; }

    internal T[] InputGate { get; }

    internal T[] Rate { get; }

    internal RgLruOperands<T> Operands => new()
    {
        X = X,
        RecurrenceGate = RecurrenceGate,
        InputGate = InputGate,
        Rate = Rate,
    };

    internal RgLruGradients<T> Gradients => new()
    {
        X = X,
        RecurrenceGate = RecurrenceGate,
        InputGate = InputGate,
        Rate = Rate,
    };

    /// <summary>The same numbers as variables: x, both gates, the rate.</summary>
    internal Variable<T>[] Variables(ScanShape shape, IBackend<T> backend)
    {
        Shape rows = [shape.Batch, shape.Length, shape.Channels];
        return
        [
            NdArray<T>.From(X, rows, backend), NdArray<T>.From(RecurrenceGate, rows, backend),
            NdArray<T>.From(InputGate, rows, backend), NdArray<T>.From(Rate, [shape.Channels], backend),
        ];
    }

    /// <summary>The states by ops of one pass over memory each, and a scan.</summary>
    /// <param name="x">x, both gates, the rate.</param>
    internal static Variable<T> Passes(Variable<T>[] x)
    {
        Variable<T> decay = x[3] * Op.Sigmoid(x[1]);
        Variable<T> root = Op.SqrtOneMinusExp(Op.Scale(decay, T.CreateChecked(2)), T.CreateChecked(1000));
        return Op.DiagonalScan(Op.Exp(-decay), root * (Op.Sigmoid(x[2]) * x[0]));
    }
}
