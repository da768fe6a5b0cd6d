using System.Numerics;

namespace Ssm.Core.Implementation;

/// <summary>The number of steps that a state has seen, kept as one of its numbers.</summary>
internal static class StepCount
{
    /// <summary>A stored number as a count: what is below 0, or no number, is a start.</summary>
    internal static int Read<T>(T stored)
        where T : unmanaged, IFloatingPointIeee754<T> => stored > T.Zero ? int.CreateSaturating(stored) : 0;

    /// <summary>A count as a number of the state.</summary>
    /// <exception cref="NotSupportedException">The type cannot tell the count from the next one.</exception>
    internal static T Write<T>(int count, string layer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T stored = T.CreateChecked(count);
        return stored + T.One > stored && count >= 0
            ? stored
            : throw new NotSupportedException(
                $"{layer}: a sequence of {count} steps is longer than {typeof(T).Name} can count; start a new one " +
                "from ZeroState, or use double.");
    }
}
