using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Perf.Golden;

/// <summary>A parameter of a model and the expression in golden leaves that gave it its value.</summary>
internal sealed record GoldenLoad<T>(Variable<T> Parameter, Func<Variable<T>> Value)
    where T : unmanaged, IFloatingPointIeee754<T>;
