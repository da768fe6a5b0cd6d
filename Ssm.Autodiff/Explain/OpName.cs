namespace Ssm.Autodiff;

/// <summary>Names of ops that are known by their types.</summary>
internal static class OpName
{
    /// <summary>The name of an op whose function is a type, as the compiler writes it.</summary>
    internal static string Of<TOp>() => Named<TOp>.Name;

    /// <summary>The name as a reader would write it: without the mark of a generic type.</summary>
    internal static string Plain(string name)
    {
        int mark = name.IndexOf('`', StringComparison.Ordinal);
        return mark < 0 ? name : name[..mark];
    }

    // Once for each type: to ask for a type's name takes longer than to record an op.
    private static class Named<TOp>
    {
        internal static readonly string Name = Plain(typeof(TOp).Name);
    }
}
