using System.Runtime.CompilerServices;

namespace Ssm.Core.Implementation;

/// <summary>Arguments that are checked where they are handed on, as to another constructor.</summary>
internal static class Given
{
    /// <summary>The argument itself.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    internal static TArgument NotNull<TArgument>(
        TArgument argument, [CallerArgumentExpression(nameof(argument))] string name = "")
        where TArgument : class
    {
        ArgumentNullException.ThrowIfNull(argument, name);
        return argument;
    }
}
