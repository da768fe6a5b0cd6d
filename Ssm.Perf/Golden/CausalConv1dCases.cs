using System.Numerics;
using System.Text.Json;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of the short depthwise convolution: sequences, documents side by side, and steps.</summary>
internal static class CausalConv1dCases
{
    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool timeLast = golden.Has("p.weight");
        if (timeLast && golden.Has("in.state"))
        {
            Updates(golden);
        }
        else if (timeLast)
        {
            Sequence(golden);
        }
        else if (golden.Has("in.segment_pos"))
        {
            Documents(golden);
        }
        else
        {
            Decoding(golden);
        }

        return true;
    }

    // (B, D, L) with weights (D, W), an activation, and the state (B, D, W − 1).
    private static void Sequence<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (Variable<T> y, Variable<T> last) = Op.CausalConv1dWithState(
            GoldenParts.SwapTime(golden.In("x")),
            Op.Transpose(golden.P("weight")),
            golden.Has("p.bias") ? golden.P("bias") : null,
            golden.Has("in.initial_states") ? GoldenParts.SwapTime(golden.In("initial_states")) : null);
        golden.Output("y", GoldenParts.SwapTime(Activation(golden, y)));
        golden.Output("final_states", GoldenParts.SwapTime(last));
    }

    // One step after another, the first axis of everything: (S, B, D), and states (S, B, D, W − 1) after each.
    private static void Updates<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> x = golden.In("x"), weight = Op.Transpose(golden.P("weight"));
        Variable<T>? bias = golden.Has("p.bias") ? golden.P("bias") : null;
        Variable<T> state = GoldenParts.SwapTime(golden.In("state"));
        int steps = x.Shape[0];
        Variable<T>[] outputs = new Variable<T>[steps], after = new Variable<T>[steps];
        for (int i = 0; i < steps; i++)
        {
            Variable<T> step = Op.Permute(Op.Slice(x, axis: 0, i, 1), 1, 0, 2);
            (Variable<T> y, state) = Op.CausalConv1dWithState(step, weight, bias, state);
            outputs[i] = Op.Select(Activation(golden, y), axis: 1, 0);
            after[i] = GoldenParts.SwapTime(state);
        }

        golden.Output("y", Op.Stack(0, outputs));
        golden.Output("state", Op.Stack(0, after));
    }

    // (B, L, D) with weights (W, D), one step after another from the zero state; states (L, B, W − 1, D) after each.
    private static void Decoding<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> x = golden.In("x");
        Variable<T>? state = null;
        int steps = x.Shape[1];
        Variable<T>[] outputs = new Variable<T>[steps], after = new Variable<T>[steps];
        for (int i = 0; i < steps; i++)
        {
            (outputs[i], state) = Op.CausalConv1dWithState(
                Op.Slice(x, axis: 1, i, 1), golden.P("w"), golden.P("b"), state);
            after[i] = state;
        }

        golden.Output("y", Op.Concat(1, outputs));
        golden.Output("cache", Op.Stack(0, after));
    }

    // (B, L, D) with weights (W, D). A document begins where its position is 0; no weight reaches across, and what the
    // state holds of an earlier document is 0.
    private static void Documents<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> x = golden.In("x"), weight = golden.P("w");
        Indices positions = golden.Integers("in.segment_pos");
        int length = x.Shape[1], taps = weight.Shape[0];
        Variable<T> y = golden.P("b") + (Op.Select(weight, axis: 0, taps - 1) * x);
        for (int back = 1; back < Math.Min(taps, length); back++)
        {
            Variable<T> before = Op.Pad(Op.Slice(x, axis: 1, 0, length - back), axis: 1, back, 0);
            y += Op.Select(weight, axis: 0, taps - 1 - back) * (before * Together(positions, back, x.Backend));
        }

        int kept = Math.Min(taps - 1, length);
        Variable<T> last = Op.Slice(x * Latest(positions, x.Backend), axis: 1, length - kept, kept);
        golden.Output("y", y);
        golden.Output("cache", Op.Pad(last, axis: 1, taps - 1 - kept, 0));
    }

    // 1 where no document begins in the steps from t − back + 1 to t; (B, L, 1).
    private static Variable<T> Together<T>(Indices positions, int back, IBackend<T> on)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = positions.Shape[1];
        T[] mask = new T[positions.Shape.Count];
        for (int i = 0; i < mask.Length; i++)
        {
            int reach = Math.Min(back, (i % length) + 1);
            mask[i] = positions.Values.Slice(i + 1 - reach, reach).Contains(0) ? T.Zero : T.One;
        }

        return NdArray<T>.From(mask, [positions.Shape[0], length, 1], on);
    }

    // 1 where no document begins after step t, so that it belongs to the latest one; (B, L, 1).
    private static Variable<T> Latest<T>(Indices positions, IBackend<T> on)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = positions.Shape[1];
        T[] mask = new T[positions.Shape.Count];
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] = positions.Values.Slice(i + 1, length - 1 - (i % length)).Contains(0) ? T.Zero : T.One;
        }

        return NdArray<T>.From(mask, [positions.Shape[0], length, 1], on);
    }

    // SiLU, unless the case says that there is none.
    private static Variable<T> Activation<T>(GoldenCase<T> golden, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        golden.Flags.TryGetProperty("activation", out JsonElement name) && name.ValueKind == JsonValueKind.Null
            ? y
            : name.ValueKind is JsonValueKind.Undefined || name.GetString() == "silu"
                ? Op.Silu(y)
                : throw new InvalidDataException($"the activation {name} is not known");
}
