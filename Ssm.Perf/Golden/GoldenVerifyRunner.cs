using System.Numerics;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Reports;
using Ssm.Perf.Verbs;

namespace Ssm.Perf.Golden;

/// <summary>The work behind <c>verify --golden</c>: every case of the files asked for.</summary>
/// <param name="open">Opens the device; by its name where absent.</param>
internal sealed class GoldenVerifyRunner(Func<CommonSettings, ComputeDevice>? open = null) : IVerifyRunner
{
    private readonly Func<CommonSettings, ComputeDevice> _open =
        open ?? (common => ComputeDevice.Open("verify", common));

    public IEnumerable<VerifyRow> Run(VerifySettings settings, CancellationToken cancellation) =>
        settings.Dtype == "f32" ? Run<float>(settings, cancellation) : Run<double>(settings, cancellation);

    private IEnumerable<VerifyRow> Run<T>(VerifySettings settings, CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using ComputeDevice device = _open(settings.Common);
        foreach (string path in Files(settings))
        {
            GoldenFile file = GoldenFile.Open(path);
            Func<GoldenCase<T>, bool>? adapter = GoldenAdapters.Find(file)?.Of<T>();
            foreach (string id in file.Cases)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return GoldenRunner.Run(file, id, adapter, device.Backend<T>());
            }
        }
    }

    private static string[] Files(VerifySettings settings)
    {
        if (settings.File is { } name)
        {
            string path = Path.Combine(settings.GoldenDirectory, name);
            return File.Exists(path)
                ? [path]
                : throw new UserException($"verify: '--file' is '{name}', a directory, expected a golden file.");
        }

        string[] files = Directory.GetFiles(settings.GoldenDirectory, "*.safetensors");
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }
}
