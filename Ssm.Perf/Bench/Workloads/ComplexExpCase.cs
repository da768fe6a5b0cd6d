using System.Numerics;
using System.Numerics.Tensors;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>e^z of a planar complex array, which an S4D kernel or a discretisation takes.</summary>
internal sealed class ComplexExpCase<T>(BenchRequest request) : ElementwiseCase<T>(request, 2, 2, 50)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal override IEnumerable<BenchRival> Rivals =>
        [new BenchRival("TensorPrimitives", runs => Time(runs, ExpAndSinCos))];

    internal override void Run() => Backend.ComplexUnary<ComplexExp<T>>(
        default, new(ArgumentView(0), ArgumentView(1)), new(ResultView(0), ResultView(1)));

    protected override (double Re, double Im) Expected(int i)
    {
        (double sin, double cos) = Math.SinCos(Number(Argument(1)[i]));
        double size = Math.Exp(Number(Argument(0)[i]));
        return (size * cos, size * sin);
    }

    private void ExpAndSinCos()
    {
        TensorPrimitives.SinCos(Argument(1), Result(1), Result(0));
        Span<T> block = stackalloc T[1024];
        for (int i = 0; i < Length; i += block.Length)
        {
            Span<T> size = block[..Math.Min(block.Length, Length - i)];
            TensorPrimitives.Exp(Argument(0).Slice(i, size.Length), size);
            TensorPrimitives.Multiply<T>(Result(0).Slice(i, size.Length), size, Result(0).Slice(i, size.Length));
            TensorPrimitives.Multiply<T>(Result(1).Slice(i, size.Length), size, Result(1).Slice(i, size.Length));
        }
    }
}
