using System.Runtime.CompilerServices;

namespace Ssm.Core.Data;

/// <summary>Argument checks of the data room: operation, argument, what came, what was expected.</summary>
internal static class DataGuard
{
    internal static void Length(
        long actual,
        long expected,
        string operation,
        [CallerArgumentExpression(nameof(actual))] string argument = "")
    {
        if (actual != expected)
        {
            throw new ArgumentException($"{operation}: '{argument}' is {actual}, expected {expected}.", argument);
        }
    }

    internal static void AtLeast(
        long actual,
        long least,
        string operation,
        [CallerArgumentExpression(nameof(actual))] string argument = "")
    {
        if (actual < least)
        {
            throw new ArgumentOutOfRangeException(
                argument, $"{operation}: '{argument}' is {actual}, expected {least} or more.");
        }
    }

    internal static void Between(
        int actual,
        int least,
        int most,
        string operation,
        [CallerArgumentExpression(nameof(actual))] string argument = "")
    {
        if (actual < least || actual > most)
        {
            throw new ArgumentOutOfRangeException(
                argument, $"{operation}: '{argument}' is {actual}, expected {least} to {most}.");
        }
    }

    /// <summary>For one value of many: the message says which.</summary>
    internal static void Within(int actual, int least, int most, string operation, string argument, long index)
    {
        if (actual < least || actual > most)
        {
            throw new ArgumentOutOfRangeException(
                argument, $"{operation}: '{argument}[{index}]' is {actual}, expected {least} to {most}.");
        }
    }
}
