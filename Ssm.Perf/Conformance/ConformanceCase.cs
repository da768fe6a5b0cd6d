using System.Numerics;

namespace Ssm.Perf.Conformance;

/// <summary>One call of a primitive, with all that belongs to it.</summary>
/// <param name="Primitive">
/// The member of the contract; for a complex form that shares its name with a real one, the name and "complex".
/// </param>
/// <param name="Detail">What sets this case apart from the others of the primitive.</param>
/// <param name="Run">Asks the scene for operands and runs the primitive on its backend.</param>
internal sealed record ConformanceCase<T>(string Primitive, string Detail, Action<Scene<T>> Run)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What a complex form is called beside the real one of the same name.</summary>
    internal const string Complex = " complex";

    /// <summary>The name by which a row, a test and a filter know the case.</summary>
    internal string Name => Detail.Length == 0 ? Primitive : $"{Primitive} {Detail}";

    public override string ToString() => Name;
}
