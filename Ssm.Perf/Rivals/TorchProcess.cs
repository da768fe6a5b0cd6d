using System.Diagnostics;
using System.Globalization;
using Ssm.Perf.Bench;

namespace Ssm.Perf.Rivals;

/// <summary>A process of libtorch that holds one case.</summary>
/// <remarks>
/// A command is a line in, its answer a line out: <c>Torch/torch-rival.cs</c> has the list. The end of its input is the
/// end of the process: the collector closes the pipe when nobody holds this object any more, the system when this
/// process ends.
/// </remarks>
internal sealed class TorchProcess
{
    private readonly Process _process;

    /// <summary>Starts a process.</summary>
    /// <param name="path">The program built of <c>torch-rival.cs</c>, or a script that starts it.</param>
    /// <param name="environment">Variables for it.</param>
    internal TorchProcess(string path, IEnumerable<KeyValuePair<string, string>> environment)
    {
        ProcessStartInfo start = new(path) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
    }

    /// <summary>Whether the process has this case; it chooses the fastest of its forms by trying them.</summary>
    internal bool Prepare(BenchRequest request, string dtype) => Ask(string.Create(
        CultureInfo.InvariantCulture,
        $"prepare {request.Workload} {request.Size} {dtype} {request.Pass} {request.Threads} {request.Seed % 1000000}"))
        .StartsWith("ready", StringComparison.Ordinal);

    /// <summary>Does the work so many times and says how many seconds they took together.</summary>
    internal double Time(int times) =>
        double.Parse(Ask(string.Create(CultureInfo.InvariantCulture, $"run {times}")), CultureInfo.InvariantCulture);

    /// <summary>Runs once and returns the inputs and results by name, complex numbers interleaved.</summary>
    internal IReadOnlyDictionary<string, double[]> Dump()
    {
        string path = Path.GetTempFileName();
        try
        {
            _ = Ask($"dump {path}");
            using BinaryReader file = new(File.OpenRead(path));
            Dictionary<string, double[]> arrays = [];
            for (int left = file.ReadInt32(); left > 0; left--)
            {
                string name = file.ReadString();
                double[] numbers = new double[file.ReadInt32()];
                for (int i = 0; i < numbers.Length; i++)
                {
                    numbers[i] = file.ReadDouble();
                }

                arrays.Add(name, numbers);
            }

            return arrays;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private string Ask(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"libtorch: its process ended at '{command}'.");
    }
}
