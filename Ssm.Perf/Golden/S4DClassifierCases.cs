using System.Numerics;
using System.Text.Json;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Core.Training;
using Ssm.Kernels;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of a whole S4D classifier: one pass, and some steps of training.</summary>
internal static class S4DClassifierCases
{
    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (golden.Flags.TryGetProperty("optimizer", out JsonElement optimizer) && optimizer.GetString() != "AdamW")
        {
            return false;
        }

        SequenceClassifier<T> model = Create(golden);
        if (golden.Has("out.losses"))
        {
            Train(golden, model);
            return true;
        }

        Variable<T> logits = model.Forward(golden.In("x"));
        golden.Output("logits", logits);
        golden.Output("cross_entropy", Op.Mean(Op.CrossEntropy(logits, golden.Integers("in.labels"))));
        return true;
    }

    private static SequenceClassifier<T> Create<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ResidualBlock<T>[] blocks = [.. Enumerable.Range(0, golden.Int("n_layers")).Select(i => Block(golden, i))];
        int channels = golden.ShapeOf("p.encoder.bias")[0];
        SequenceClassifier<T> model = new(
            golden.In("x").Shape[2], vocabulary: 0, golden.ShapeOf("p.decoder.bias")[0], blocks, channels,
            finalNorm: false, new RandomSource(1), golden.Backend);
        Load(golden, model.SignalEncoder!, "encoder");
        Load(golden, model.Decoder, "decoder");
        return model;
    }

    private static ResidualBlock<T> Block<T>(GoldenCase<T> golden, int index)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape a = golden.ShapeOf($"p.{Names(index).LogAReal}");
        S4D<T> layer = new(a[0], new S4DOptions { Order = 2 * a[1] }, new RandomSource(1), golden.Backend);
        BlockOptions options = new() { PreNorm = golden.Bool("prenorm") };
        ResidualBlock<T> block = new(layer, layer.Channels, options, new RandomSource(1), golden.Backend);
        Names(index).Load(golden, layer, block.Unit);
        (Variable<T> weight, Variable<T> bias) = GoldenParts.Affine(block.Normalization);
        golden.Load(weight, () => golden.P($"norms.{index}.weight"));
        golden.Load(bias, () => golden.P($"norms.{index}.bias"));
        return block;
    }

    private static void Load<T>(GoldenCase<T> golden, Linear<T> layer, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        golden.Load(layer.Weight, () => golden.P($"{name}.weight"));
        golden.Load(layer.Bias!, () => golden.P($"{name}.bias"));
    }

    private static S4DNames Names(int index) => new(
        $"s4_layers.{index}.kernel.log_dt",
        $"s4_layers.{index}.kernel.log_A_real",
        $"s4_layers.{index}.kernel.A_imag",
        $"s4_layers.{index}.kernel.C",
        $"s4_layers.{index}.D",
        $"s4_layers.{index}.output_linear.0.weight",
        $"s4_layers.{index}.output_linear.0.bias");

    // Every parameter decays; B is none there.
    private static void Train<T>(GoldenCase<T> golden, SequenceClassifier<T> model)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        HashSet<Variable<T>> constants = [.. Layers(model).Select(layer => layer.B)];
        Parameter<T>[] trained = [.. model.Parameters.Where(p => !constants.Contains(p.Variable))];
        ParameterGroup<T> group = new("all", golden.Number("lr"), golden.Number("weight_decay"), trained);
        JsonElement betas = golden.Flags.GetProperty("betas");
        AdamW<T> optimizer = new([group], betas[0].GetDouble(), betas[1].GetDouble(), golden.Number("eps"));
        Variable<T> x = golden.In("x").Detach();
        Indices labels = golden.Integers("in.labels");
        int steps = golden.Int("steps");
        T[] losses = new T[steps + 1];
        for (int step = 0; step <= steps; step++)
        {
            using Tape<T> tape = new();
            tape.Watch(trained.Select(p => p.Variable));
            Variable<T> loss = Op.Mean(Op.CrossEntropy(model.Forward(x), labels));
            losses[step] = loss.Value.Item();
            if (step < steps)
            {
                optimizer.Step(tape.Backward(loss));
            }
        }

        golden.Output("losses", NdArray<T>.From(losses, [losses.Length]));
        Export(golden, model);
    }

    private static IEnumerable<S4D<T>> Layers<T>(SequenceClassifier<T> model)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        model.Blocks.Layers.Select(block => (S4D<T>)((ResidualBlock<T>)block).Layer);

    private static void Export<T>(GoldenCase<T> golden, SequenceClassifier<T> model)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Export(golden, model.SignalEncoder!, "encoder");
        Export(golden, model.Decoder, "decoder");
        for (int i = 0; i < model.Blocks.Layers.Count; i++)
        {
            ResidualBlock<T> block = (ResidualBlock<T>)model.Blocks.Layers[i];
            S4D<T> layer = (S4D<T>)block.Layer;
            S4DNames names = Names(i);
            (Variable<T> weight, Variable<T> bias) = GoldenParts.Affine(block.Normalization);
            Final($"norms.{i}.weight", weight);
            Final($"norms.{i}.bias", bias);
            Final(names.LogDt, Op.Reshape(layer.Dt, [layer.Channels]));
            Final(names.LogAReal, layer.ARe);
            Final(names.AImag, layer.AIm!);
            Final(names.C, GoldenParts.ViewAsReal(layer.C));
            Final(names.D, layer.D);
            Variable<T> rows = Op.Concat(0, block.Unit.Value!.Weight, block.Unit.Gate!.Weight);
            Final(names.OutWeight, Op.Reshape(rows, [.. rows.Shape.Sizes, 1]));
            Final(names.OutBias, Op.Concat(0, block.Unit.Value.Bias!, block.Unit.Gate.Bias!));
        }

        void Final(string name, Variable<T> value) => golden.Output($"final.{name}", value);
    }

    private static void Export<T>(GoldenCase<T> golden, Linear<T> layer, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        golden.Output($"final.{name}.weight", layer.Weight);
        golden.Output($"final.{name}.bias", layer.Bias!);
    }
}
