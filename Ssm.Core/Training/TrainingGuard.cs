using System.Runtime.CompilerServices;

namespace Ssm.Core.Training;

/// <summary>Argument checks of the training room; written so that NaN fails every one of them.</summary>
internal static class TrainingGuard
{
    internal static void NotNegative(
        double actual, string operation, [CallerArgumentExpression(nameof(actual))] string argument = "")
    {
        if (!(actual >= 0 && double.IsFinite(actual)))
        {
            throw Error(actual, operation, argument, "a finite number, 0 or more");
        }
    }

    internal static void Positive(
        double actual, string operation, [CallerArgumentExpression(nameof(actual))] string argument = "")
    {
        if (!(actual > 0 && double.IsFinite(actual)))
        {
            throw Error(actual, operation, argument, "a finite number above 0");
        }
    }

    /// <summary>For the share of an average that stays: 1 would divide by zero at the start.</summary>
    internal static void BelowOne(
        double actual, string operation, [CallerArgumentExpression(nameof(actual))] string argument = "")
    {
        if (!(actual is >= 0 and < 1))
        {
            throw Error(actual, operation, argument, "0 or more and less than 1");
        }
    }

    internal static void Share(
        double actual, string operation, [CallerArgumentExpression(nameof(actual))] string argument = "")
    {
        if (!(actual is >= 0 and <= 1))
        {
            throw Error(actual, operation, argument, "0 to 1");
        }
    }

    internal static void AtLeast(
        int actual, int least, string operation, [CallerArgumentExpression(nameof(actual))] string argument = "")
    {
        if (actual < least)
        {
            throw new ArgumentOutOfRangeException(
                argument, $"{operation}: '{argument}' is {actual}, expected {least} or more.");
        }
    }

    internal static void Defined<TEnum>(
        TEnum actual, string operation, [CallerArgumentExpression(nameof(actual))] string argument = "")
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(actual))
        {
            throw new ArgumentOutOfRangeException(
                argument,
                $"{operation}: '{argument}' is {actual}, expected one of {string.Join(", ", Enum.GetNames<TEnum>())}.");
        }
    }

    private static ArgumentOutOfRangeException Error(
        double actual, string operation, string argument, string expected) =>
        new(argument, FormattableString.Invariant($"{operation}: '{argument}' is {actual}, expected {expected}."));
}
