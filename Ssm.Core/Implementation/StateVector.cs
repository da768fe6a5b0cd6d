using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Core.Implementation;

/// <summary>
/// Complex states as rows of real numbers, the form in which layers hand states on: real parts, then imaginary.
/// </summary>
internal static class StateVector
{
    /// <summary>Real (B, 2C) to complex (B, C).</summary>
    internal static Variable<T> Split<T>(Variable<T> state)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int half = state.Shape[1] / 2;
        return Op.Complex(Op.Slice(state, 1, 0, half), Op.Slice(state, 1, half, half));
    }

    /// <summary>Complex (B, C) to real (B, 2C).</summary>
    internal static Variable<T> Join<T>(Variable<T> state)
        where T : unmanaged, IFloatingPointIeee754<T> => Op.Concat(1, Op.Real(state), Op.Imaginary(state));
}
