namespace Ssm.Tests.Kernels.Contracts;

/// <summary>Sizes beside the two that the tests vary.</summary>
internal static class KernelTableSizes
{
    internal const int Batch = 2;
    internal const int Modes = 3;
}
