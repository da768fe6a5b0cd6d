namespace Ssm.Core.Checkpoints;

/// <summary>What a header says, after all of it was checked: entries in the order of their data.</summary>
internal sealed record SafetensorsHeader(
    OrderedDictionary<string, SafetensorsEntry> Entries,
    IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The largest header that the format allows, in bytes.</summary>
    internal const int MaxLength = 100_000_000;

    /// <summary>The header's name for the writer's strings, which no tensor may have.</summary>
    internal const string MetadataName = "__metadata__";
}
