using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of the selective scan: whole sequences, and steps that carry the state.</summary>
internal static class SelectiveScanCases
{
    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (golden.Has("in.state"))
        {
            Steps(golden);
        }
        else
        {
            Sequence(golden);
        }

        return true;
    }

    private static void Sequence<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The files have time last.
        bool complex = golden.Bool("complex_A");
        (Variable<T> y, Variable<T> last) = Op.SelectiveScanWithState(new SelectiveScanInputs<T>
        {
            U = GoldenParts.SwapTime(golden.In("u")),
            Delta = GoldenParts.SwapTime(golden.In("delta")),
            A = golden.P("A"),
            B = Weights(golden, "B", golden.Bool("variable_B"), complex),
            C = Weights(golden, "C", golden.Bool("variable_C"), complex),
            Skip = golden.Bool("has_D") ? golden.P("D") : null,
            Gate = golden.Bool("has_z") ? GoldenParts.SwapTime(golden.In("z")) : null,
            DeltaBias = golden.Bool("has_delta_bias") ? golden.P("delta_bias") : null,
            Softplus = golden.Bool("delta_softplus"),
        });
        golden.Output("y", GoldenParts.SwapTime(y));
        golden.Output("last_state", last);
    }

    // (B, N, L) or (B, G, N, L), 2L numbers with complex rates, as (B, L, G, N).
    private static Variable<T> Weights<T>(GoldenCase<T> golden, string name, bool variable, bool complex)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!variable)
        {
            return golden.P(name);
        }

        Variable<T> x = golden.In(name);
        if (x.Shape.Rank == 3)
        {
            x = Op.Reshape(x, [x.Shape[0], 1, x.Shape[1], x.Shape[2]]);
        }

        if (complex)
        {
            x = GoldenParts.ViewAsComplex(
                Op.Reshape(x, [x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3] / 2, 2]));
        }

        return Op.Permute(x, 0, 3, 1, 2);
    }

    // Steps are (S, B, D) or (S, B, heads, P): a group of heads is a group of channels.
    private static void Steps<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape x = golden.ShapeOf("in.x"), weights = golden.ShapeOf("in.B");
        int steps = x[0], batch = x[1], channels = x.CountOf(2, x.Rank), states = weights[^1];
        int groups = weights.CountOf(2, weights.Rank) / states;
        Variable<T> state = Op.Reshape(golden.In("state"), [batch, channels, states]);
        Variable<T>[] outputs = new Variable<T>[steps], after = new Variable<T>[steps];
        for (int i = 0; i < steps; i++)
        {
            Variable<T> Row(string name, int count) =>
                Op.Reshape(Op.Select(golden.In(name), axis: 0, i), [batch, 1, count]);

            (outputs[i], state) = Op.SelectiveScanWithState(new SelectiveScanInputs<T>
            {
                U = Row("x", channels),
                Delta = Row("dt", channels),
                A = Op.Reshape(golden.P("A"), [channels, states]),
                B = Op.Reshape(Row("B", groups * states), [batch, 1, groups, states]),
                C = Op.Reshape(Row("C", groups * states), [batch, 1, groups, states]),
                Skip = Op.Reshape(golden.P("D"), [channels]),
                Gate = Row("z", channels),
                DeltaBias = Op.Reshape(golden.P("dt_bias"), [channels]),
                Initial = state,
            });
            after[i] = state;
        }

        golden.Output("y", Op.Reshape(Op.Stack(0, outputs), x));
        golden.Output("state", Op.Reshape(Op.Stack(0, after), golden.ShapeOf("out.state")));
    }
}
