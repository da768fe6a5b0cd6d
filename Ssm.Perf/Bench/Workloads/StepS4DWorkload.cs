using Ssm.Autodiff;
using Ssm.Core.Models;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>One sample through an S4D layer: N is the real order of a channel, so N/2 complex modes.</summary>
internal sealed class StepS4DWorkload : IBenchWorkload
{
    public string Name => "step.s4d";

    public string Summary => "One sample through an S4D layer, on spans";

    public IReadOnlyList<string> Sizes => ["H128xN64"];

    public IReadOnlyList<string> Passes => ["fwd"];

    public IReadOnlyList<string> Dtypes => ["f32"];

    public BenchCase Prepare(BenchRequest request)
    {
        request.Size.Require(Sizes[0], Name);
        (int channels, int order) = (request.Size["H"], StateOrder.Even(request.Size["N"], Name));
        S4DOptions options = new() { Order = order };
        S4D<float> layer = new(channels, options, new RandomSource(request.Seed));
        S4D<double> wide = new(channels, options, new RandomSource(request.Seed));
        StepCase.Copy(layer, wide);
        int modes = order / 2;
        (Variable<float> aBar, Variable<float> bBar) = layer.Discretize();
        ScalarStep scalar = new(aBar.Value, bBar.Value, layer.C.Value, layer.D.Value);
        return new StepCase(layer, wide, channels * ((6 * modes) + 1), request.Seed, scalar.PerChannel);
    }
}
