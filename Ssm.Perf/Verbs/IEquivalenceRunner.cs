using Ssm.Perf.Reports;

namespace Ssm.Perf.Verbs;

/// <summary>The work behind <c>verify</c> without golden files.</summary>
internal interface IEquivalenceRunner
{
    /// <summary>The models that it knows, in the order of the table.</summary>
    IReadOnlyList<string> Models { get; }

    /// <summary>Computes every form of the models asked for: a group for each model and element type.</summary>
    IEnumerable<EquivalenceGroup> Run(EquivalenceSettings settings, CancellationToken cancellation);
}
