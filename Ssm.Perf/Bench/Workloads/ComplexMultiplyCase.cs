using System.Numerics;
using Ssm.Kernels;
using Complex = System.Numerics.Complex;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>The product of two planar complex arrays.</summary>
internal sealed class ComplexMultiplyCase<T> : ElementwiseCase<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Complex[][] _numbers = new Complex[3][];
    private readonly BroadcastPlan _plan;

    internal ComplexMultiplyCase(BenchRequest request)
        : base(request, 2, 4, 6)
    {
        _plan = BroadcastPlan.Create([Length], [Length]);
        for (int k = 0; k < 3; k++)
        {
            _numbers[k] = new Complex[Length];
            for (int i = 0; i < Length && k > 0; i++)
            {
                _numbers[k][i] = new(Number(Argument((2 * k) - 2)[i]), Number(Argument((2 * k) - 1)[i]));
            }
        }
    }

    internal override IEnumerable<BenchRival> Rivals =>
        [new BenchRival("System.Numerics.Complex (f64)", runs => Time(runs, Numbers))];

    internal override void Run() => Backend.ComplexMultiply(
        _plan,
        new(ArgumentView(0), ArgumentView(1)),
        new(ArgumentView(2), ArgumentView(3)),
        new(ResultView(0), ResultView(1)));

    protected override (double Re, double Im) Expected(int i)
    {
        Complex product = _numbers[1][i] * _numbers[2][i];
        return (product.Real, product.Imaginary);
    }

    private void Numbers()
    {
        Complex[] y = _numbers[0], a = _numbers[1], b = _numbers[2];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = a[i] * b[i];
        }
    }
}
