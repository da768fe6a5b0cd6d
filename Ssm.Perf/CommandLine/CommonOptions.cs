using System.CommandLine;

namespace Ssm.Perf.CommandLine;

/// <summary>The options that every verb has.</summary>
internal sealed class CommonOptions
{
    private readonly Option<string?> _device =
        Options.Text("--device", "NAME", "Where to run: cpu, cuda:0, opencl:0, … [default: cpu]");
    private readonly Option<int?> _threads =
        Options.Whole("--threads", "Threads to use; results do not depend on it [default: all cores]");
    private readonly Option<ulong?> _seed = Options.Seed("--seed", "Where all random numbers start from [default: 1]");
    private readonly Option<string?> _json =
        Options.Text("--json", "FILE", "Write the result as JSON to this file (keys: docs/json.md)");

    /// <param name="command">The verb.</param>
    /// <param name="threads">Whether it takes one number of threads; a verb that takes several has its own option.
    /// </param>
    internal CommonOptions(Command command, bool threads = true)
    {
        command.Options.Add(_device);
        if (threads)
        {
            command.Options.Add(_threads);
        }

        command.Options.Add(_seed);
        command.Options.Add(_json);
    }

    internal CommonSettings Read(ParseResult parsed)
    {
        string? device = parsed.GetValue(_device);
        if (device is not null && !IsDeviceName(device))
        {
            throw new UserException(
                $"{parsed.CommandResult.Command.Name}: '--device' is '{device}', expected cpu, cuda:N or opencl:N; "
                + "the verb 'devices' lists what is here.");
        }

        string? json = parsed.GetValue(_json);
        return new CommonSettings(
            device ?? "cpu",
            device is not null,
            parsed.GetValue(_threads) ?? Environment.ProcessorCount,
            parsed.GetValue(_seed) ?? 1,
            json is null ? null : OutputFile.Check(json, $"{parsed.CommandResult.Command.Name}: '--json'"));
    }

    /// <summary>For the verbs whose work runs on the CPU only: reads the options and refuses another device.</summary>
    internal CommonSettings ReadForCpu(ParseResult parsed)
    {
        CommonSettings common = Read(parsed);
        return common.Device == "cpu"
            ? common
            : throw new UserException(
                $"{parsed.CommandResult.Command.Name}: '--device' is '{common.Device}', but in this version models run "
                + "on 'cpu' only; leave the option out or pass --device cpu.");
    }

    private static bool IsDeviceName(string device)
    {
        int colon = device.IndexOf(':', StringComparison.Ordinal);
        return device == "cpu"
            || (colon > 0 && device[..colon] is ("cuda" or "opencl")
                && device.Length > colon + 1 && device.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0);
    }
}
