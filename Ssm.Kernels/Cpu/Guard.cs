using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Argument checks of the kernels: operation, argument, what came, what was expected.</summary>
internal static class Guard
{
    internal static void Length(
        int actual,
        int expected,
        string kernel,
        [CallerArgumentExpression(nameof(actual))] string argument = "")
    {
        if (actual != expected)
        {
            ThrowLength(actual, expected, kernel, argument);
        }
    }

    internal static void AtLeast(
        int actual,
        int least,
        string kernel,
        [CallerArgumentExpression(nameof(actual))] string argument = "")
    {
        if (actual < least)
        {
            ThrowAtLeast(actual, least, kernel, argument);
        }
    }

    /// <summary>For a buffer that is cut into rows: its length must be a multiple of the row's.</summary>
    internal static void Multiple(
        int actual,
        int divisor,
        string kernel,
        [CallerArgumentExpression(nameof(actual))] string argument = "")
    {
        if (divisor <= 0 ? actual != 0 : actual % divisor != 0)
        {
            ThrowMultiple(actual, divisor, kernel, argument);
        }
    }

    // Out of line and never returning, so that a kernel's fast path stays small enough to inline.
    [DoesNotReturn]
    private static void ThrowLength(int actual, int expected, string kernel, string argument) =>
        throw new ArgumentException($"{kernel}: '{argument}' is {actual}, expected {expected}.", argument);

    [DoesNotReturn]
    private static void ThrowAtLeast(int actual, int least, string kernel, string argument) =>
        throw new ArgumentOutOfRangeException(argument, $"{kernel}: '{argument}' is {actual}, " +
            $"expected {least} or more.");

    [DoesNotReturn]
    private static void ThrowMultiple(int actual, int divisor, string kernel, string argument) =>
        throw new ArgumentException($"{kernel}: '{argument}' is {actual}, expected a multiple of {divisor}.", argument);
}
