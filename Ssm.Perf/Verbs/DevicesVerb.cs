using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Ssm.Kernels.Gpu;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Verbs;

/// <summary><c>devices</c>: what is here to compute on, and why a GPU is missing.</summary>
internal static class DevicesVerb
{
    internal const string Name = "devices";

    internal static Command Build(Func<IReadOnlyList<GpuPlatform>> findGpus, Terminal terminal)
    {
        Command command = new(Name, "Lists what is here to compute on, and why a GPU is missing");
        CommonOptions common = new(command);
        command.SetAction(parsed => Run(common.Read(parsed), findGpus(), terminal));
        return command;
    }

    private static int Run(CommonSettings common, IReadOnlyList<GpuPlatform> platforms, Terminal terminal)
    {
        CpuFacts cpu = CpuFacts.Find();
        terminal.Console.Write(BuildTable(cpu, platforms, common.DeviceGiven ? common.Device : null));
        foreach (GpuPlatform platform in platforms)
        {
            foreach (string reason in platform.Missing)
            {
                terminal.Output.WriteLine($"{platform.Name}: {reason}");
            }
        }

        JsonFile.Write(common.JsonFile, json => WriteMembers(json, EnvironmentStamp.Take(common), cpu, platforms));
        return ExitCodes.Done;
    }

    private static Table BuildTable(CpuFacts cpu, IReadOnlyList<GpuPlatform> platforms, string? only)
    {
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumns("device", "product", "facts");
        if (only is null or ComputeDevice.Cpu)
        {
            string sets = string.Join(", ", cpu.InstructionSets.Select(s => $"{s.Name} {(s.On ? "on" : "off")}"));
            table.AddRow(
                "cpu",
                Markup.Escape(cpu.Processor),
                FormattableString.Invariant($"{cpu.VectorBits}-bit vectors of {cpu.FloatLanes} floats, ")
                + FormattableString.Invariant($"{cpu.Threads} threads, {sets}, {cpu.Compilation}"));
        }

        foreach (GpuDevice gpu in platforms.SelectMany(p => p.Devices).Where(d => only is null || d.Name == only))
        {
            table.AddRow(
                gpu.Name,
                Markup.Escape(gpu.Product),
                FormattableString.Invariant($"{Figures.Bytes(gpu.MemoryBytes)}, ")
                + FormattableString.Invariant($"{gpu.Multiprocessors} multiprocessors, ")
                + (gpu.HasDouble ? "float and double" : "float only"));
        }

        if (only is null or GpuDevices.Simulator)
        {
            table.AddRow(GpuDevices.Simulator, "ILGPU's own", "the kernels on the CPU, slowly, to test them");
        }

        return table;
    }

    private static void WriteMembers(
        Utf8JsonWriter json,
        EnvironmentStamp environment,
        CpuFacts cpu,
        IReadOnlyList<GpuPlatform> platforms)
    {
        json.WriteEnvironment(environment);
        json.WriteStartObject("cpu");
        json.WriteString("processor", cpu.Processor);
        json.WriteNumber("vector_bits", cpu.VectorBits);
        json.WriteNumber("float_lanes", cpu.FloatLanes);
        json.WriteNumber("threads", cpu.Threads);
        foreach ((string name, bool on) in cpu.InstructionSets)
        {
            json.WriteBoolean(name, on);
        }

        json.WriteString("compilation", cpu.Compilation);
        json.WriteEndObject();
        json.WriteStartArray("gpus");
        foreach (GpuDevice gpu in platforms.SelectMany(p => p.Devices))
        {
            json.WriteStartObject();
            json.WriteString("device", gpu.Name);
            json.WriteString("product", gpu.Product);
            json.WriteNumber("memory_bytes", gpu.MemoryBytes);
            json.WriteBoolean("double", gpu.HasDouble);
            json.WriteNumber("multiprocessors", gpu.Multiprocessors);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("missing");
        foreach (GpuPlatform platform in platforms)
        {
            foreach (string reason in platform.Missing)
            {
                json.WriteStartObject();
                json.WriteString("platform", platform.Name);
                json.WriteString("reason", reason);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }
}
