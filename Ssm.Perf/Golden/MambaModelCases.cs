using System.Numerics;
using System.Text.Json;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Core.Streaming;
using Ssm.Core.Training;
using Ssm.Kernels;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of a Mamba language model: logits, decoding, and some steps of training.</summary>
internal static class MambaModelCases
{
    private const string Table = "backbone.embeddings.weight";

    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The other cases have the weights of this one.
        GoldenCase<T> weights = golden.Has($"p.{Table}") ? golden : golden.Sibling("logits");
        LanguageModel<T> model = Create(weights);
        if (golden.Has("out.losses"))
        {
            Train(golden, model);
        }
        else if (golden.Has("in.prompt"))
        {
            Greedy(golden, model);
        }
        else if (golden.Flags.TryGetProperty("prefill", out _))
        {
            Decode(golden, model);
        }
        else
        {
            Indices tokens = golden.Integers("in.input_ids");
            golden.Output("logits", model.Forward(tokens));
            golden.Output("cross_entropy", model.Loss(tokens));
        }

        return true;
    }

    private static LanguageModel<T> Create<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape table = golden.ShapeOf($"p.{Table}");
        int layers = 0;
        while (golden.Has($"p.{Layer(layers)}norm.weight"))
        {
            layers++;
        }

        MambaModelOptions options = new()
        {
            Vocabulary = table[0],
            Channels = table[1],
            Layers = layers,
            Mixer = MambaParts.Options(golden, $"{Layer(0)}mixer."),
        };
        LanguageModel<T> model = MambaModel.Create<T>(options, new RandomSource(1), golden.Backend);
        foreach ((string name, Variable<T> parameter) in Outer(model))
        {
            golden.Load(parameter, () => golden.P(name));
        }

        for (int i = 0; i < layers; i++)
        {
            MambaParts.Load(golden, Mixer(model, i), $"{Layer(i)}mixer.");
        }

        return model;
    }

    private static string Layer(int index) => $"backbone.layers.{index}.";

    private static MambaMixer<T> Mixer<T>(LanguageModel<T> model, int index)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        (MambaMixer<T>)((NormedResidual<T>)model.Blocks.Layers[index]).Layer;

    // What is not in a mixer.
    private static IEnumerable<(string Name, Variable<T> Parameter)> Outer<T>(LanguageModel<T> model)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        yield return (Table, model.Embedding.Table);
        for (int i = 0; i < model.Blocks.Layers.Count; i++)
        {
            NormedResidual<T> block = (NormedResidual<T>)model.Blocks.Layers[i];
            yield return ($"{Layer(i)}norm.weight", ((RmsNorm<T>)block.Normalization).Weight);
        }

        yield return ("backbone.norm_f.weight", ((RmsNorm<T>)model.FinalNorm).Weight);
    }

    // The first tokens at once, then one at a time; the last one alone in any case, for the state before it.
    private static void Decode<T>(GoldenCase<T> golden, LanguageModel<T> model)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Indices tokens = golden.Integers("in.input_ids");
        (int batch, int length) = (tokens.Shape[0], tokens.Shape[1]);
        int together = Math.Min(golden.Int("prefill"), length - 1);
        (Variable<T> logits, Variable<T> state) = model.Forward(Columns(0, together), model.ZeroState(batch));
        Stepper<T> stepper = model.CreateStepper();
        (NdArray<T> next, NdArray<T> before) = GoldenParts.Step(
            stepper, Samples(Columns(together, length - 1 - together), golden.Backend), state.Value);
        (NdArray<T> last, NdArray<T> after) = GoldenParts.Step(
            stepper, Samples(Columns(length - 1, 1), golden.Backend), before);
        golden.Output("logits", Op.Concat(1, logits, next, last));
        int start = 0;
        for (int i = 0; i < model.Blocks.Layers.Count; i++)
        {
            MambaMixer<T> mixer = Mixer(model, i);
            Variable<T> its = Op.Slice<T>(after, 1, start, mixer.StateSize);
            Variable<T> earlier = Op.Slice<T>(before, 1, start, mixer.StateSize);
            golden.Output($"conv_state_{i}", MambaParts.Taps(mixer, earlier, its));
            golden.Output($"ssm_state_{i}", MambaParts.States(mixer, its));
            start += mixer.StateSize;
        }

        Indices Columns(int first, int count)
        {
            List<int> values = [];
            for (int row = 0; row < batch; row++)
            {
                values.AddRange(tokens.Values.Slice((row * length) + first, count));
            }

            return new Indices([.. values], [batch, count]);
        }
    }

    // A stream takes tokens as numbers, (B, L, 1).
    private static NdArray<T> Samples<T>(Indices tokens, IBackend<T> on)
        where T : unmanaged, IFloatingPointIeee754<T> => NdArray<T>.From(
            [.. tokens.Values.ToArray().Select(token => T.CreateChecked(token))], [.. tokens.Shape.Sizes, 1], on);

    private static void Greedy<T>(GoldenCase<T> golden, LanguageModel<T> model)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Indices prompt = golden.Integers("in.prompt");
        int count = golden.Int("new_tokens");
        int[] tokens = model.Greedy(prompt.Values, count, golden.Int("restricted_to"));
        golden.Output("tokens", Samples(new Indices(tokens, [1, count]), golden.Backend).Reshape([1, count]));

        // The logits that each token was chosen by: after the prompt, and after each new token but the last.
        int[] read = [.. prompt.Values, .. tokens[..^1]];
        Variable<T> logits = model.Forward(new Indices(read, [1, read.Length]));
        golden.Output("logits", Op.Select(Op.Slice(logits, 1, read.Length - count, count), 0, 0));
    }

    // Every parameter decays.
    private static void Train<T>(GoldenCase<T> golden, LanguageModel<T> model)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ParameterGroup<T> group = new(
            "all", golden.Number("lr"), golden.Number("weight_decay"), [.. model.Parameters]);
        JsonElement betas = golden.Flags.GetProperty("betas");
        AdamW<T> optimizer = new([group], betas[0].GetDouble(), betas[1].GetDouble(), golden.Number("eps"));
        Indices tokens = golden.Integers("in.input_ids");
        int steps = golden.Int("steps");
        T[] losses = new T[steps + 1];
        for (int step = 0; step <= steps; step++)
        {
            using Tape<T> tape = new();
            tape.Watch(model.Variables);
            Variable<T> loss = model.Loss(tokens);
            losses[step] = loss.Value.Item();
            if (step < steps)
            {
                optimizer.Step(tape.Backward(loss));
            }
        }

        golden.Output("losses", NdArray<T>.From(losses, [losses.Length]));
        foreach ((string name, Variable<T> parameter) in Outer(model))
        {
            golden.Output($"final.{name}", parameter);
        }

        for (int i = 0; i < model.Blocks.Layers.Count; i++)
        {
            foreach ((string name, Variable<T> parameter) in MambaParts.Names(Mixer(model, i)))
            {
                golden.Output($"final.{Layer(i)}mixer.{name}", MambaParts.Stored(name, parameter));
            }
        }
    }
}
