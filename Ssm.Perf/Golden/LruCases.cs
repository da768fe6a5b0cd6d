using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Initialization;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of the LRU: the recurrence, its initial values, the layer, and a classifier.</summary>
internal static class LruCases
{
    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (golden.Id.Split('_')[0])
        {
            case "lru":
                Recurrence(golden);
                return true;
            case "init":
                Initial(golden);
                return true;
            case "layer":
                Layer(golden);
                return true;
            case "classifier":
                Classifier(golden);
                return true;
            default:
                return false;
        }
    }

    private static void Recurrence<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Lru<T> layer = Create(golden, prefix: "");
        Variable<T> u = golden.In("u");
        golden.Output("y", layer.Forward(u));
        golden.Aux("lambda", layer.Discretize().ABar);
        (_, Variable<T> last) = layer.Forward(u, layer.ZeroState(u.Shape[0]));
        golden.Aux("last_state", GoldenParts.StateAsComplex(last, [layer.Options.Modes]));
    }

    // The uniform numbers that the initialiser would have drawn are given.
    private static void Initial<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] uNu = Array.ConvertAll(golden.In("u_nu").Value.ToArray(), double.CreateChecked);
        double[] uTheta = Array.ConvertAll(golden.In("u_theta").Value.ToArray(), double.CreateChecked);
        double rMin = golden.Number("r_min"), rMax = golden.Number("r_max"), maxPhase = golden.Number("max_phase");
        double[] nu = Array.ConvertAll(uNu, u => RingInitialization.NuLog(u, rMin, rMax));
        double[] theta = Array.ConvertAll(uTheta, u => RingInitialization.ThetaLog(u, maxPhase));
        golden.Output("nu_log", HippoCases.Real<T>(nu, nu.Length));
        golden.Output("theta_log", HippoCases.Real<T>(theta, theta.Length));
        golden.Output("gamma_log", HippoCases.Real<T>(Array.ConvertAll(nu, RingInitialization.GammaLog), nu.Length));
    }

    private static void Layer<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ResidualBlock<T> block = Block(golden, prefix: "");
        golden.Output("y", block.Forward(golden.In("u"), new TrainingPass(new RandomSource(1))));
        if (block.Normalization is BatchNorm<T> norm)
        {
            golden.Output("norm_mean", norm.RunningMean);
            golden.Output("norm_var", norm.RunningVariance);
        }
    }

    private static void Classifier<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> x = golden.In("x");
        ResidualBlock<T>[] blocks = [.. Enumerable.Range(0, golden.Int("n_layers"))
            .Select(i => Block(golden, $"encoder.layers_{i}."))];
        SequenceClassifier<T> model = new(
            x.Shape[2], vocabulary: 0, golden.P("decoder.bias").Shape[0], blocks,
            golden.P("encoder.encoder.bias").Shape[0], finalNorm: false, new RandomSource(1), golden.Backend);
        GoldenParts.LoadFlax(golden, model.SignalEncoder!, "encoder.encoder");
        GoldenParts.LoadFlax(golden, model.Decoder, "decoder");
        Variable<T> logits = model.Forward(x, pass: new TrainingPass(new RandomSource(1)));
        golden.Output("log_probs", Op.LogSoftmax(logits));
    }

    private static ResidualBlock<T> Block<T>(GoldenCase<T> golden, string prefix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Lru<T> layer = Create(golden, $"{prefix}seq.");
        BlockOptions options = new()
        {
            Glu = Glu.Full,
            Gelu = Gelu.Tanh,
            Norm = golden.Text("norm") == "batch" ? Norm.BatchFlax : Norm.LayerFlax,
            PreNorm = golden.Bool("prenorm"),

            // Flax weighs the old value, with 0.99 here.
            BatchNormMomentum = 1 - 0.99,
        };
        ResidualBlock<T> block = new(layer, layer.Channels, options, new RandomSource(1), golden.Backend);
        GoldenParts.LoadFlax(golden, block, prefix, "normalization");
        return block;
    }

    private static Lru<T> Create<T>(GoldenCase<T> golden, string prefix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        LruOptions options = new() { Modes = golden.ShapeOf($"p.{prefix}nu_log")[0] };
        Lru<T> layer = new(golden.ShapeOf($"p.{prefix}D")[0], options, new RandomSource(1), golden.Backend);
        golden.Load(layer.NuLog, () => golden.P($"{prefix}nu_log"));
        golden.Load(layer.ThetaLog, () => golden.P($"{prefix}theta_log"));
        golden.Load(layer.GammaLog, () => golden.P($"{prefix}gamma_log"));
        golden.Load(layer.B, () => Op.Complex(golden.P($"{prefix}B_re"), golden.P($"{prefix}B_im")));
        golden.Load(layer.C, () => Op.Complex(golden.P($"{prefix}C_re"), golden.P($"{prefix}C_im")));
        golden.Load(layer.D, () => golden.P($"{prefix}D"));
        return layer;
    }
}
