using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Checkpoints;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Core.Streaming;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of a whole Griffin language model and its checkpoint.</summary>
internal static class GriffinLmCases
{
    internal const string Model = "tiny Griffin language model and its checkpoint (directory griffin_tiny)";

    private const string Folder = "griffin_tiny";

    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string folder = Path.Combine(golden.Directory, Folder);
        if (golden.Has("in.prompt"))
        {
            Greedy(golden, GriffinCheckpoint.Load<T>(folder, backend: golden.Backend).Model);
        }
        else if (golden.OutputNames.Any(name => name.StartsWith("cache.", StringComparison.Ordinal)))
        {
            Decode(golden, GriffinCheckpoint.Load<T>(folder, backend: golden.Backend).Model);
        }
        else if (golden.Has("p.embedder.input_embedding"))
        {
            Logits(golden, GriffinCheckpoint.Load<T>(folder, backend: golden.Backend).Model);
        }
        else
        {
            string tensors = golden.Id == "bf16" ? "model_bf16.safetensors" : GriffinCheckpoint.TensorsName;
            golden.Output("logits", Logits(GriffinCheckpoint.Load<T>(folder, tensors, golden.Backend).Model, golden));
        }

        return true;
    }

    // The checkpoint gives the sizes, the case the values.
    private static void Logits<T>(GoldenCase<T> golden, LanguageModel<T> model)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        new GriffinWeights<T>(golden).Load(model);
        Variable<T> logits = Logits(model, golden);
        golden.Output("logits", logits);
        int last = logits.Shape[1] - 1;
        Indices tokens = golden.Integers("in.tokens");
        int[] next = new int[tokens.Shape[0] * last];
        for (int i = 0; i < next.Length; i++)
        {
            next[i] = tokens.Values[(i / last * (last + 1)) + (i % last) + 1];
        }

        golden.Output("cross_entropy", Op.Mean(Op.CrossEntropy(
            Op.Slice(logits, 1, 0, last), new Indices(next, [tokens.Shape[0], last]))));
    }

    private static Variable<T> Logits<T>(LanguageModel<T> model, GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Indices positions = golden.Integers("in.segment_pos");
        return model.Forward(
            golden.Integers("in.tokens"),
            Segments.FromPositions(positions.Values, positions.Shape[0], positions.Shape[1]));
    }

    // The first tokens at once, the others one by one.
    private static void Decode<T>(GoldenCase<T> golden, LanguageModel<T> model)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Indices tokens = golden.Integers("in.tokens");
        (int batch, int length, int prefill) = (tokens.Shape[0], tokens.Shape[1], golden.Int("prefill"));
        (Variable<T> first, Variable<T> state) = model.Forward(Columns(0, prefill), model.ZeroState(batch));
        T[] rest = new T[batch * (length - prefill)];
        int[] numbers = Columns(prefill, length - prefill).Values.ToArray();
        for (int i = 0; i < rest.Length; i++)
        {
            rest[i] = T.CreateChecked(numbers[i]);
        }

        (NdArray<T> others, NdArray<T> last) = GoldenParts.Step(
            model.CreateStepper(), NdArray<T>.From(rest, [batch, length - prefill, 1], golden.Backend), state.Value);
        golden.Output("logits", Op.Concat(1, first, others));
        Caches(golden, model, last);

        Indices Columns(int start, int count)
        {
            int[] part = new int[batch * count];
            for (int i = 0; i < part.Length; i++)
            {
                part[i] = tokens.Values[(i / count * length) + start + (i % count)];
            }

            return new Indices(part, [batch, count]);
        }
    }

    private static void Caches<T>(GoldenCase<T> golden, LanguageModel<T> model, Variable<T> state)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int start = 0;
        for (int i = 0; i < model.Blocks.Layers.Count; i++)
        {
            GriffinBlock<T> block = (GriffinBlock<T>)model.Blocks.Layers[i];
            Variable<T> its = Op.Slice(state, 1, start, block.StateSize);
            start += block.StateSize;
            if (block.Temporal.Layer is LocalAttention<T> attention)
            {
                (Variable<T> keys, Variable<T> values, Variable<T> count) = GriffinCases.Caches(attention, its);
                golden.Output($"cache.blocks.{i}.keys", keys);
                golden.Output($"cache.blocks.{i}.values", values);
                golden.Output($"cache.blocks.{i}.num_tokens", count);
            }
            else
            {
                GriffinRecurrent<T> recurrent = (GriffinRecurrent<T>)block.Temporal.Layer;
                int kept = recurrent.Convolution.StateSize;
                golden.Output($"cache.blocks.{i}.conv1d_state", Op.Reshape(
                    Op.Slice(its, 1, 0, kept),
                    [its.Shape[0], recurrent.Convolution.Width - 1, recurrent.InnerChannels]));
                golden.Output($"cache.blocks.{i}.rg_lru_state", Op.Slice(its, 1, kept, recurrent.InnerChannels));
            }
        }
    }

    private static void Greedy<T>(GoldenCase<T> golden, LanguageModel<T> model)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Stepper<T> stepper = model.CreateStepper();
        int count = golden.Int("new_tokens"), vocabulary = stepper.OutputSize;
        T[] state = new T[stepper.StateSize], logits = new T[vocabulary];
        T[] all = new T[count * vocabulary], chosen = new T[count];
        foreach (int token in golden.Integers("in.prompt").Values)
        {
            stepper.Step([T.CreateChecked(token)], state, logits);
        }

        for (int i = 0; i < count; i++)
        {
            logits.CopyTo(all, i * vocabulary);
            chosen[i] = T.CreateChecked(Array.IndexOf(logits, logits.Max()));
            stepper.Step([chosen[i]], state, logits);
        }

        golden.Output("tokens", NdArray<T>.From(chosen, [1, count]));
        golden.Output("logits", NdArray<T>.From(all, [count, vocabulary]));
    }
}
