using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

/// <summary>A row of the op table: an op, inputs at which to check it, and how it is called.</summary>
/// <param name="Op">The name of the method of <c>Op</c>.</param>
/// <param name="Inputs">The inputs, each differentiated.</param>
/// <param name="Apply">The call; it is made several times and gives the same each time.</param>
/// <param name="Roundings">
/// Half units in the last place that float may be off by, relative to the largest value of the output or gradient:
/// a bound on the additions in a row times how far the op magnifies an error of its input.
/// </param>
public sealed record OpRow<T>(
    string Op, OpInput[] Inputs, Func<Variable<T>[], Variable<T>> Apply, double Roundings = 64)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string ToString() => $"{Op} {string.Join(' ', Inputs.Select(input => input.ToString()))}";
}
