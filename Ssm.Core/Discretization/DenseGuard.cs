using System.Runtime.CompilerServices;

namespace Ssm.Core.Discretization;

/// <summary>Argument checks of the dense routines: operation, argument, what came, what was expected.</summary>
internal static class DenseGuard
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

    internal static void Length(
        int actual,
        int expected,
        string operation,
        [CallerArgumentExpression(nameof(actual))] string argument = "")
    {
        if (actual != expected)
        {
            throw new ArgumentException($"{operation}: '{argument}' is {actual}, expected {expected}.", argument);
        }
    }

    internal static void Finite(
        ReadOnlySpan<double> values,
        string operation,
        [CallerArgumentExpression(nameof(values))] string argument = "")
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentException(
                    $"{operation}: '{argument}[{i}]' is {values[i]}, expected finite numbers.", argument);
            }
        }
    }
}
