using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>A real function of a real array.</summary>
internal sealed class UnaryCase<T, TOp>(
    BenchRequest request,
    int operations,
    Func<double, double> oracle,
    UnaryCase<T, TOp>.SpanFunction? tensorPrimitives,
    bool positive) : ElementwiseCase<T>(request, 1, 1, operations, positive)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TOp : struct, IUnaryOp<T>
{
    internal delegate void SpanFunction(ReadOnlySpan<T> x, Span<T> y);

    internal override IEnumerable<BenchRival> Rivals
    {
        get
        {
            yield return new BenchRival("scalar", runs => Time(runs, Scalar));
            if (tensorPrimitives is not null)
            {
                yield return new BenchRival(
                    "TensorPrimitives", runs => Time(runs, () => tensorPrimitives(Argument(0), Result(0))));
            }
        }
    }

    internal override void Run() => Backend.Unary<TOp>(default, ArgumentView(0), ResultView(0));

    protected override (double Re, double Im) Expected(int i) => (oracle(Number(Argument(0)[i])), 0);

    private void Scalar()
    {
        ReadOnlySpan<T> x = Argument(0);
        Span<T> y = Result(0);
        TOp op = default;
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = op.Invoke(x[i]);
        }
    }
}
