using System.CommandLine;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Conformance;

namespace Ssm.Perf.Verbs;

/// <summary>The options of <c>verify</c>, some for golden files, some for the equivalence table.</summary>
internal sealed class VerifyOptions
{
    internal const string AllDtypes = "all";

    // The table of all models in both element types then takes less than a minute on two cores.
    private const int DefaultLength = 4096;

    private readonly Option<string?> _golden = Options.Text(
        "--golden", "DIR", "Compare with the golden files of this directory [default: the equivalence table]");
    private readonly Option<string?> _file =
        Options.Text("--file", "NAME", "With --golden: only this file of the directory [default: all]");
    private readonly Option<IReadOnlyList<string>?> _models;
    private readonly Option<int?> _length = Options.Whole(
        "--length", $"Without --golden: steps of the sequences [default: {DefaultLength}]");
    private readonly Option<string?> _dtype = Options.Choice(
        "--dtype", "Element type to compute in [default: f64 with --golden, else all]",
        [.. Catalog.Dtypes, AllDtypes]);
    private readonly Option<string?> _markdown = Options.Text(
        "--markdown", "FILE.md", "Without --golden: write the table and how its tolerances are derived to this file");
    private readonly Option<bool> _conformance = Options.Flag(
        "--conformance", "Compare every primitive of the device with its definition");
    private readonly Option<string?> _filter = Options.Text(
        "--filter", "TEXT", "With --conformance: only cases whose name contains this [default: all]");
    private readonly Option<string?> _sizes = Options.Choice(
        "--sizes", "With --conformance: how large the cases are [default: real]", [.. ConformanceSettings.AllSizes]);
    private readonly IReadOnlyList<string> _allModels;
    private readonly CommonOptions _common;

    internal VerifyOptions(Command command, IReadOnlyList<string> models)
    {
        _allModels = models;
        _models = Options.Choices("--models", "Without --golden: which models, with commas [default: all]", models);
        Option[] all = [_golden, _file, _models, _length, _dtype, _markdown, _conformance, _filter, _sizes];
        foreach (Option option in all)
        {
            command.Options.Add(option);
        }

        _common = new CommonOptions(command);
    }

    /// <summary>Whether golden files were asked for.</summary>
    internal bool AsksForGolden(ParseResult parsed) => parsed.GetValue(_golden) is not null;

    /// <summary>Whether the primitives of a device were asked for.</summary>
    internal bool AsksForConformance(ParseResult parsed) => parsed.GetValue(_conformance);

    /// <summary>What to do with the primitives of a device.</summary>
    internal ConformanceSettings ReadConformance(ParseResult parsed)
    {
        foreach (Option option in (Option[])[_golden, _file, _models, _length, _markdown])
        {
            RequireAbsent(parsed, option, "does not go with '--conformance': that is about primitives");
        }

        return new ConformanceSettings(
            _common.Read(parsed), Dtypes(parsed, otherwise: AllDtypes), parsed.GetValue(_filter),
            parsed.GetValue(_sizes) == ConformanceSettings.AllSizes[0]
                ? ConformanceSizes.Tiny
                : ConformanceSizes.Real);
    }

    /// <summary>What to do with golden files: once for each element type.</summary>
    internal IReadOnlyList<VerifySettings> ReadGolden(ParseResult parsed)
    {
        CommonSettings common = _common.Read(parsed);
        foreach (Option option in (Option[])[_models, _length, _markdown])
        {
            RequireAbsent(parsed, option, "does not go with '--golden': it is for the equivalence table");
        }

        RequireNoConformance(parsed);

        string directory = CheckDirectory(parsed.GetValue(_golden)!);
        string? file = CheckFile(directory, parsed.GetValue(_file));
        return [.. Dtypes(parsed, otherwise: Catalog.Dtypes[0]).Select(
            dtype => new VerifySettings(common, directory, file, dtype))];
    }

    /// <summary>What to do without golden files, and where the table goes, if anywhere.</summary>
    internal (EquivalenceSettings Settings, string? Markdown) ReadEquivalence(ParseResult parsed)
    {
        CommonSettings common = _common.Read(parsed);
        RequireAbsent(parsed, _file, "needs '--golden', the directory that the file is in");
        RequireNoConformance(parsed);
        string? markdown = parsed.GetValue(_markdown) is { } name
            ? OutputFile.Check(name, "verify: '--markdown'")
            : null;
        if (markdown is not null && markdown == common.JsonFile)
        {
            throw new UserException("verify: '--markdown' and '--json' name the same file; name two.");
        }

        EquivalenceSettings settings = new(
            common,
            parsed.GetValue(_models) ?? _allModels,
            parsed.GetValue(_length) ?? DefaultLength,
            Dtypes(parsed, otherwise: AllDtypes));
        return (settings, markdown);
    }

    private IReadOnlyList<string> Dtypes(ParseResult parsed, string otherwise)
    {
        string dtype = parsed.GetValue(_dtype) ?? otherwise;
        return dtype == AllDtypes ? Catalog.Dtypes : [dtype];
    }

    private void RequireNoConformance(ParseResult parsed)
    {
        foreach (Option option in (Option[])[_filter, _sizes])
        {
            RequireAbsent(parsed, option, "needs '--conformance', whose cases it chooses from");
        }
    }

    private static void RequireAbsent(ParseResult parsed, Option option, string reason)
    {
        if (parsed.GetResult(option) is { Implicit: false })
        {
            throw new UserException($"verify: '{option.Name}' {reason}.");
        }
    }

    private static string CheckDirectory(string directory) => Directory.Exists(directory)
        ? directory
        : throw new UserException($"verify: '--golden' is '{directory}', and there is no such directory.");

    private static string? CheckFile(string directory, string? file)
    {
        if (file is null || Path.Exists(Path.Combine(directory, file)))
        {
            return file;
        }

        string[] names = [.. Directory.EnumerateFileSystemEntries(directory).Select(p => Path.GetFileName(p)).Order()];
        throw new UserException(
            $"verify: '--file' is '{file}', which is not in '{directory}'"
            + (Suggestion.For(file, names) is { Length: > 0 } hint ? hint : "; leave it out to verify all."));
    }
}
