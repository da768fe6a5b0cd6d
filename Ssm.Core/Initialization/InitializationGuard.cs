using System.Runtime.CompilerServices;

namespace Ssm.Core.Initialization;

/// <summary>Argument checks of the initialisers: operation, argument, what came, what was expected.</summary>
internal static class InitializationGuard
{
    internal static void AtLeast(
        int actual,
        int least,
        string operation,
        [CallerArgumentExpression(nameof(actual))] string argument = "")
    {
        if (actual < least)
        {
            throw new ArgumentOutOfRangeException(
                argument, $"{operation}: '{argument}' is {actual}, expected {least} or more.");
        }
    }

    internal static void EvenOrder(int order, string operation)
    {
        if (order < 2 || order % 2 != 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(order),
                $"{operation}: 'order' is {order}, expected an even number from 2 on; it is the real order, twice " +
                "the modes.");
        }
    }

    internal static void Positive(
        double actual,
        string operation,
        [CallerArgumentExpression(nameof(actual))] string argument = "")
    {
        if (!(actual > 0 && double.IsFinite(actual)))
        {
            throw new ArgumentOutOfRangeException(
                argument, $"{operation}: '{argument}' is {actual}, expected a finite positive number.");
        }
    }

    /// <summary>Steps are drawn between their logarithms, so neither end may be zero.</summary>
    internal static void TimeSteps(double smallest, double largest, string operation)
    {
        Positive(smallest, operation);
        Positive(largest, operation);
        if (smallest > largest)
        {
            throw new ArgumentOutOfRangeException(
                nameof(smallest), $"{operation}: 'smallest' is {smallest}, expected at most 'largest', {largest}; " +
                    "swap them.");
        }
    }
}
