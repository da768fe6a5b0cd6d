using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of first-order linear recurrences, real and complex.</summary>
internal static class ScanCases
{
    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Time is the middle axis, unless the case says that it is the last.
        bool timeLast = golden.Flags.TryGetProperty("layout", out _) && golden.Text("layout") == "(B,C,T)";
        Variable<T> b = TimeMajor(golden.In("b"), timeLast);
        Variable<T> a = TimeMajor(golden.In("a"), timeLast);
        if (golden.Has("in.reset"))
        {
            // A sequence that starts over at t forgets what came before: a[t] := 0.
            Variable<T> reset = golden.In("reset");
            Variable<T> keep = NdArray<T>.Full(reset.Shape, T.One) - reset;
            a *= Op.Reshape(keep, [.. reset.Shape.Sizes, 1]);
        }

        Variable<T>? initial = golden.Has("in.x0") ? golden.In("x0") : null;
        bool reverse = golden.Bool("reverse");
        Variable<T> x = reverse ? Op.ReverseDiagonalScan(a, b, initial) : Op.DiagonalScan(a, b, initial);
        golden.Output("x", TimeMajor(x, timeLast));
        golden.Output("last", Op.Select(x, axis: 1, reverse ? 0 : x.Shape[1] - 1));
        return true;
    }

    // (B, C, T) and (B, T, C) are each other's transposes; a transition without time has neither form.
    private static Variable<T> TimeMajor<T>(Variable<T> x, bool timeLast)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        timeLast && x.Shape.Rank == 3 ? Op.Permute(x, 0, 2, 1) : x;
}
