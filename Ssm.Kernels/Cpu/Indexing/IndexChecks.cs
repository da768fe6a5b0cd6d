using System.Diagnostics.CodeAnalysis;

namespace Ssm.Kernels;

/// <summary>The check of indices before a kernel follows them into memory.</summary>
internal static class IndexChecks
{
    /// <summary>Every index lies in least … end − 1.</summary>
    internal static void Range(ReadOnlySpan<int> indices, int least, int end, string kernel, string argument)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            if (indices[i] < least || indices[i] >= end)
            {
                Throw(indices[i], i, least, end, kernel, argument);
            }
        }
    }

    [DoesNotReturn]
    private static void Throw(int index, int at, int least, int end, string kernel, string argument) =>
        throw new ArgumentOutOfRangeException(
            argument, $"{kernel}: '{argument}[{at}]' is {index}, expected {least} to {end - 1}.");
}
