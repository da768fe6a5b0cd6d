using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Core.Scaffolding;

/// <summary>Either GELU of one step, in place.</summary>
internal static class GeluOf
{
    internal static void Apply<T>(Gelu gelu, Span<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (gelu == Gelu.Erf)
        {
            Elementwise.Unary<T, GeluErf<T>>(default, x, x);
        }
        else
        {
            Elementwise.Unary<T, GeluTanh<T>>(default, x, x);
        }
    }
}
