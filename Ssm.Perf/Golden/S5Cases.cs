using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of S5: the state space, the layer around it, and a classifier.</summary>
internal static class S5Cases
{
    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (golden.Id.Split('_')[0])
        {
            case "ssm":
                return StateSpace(golden);
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

    private static bool StateSpace<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (GoldenParts.Discretization(golden.Text("discretization")) is null)
        {
            return false;
        }

        S5<T> layer = Create(golden, prefix: "");
        (Variable<T> aBar, Variable<T> bBar) = layer.Discretize();
        golden.Output("Lambda_bar", aBar);
        golden.Output("B_bar", bBar);
        golden.Output("y", layer.Forward(golden.In("u")));
        return true;
    }

    private static void Layer<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ResidualBlock<T> block = Block(golden, prefix: "");
        BatchNorm<T>? norm = block.Normalization as BatchNorm<T>;
        if (norm is not null)
        {
            norm.RunningMean.Assign(golden.In("norm_mean").Value);
            norm.RunningVariance.Assign(golden.In("norm_var").Value);
        }

        golden.Output("y", block.Forward(golden.In("u"), new TrainingPass(new RandomSource(1))));
        if (norm is not null)
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
        S5<T> layer = Create(golden, $"{prefix}seq.");
        BlockOptions options = new()
        {
            Glu = golden.Text("activation") switch
            {
                "full_glu" => Glu.Full,
                "half_glu1" => Glu.Half1,
                "half_glu2" => Glu.Half2,
                "gelu" => Glu.None,
                string other => throw new InvalidDataException($"the activation '{other}' is not known"),
            },
            Gelu = Gelu.Tanh,
            Norm = golden.Text("norm") == "batch" ? Norm.BatchFlax : Norm.LayerFlax,
            PreNorm = golden.Bool("prenorm"),

            // Flax weighs the old value.
            BatchNormMomentum = 1 - Number(golden, "bn_momentum", fallback: 0.9),
        };
        ResidualBlock<T> block = new(layer, layer.Channels, options, new RandomSource(1), golden.Backend);
        GoldenParts.LoadFlax(golden, block, prefix, "norm");
        return block;
    }

    private static S5<T> Create<T>(GoldenCase<T> golden, string prefix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int modes = golden.ShapeOf($"p.{prefix}Lambda_re")[0], channels = golden.ShapeOf($"p.{prefix}D")[0];
        bool conjugate = golden.Bool("conj_sym", fallback: true);
        string method = golden.Flags.TryGetProperty("discretization", out _) ? golden.Text("discretization") : "zoh";
        S5Options options = new()
        {
            StateSize = conjugate ? 2 * modes : modes,
            ConjugateSymmetry = conjugate,
            Discretization = GoldenParts.Discretization(method)
                ?? throw new InvalidDataException($"the discretisation '{method}' is not known"),
            Bidirectional = golden.Bool("bidirectional"),
            ClipEigenvalues = golden.Bool("clip_eigs"),
            StepRescale = Number(golden, "step_rescale", fallback: 1),
        };
        S5<T> layer = new(channels, options, new RandomSource(1), golden.Backend);
        golden.Load(layer.LambdaRe, () => golden.P($"{prefix}Lambda_re"));
        golden.Load(layer.LambdaIm, () => golden.P($"{prefix}Lambda_im"));
        golden.Load(layer.LogStep, () => Op.Reshape(golden.P($"{prefix}log_step"), [modes]));
        golden.Load(layer.B, () => GoldenParts.ViewAsComplex(golden.P($"{prefix}B")));
        golden.Load(layer.C, () => GoldenParts.ViewAsComplex(OutputMatrix(golden, prefix)));
        golden.Load(layer.D, () => golden.P($"{prefix}D"));
        return layer;
    }

    private static double Number<T>(GoldenCase<T> golden, string flag, double fallback)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        golden.Flags.TryGetProperty(flag, out _) ? golden.Number(flag) : fallback;

    // Both directions' columns side by side, however they are stored.
    private static Variable<T> OutputMatrix<T>(GoldenCase<T> golden, string prefix)
        where T : unmanaged, IFloatingPointIeee754<T> => golden.Has($"p.{prefix}C")
            ? golden.P($"{prefix}C")
            : Op.Concat(1, golden.P($"{prefix}C1"), golden.P($"{prefix}C2"));
}
