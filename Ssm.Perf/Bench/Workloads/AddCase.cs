using System.Numerics;
using System.Numerics.Tensors;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>The sum of two arrays: nothing but memory.</summary>
internal sealed class AddCase<T> : ElementwiseCase<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly BroadcastPlan _plan;

    internal AddCase(BenchRequest request)
        : base(request, 1, 2, 1) => _plan = BroadcastPlan.Create([Length], [Length]);

    internal override IEnumerable<BenchRival> Rivals =>
        [new BenchRival("TensorPrimitives", runs => Time(runs, Sum))];

    internal override void Run() => Backend.Binary<Add<T>>(
        default, _plan, ArgumentView(0), ArgumentView(1), ResultView(0));

    protected override (double Re, double Im) Expected(int i) =>
        (Number(Argument(0)[i]) + Number(Argument(1)[i]), 0);

    private void Sum() => TensorPrimitives.Add(Argument(0), Argument(1), Result(0));
}
