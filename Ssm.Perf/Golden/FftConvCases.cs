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
        Variable<T> y = Op.FftConvolution(u, Op.Transpose(golden.P("k")));
        if (golden.Has("p.k_rev"))
        {
            // y[t] += Σ_{s ≥ t} k_rev[s − t]·u[s]: the current sample is in both halves here.
            y += Op.Flip(Op.FftConvolution(Op.Flip(u, axis: 1), Op.Transpose(golden.P("k_rev"))), axis: 1);
        }

        if (golden.Has("p.D"))
        {
            y += golden.P("D") * u;
        }

        golden.Output("y", Op.Permute(golden.Bool("gelu") ? Op.GeluErf(y) : y, 0, 2, 1));
        return true;
    }
}
