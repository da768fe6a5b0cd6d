using Ssm.Autodiff;
using Ssm.Core.Models;

namespace Ssm.Core.Checkpoints;

/// <summary>The tensors of a checkpoint of Griffin, from the sizes alone.</summary>
internal static class GriffinTensors
{
    internal static IEnumerable<GriffinTensor> Of(GriffinOptions options, GriffinNaming names)
    {
        bool original = names == GriffinNaming.RecurrentGemma;
        Shape table = [options.Vocabulary, options.Width];
        yield return Same(
            original ? "embedder.input_embedding" : "model.embed_tokens.weight", table, "embedding.weight");
        for (int i = 0; i < options.Blocks.Count; i++)
        {
            IEnumerable<GriffinTensor> block = original
                ? Original(options, i, $"blocks.{i}.", $"blocks.{i}.")
                : HuggingFace(options, i, $"model.layers.{i}.", $"blocks.{i}.");
            foreach (GriffinTensor tensor in block)
            {
                yield return tensor;
            }
        }

        yield return Same(
            original ? "final_norm.scale" : "model.final_norm.weight", [options.Width], "norm.weight");
    }

    private static IEnumerable<GriffinTensor> Original(GriffinOptions options, int index, string stored, string kept)
    {
        (int width, int expanded) = (options.Width, options.MlpWidth);
        yield return Same($"{stored}temporal_pre_norm.scale", [width], $"{kept}temporal.norm.weight");
        IEnumerable<GriffinTensor> mix = options.Blocks[index] == GriffinBlockKind.Attention
            ? Attention(
                options, $"{stored}attention_block.proj_", "", $"{stored}attention_block.proj_final",
                $"{kept}temporal.mixer.proj_")
            : Recurrent(options, $"{stored}recurrent_block.", $"{kept}temporal.mixer.", GriffinNaming.RecurrentGemma);
        foreach (GriffinTensor tensor in mix)
        {
            yield return tensor;
        }

        yield return Same($"{stored}channel_pre_norm.scale", [width], $"{kept}channel.norm.weight");
        string mlp = $"{kept}channel.mixer.";
        yield return new GriffinTensor(
            $"{stored}mlp_block.ffw_up.w", [2, width, expanded], GriffinTensorLayout.StackedTransposed,
            $"{mlp}gate.weight", $"{mlp}up.weight");
        yield return new GriffinTensor(
            $"{stored}mlp_block.ffw_up.b", [2, 1, 1, expanded], GriffinTensorLayout.Stacked,
            $"{mlp}gate.bias", $"{mlp}up.bias");
        foreach (GriffinTensor tensor in Linear($"{stored}mlp_block.ffw_down.", width, expanded, $"{mlp}down."))
        {
            yield return tensor;
        }
    }

    private static IEnumerable<GriffinTensor> HuggingFace(
        GriffinOptions options, int index, string stored, string kept)
    {
        (int width, int expanded) = (options.Width, options.MlpWidth);
        yield return Same($"{stored}temporal_pre_norm.weight", [width], $"{kept}temporal.norm.weight");
        IEnumerable<GriffinTensor> mix = options.Blocks[index] == GriffinBlockKind.Attention
            ? Attention(
                options, $"{stored}temporal_block.", "_proj", $"{stored}temporal_block.o_proj",
                $"{kept}temporal.mixer.proj_")
            : Recurrent(options, $"{stored}temporal_block.", $"{kept}temporal.mixer.", GriffinNaming.HuggingFace);
        foreach (GriffinTensor tensor in mix)
        {
            yield return tensor;
        }

        yield return Same($"{stored}channel_pre_norm.weight", [width], $"{kept}channel.norm.weight");
        foreach ((string name, int outputs, int inputs) in new[]
        {
            ("gate", expanded, width), ("up", expanded, width), ("down", width, expanded),
        })
        {
            foreach (GriffinTensor tensor in Linear(
                $"{stored}mlp_block.{name}_proj.", outputs, inputs, $"{kept}channel.mixer.{name}."))
            {
                yield return tensor;
            }
        }
    }

    // The names around q, k and v, and the whole name of the output map.
    private static IEnumerable<GriffinTensor> Attention(
        GriffinOptions options, string before, string behind, string output, string kept)
    {
        (int width, int head) = (options.Width, options.Width / options.Heads);
        return
        [
            Same($"{before}q{behind}.weight", [width, width], $"{kept}q.weight"),
            Same($"{before}k{behind}.weight", [head, width], $"{kept}k.weight"),
            Same($"{before}v{behind}.weight", [head, width], $"{kept}v.weight"),
            .. Linear($"{output}.", width, width, $"{kept}final."),
        ];
    }

    private static IEnumerable<GriffinTensor> Recurrent(
        GriffinOptions options, string stored, string kept, GriffinNaming names)
    {
        (int width, int inner, int taps) = (options.Width, options.RecurrenceWidth, options.ConvolutionWidth);
        int block = inner / options.Heads;
        Shape weight = [options.Heads, block, block], bias = [options.Heads, block];
        string unit = $"{stored}rg_lru.", ssm = $"{kept}ssm.";
        IEnumerable<GriffinTensor> maps =
        [
            .. Linear($"{stored}linear_y.", inner, width, $"{kept}linear_y."),
            .. Linear($"{stored}linear_x.", inner, width, $"{kept}linear_x."),
            .. Linear($"{stored}linear_out.", width, inner, $"{kept}linear_out."),
        ];
        return names == GriffinNaming.RecurrentGemma
            ?
            [
                .. maps,
                Same($"{stored}conv_1d.w", [taps, inner], $"{kept}conv_1d.weight"),
                Same($"{stored}conv_1d.b", [inner], $"{kept}conv_1d.bias"),
                Same($"{unit}a_param", [inner], $"{ssm}a_param"),
                Same($"{unit}input_gate.w", weight, $"{ssm}input_gate.w"),
                Same($"{unit}input_gate.b", bias, $"{ssm}input_gate.b"),
                Same($"{unit}a_gate.w", weight, $"{ssm}a_gate.w"),
                Same($"{unit}a_gate.b", bias, $"{ssm}a_gate.b"),
            ]
            :
            [
                .. maps,
                new GriffinTensor(
                    $"{stored}conv_1d.weight", [inner, 1, taps], GriffinTensorLayout.Filters, $"{kept}conv_1d.weight"),
                Same($"{stored}conv_1d.bias", [inner], $"{kept}conv_1d.bias"),
                Same($"{unit}recurrent_param", [inner], $"{ssm}a_param"),
                Same($"{unit}input_gate_weight", weight, $"{ssm}input_gate.w"),
                Same($"{unit}input_gate_bias", bias, $"{ssm}input_gate.b"),
                Same($"{unit}recurrent_gate_weight", weight, $"{ssm}a_gate.w"),
                Same($"{unit}recurrent_gate_bias", bias, $"{ssm}a_gate.b"),
            ];
    }

    private static IEnumerable<GriffinTensor> Linear(string stored, int outputs, int inputs, string kept) =>
    [
        Same($"{stored}weight", [outputs, inputs], $"{kept}weight"),
        Same($"{stored}bias", [outputs], $"{kept}bias"),
    ];

    private static GriffinTensor Same(string stored, Shape shape, string kept) =>
        new(stored, shape, GriffinTensorLayout.Same, kept);
}
