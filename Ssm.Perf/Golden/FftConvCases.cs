using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of long convolutions, one way and both ways.</summary>
internal static class FftConvCases
{
    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The files have time last: (B, H, L), (H, K).
        Variable<T> u = Op.Permute(golden.In("u"), 0, 2, 1);
        Variable<T> k = Op.Transpose(golden.P("k"));

        // y[t] += Σ_{s ≥ t} k_rev[s − t]·u[s]: the current sample is in both halves here.
        Variable<T> y = golden.Has("p.k_rev")
            ? Op.TwoSidedConvolution(u, k, Op.Transpose(golden.P("k_rev")))
            : Op.FftConvolution(u, k);
        if (golden.Has("p.D"))
        {
            y += golden.P("D") * u;
        }

        golden.Output("y", Op.Permute(golden.Bool("gelu") ? Op.GeluErf(y) : y, 0, 2, 1));
        return true;
    }
}
