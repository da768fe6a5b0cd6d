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
        Indices? resets = golden.Has("in.reset") ? Flags(golden.In("reset")) : null;
        Variable<T>? initial = golden.Has("in.x0") ? golden.In("x0") : null;
        bool reverse = golden.Bool("reverse");
        Variable<T> x = reverse
            ? Op.ReverseDiagonalScan(a, b, initial, resets)
            : Op.DiagonalScan(a, b, initial, resets);
        golden.Output("x", TimeMajor(x, timeLast));
        golden.Output("last", Op.Select(x, axis: 1, reverse ? 0 : x.Shape[1] - 1));
        return true;
    }

    // 1 where a sequence starts over and forgets what came before.
    private static Indices Flags<T>(Variable<T> reset)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new([.. reset.Value.ToArray().Select(int.CreateTruncating)], reset.Shape);

    // (B, C, T) and (B, T, C) are each other's transposes; a transition without time has neither form.
    private static Variable<T> TimeMajor<T>(Variable<T> x, bool timeLast)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        timeLast && x.Shape.Rank == 3 ? Op.Permute(x, 0, 2, 1) : x;
}
