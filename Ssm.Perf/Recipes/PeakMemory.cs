namespace Ssm.Perf.Recipes;

/// <summary>
/// The largest managed heap seen while a model was trained, garbage that was not yet collected included.
/// </summary>
internal sealed class PeakMemory
{
    private readonly long _before;

    internal PeakMemory() => _before = GC.GetTotalMemory(forceFullCollection: true);

    /// <summary>Bytes above what the process held before.</summary>
    internal long Bytes { get; private set; }

    internal void Sample() => Bytes = Math.Max(Bytes, GC.GetTotalMemory(forceFullCollection: false) - _before);
}
