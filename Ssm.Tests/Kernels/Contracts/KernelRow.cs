using System.Numerics;

namespace Ssm.Tests.Kernels.Contracts;

/// <summary>A kernel in the table of those that keep the common contract.</summary>
/// <param name="Name">Class and method, and what is special about the call.</param>
/// <param name="Make">A call for so many channels and rows, or whatever its two sizes are.</param>
/// <param name="Many">Rows with which 17 channels are work enough for several threads; 0 for a kernel without them.
/// </param>
/// <param name="Fewest">The smallest sizes that there are.</param>
internal sealed record KernelRow<T>(string Name, Func<int, int, KernelCall<T>> Make, int Many, int Fewest = 0)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string ToString() => Name;
}
