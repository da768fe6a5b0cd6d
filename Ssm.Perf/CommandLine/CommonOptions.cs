using System.CommandLine;

namespace Ssm.Perf.CommandLine;

/// <summary>The options that every verb has.</summary>
internal sealed class CommonOptions
{
    private readonly Option<string?> _device =
        Options.Text("--device", "NAME", "Where to run: cpu, cuda:0, opencl:0, … (see 'devices') [default: cpu]");
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
        string verb = parsed.CommandResult.Command.Name;
        string? device = parsed.GetValue(_device);
        if (device is not null && !ComputeDevice.IsName(device))
        {
            throw new UserException(
                $"{verb}: '--device' is '{device}', expected cpu, cuda:N, opencl:N or simulator; "
                + "the verb 'devices' lists what is here.");
        }

        string? json = parsed.GetValue(_json);
        return new CommonSettings(
            device ?? ComputeDevice.Cpu,
            device is not null,
            parsed.GetValue(_threads) ?? Environment.ProcessorCount,
            parsed.GetValue(_seed) ?? 1,
            json is null ? null : OutputFile.Check(json, $"{verb}: '--json'"),
            ComputeDevice.Product(verb, device ?? ComputeDevice.Cpu));
    }

    /// <summary>For a verb that computes nothing on a device: reads the options and refuses another than the CPU.
    /// </summary>
    internal CommonSettings ReadForCpu(ParseResult parsed)
    {
        CommonSettings common = Read(parsed);
        return common.Device == ComputeDevice.Cpu
            ? common
            : throw new UserException(
                $"{parsed.CommandResult.Command.Name}: '--device' is '{common.Device}', but this verb computes nothing "
                + "that could run there; leave the option out or pass --device cpu.");
    }
}
