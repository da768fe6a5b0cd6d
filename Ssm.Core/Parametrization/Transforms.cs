using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Core.Parametrization;

/// <summary>The transforms of state-spaces/s4 (<c>models/s4/s4.py</c>, SSMKernelDiag) as ops.</summary>
public static class Transforms
{
    // state-spaces/s4 adds it after relu, so that a rate is never exactly zero.
    private const double ReluFloor = 1e-4;

    /// <summary>The constant behind a stored parameter.</summary>
    public static Variable<T> Apply<T>(this Transform transform, Variable<T> stored)
        where T : unmanaged, IFloatingPointIeee754<T> => transform switch
        {
            Transform.None => stored,
            Transform.Exp => Op.Exp(stored),
            Transform.Softplus => Op.Softplus(stored),
            Transform.Sigmoid => Op.Sigmoid(stored),
            Transform.Relu => Op.Relu(stored)
                + NdArray<T>.Scalar(T.CreateChecked(ReluFloor), stored.Backend),
            _ => throw new ArgumentOutOfRangeException(nameof(transform), transform, "Transform: there is no such " +
                "transform."),
        };

    /// <summary>The number to store for a constant: the inverse of <see cref="Apply"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The transform does not reach the constant.</exception>
    public static double Store(this Transform transform, double constant)
    {
        double stored = transform switch
        {
            Transform.None => constant,
            Transform.Exp => Math.Log(constant),
            Transform.Softplus => constant + Math.Log(-double.ExpM1(-constant)),
            Transform.Sigmoid => Math.Log(constant / (1 - constant)),
            Transform.Relu => constant - ReluFloor,
            _ => double.NaN,
        };
        return double.IsFinite(stored)
            ? stored
            : throw new ArgumentOutOfRangeException(
                nameof(constant), constant, $"Transform {transform}: {constant} is outside its range.");
    }
}
