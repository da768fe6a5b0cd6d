using Ssm.Autodiff;
using Ssm.Core.Initialization;
using Ssm.Core.Models;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>One sample through an S5 layer of N modes.</summary>
internal sealed class StepS5Workload : IBenchWorkload
{
    public string Name => "step.s5";

    public string Summary => "One sample through an S5 layer, on spans";

    public IReadOnlyList<string> Sizes => ["H128xN64"];

    public IReadOnlyList<string> Passes => ["fwd"];

    public IReadOnlyList<string> Dtypes => ["f32"];

    public BenchCase Prepare(BenchRequest request)
    {
        request.Size.Require(Sizes[0], Name);
        (int channels, int modes) = (request.Size["H"], request.Size["N"]);
        S5Options options = new() { StateSize = 2 * modes, OutputInit = S5OutputInit.TruncatedNormal };
        S5<float> layer = new(channels, options, new RandomSource(request.Seed));
        S5<double> wide = new(channels, options, new RandomSource(request.Seed));
        StepCase.Copy(layer, wide);
        (Variable<float> aBar, Variable<float> bBar) = layer.Discretize();
        ScalarStep scalar = new(aBar.Value, bBar.Value, layer.C.Value, layer.D.Value);
        int parameters = (4 * channels * modes) + (2 * modes) + channels;
        return new StepCase(layer, wide, parameters, request.Seed, scalar.Shared);
    }
}
