using System.Numerics;
using Ssm.Kernels;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Verbs;

namespace Ssm.Perf.Conformance;

/// <summary>Runs cases on a device and judges them by the reference.</summary>
/// <remarks>
/// A case runs three times: with operands at odd places, again in the same way, which has to give the same bits, and
/// with operands at places that vectors like.
/// </remarks>
internal static class ConformanceRunner
{
    /// <summary>What <c>verify --conformance</c> asks for: once for each element type.</summary>
    internal static IEnumerable<ConformanceRow> Run(ConformanceSettings settings, CancellationToken cancellation)
    {
        using ComputeDevice device = ComputeDevice.Open("verify", settings.Common);
        foreach (string dtype in settings.Dtypes.Where(device.Has))
        {
            IEnumerable<ConformanceRow> rows = dtype == "f32"
                ? Run(device.Backend<float>(), settings.Common.Device, settings.Sizes, settings.Filter, cancellation)
                : Run(device.Backend<double>(), settings.Common.Device, settings.Sizes, settings.Filter, cancellation);
            foreach (ConformanceRow row in rows)
            {
                yield return row;
            }
        }
    }

    /// <summary>All cases of a size whose name contains a text, on one device.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="device">What rows call it.</param>
    /// <param name="sizes">The sizes.</param>
    /// <param name="filter">A part of a case's name, in any case; null for all cases.</param>
    /// <param name="cancellation">Stops between two cases.</param>
    internal static IEnumerable<ConformanceRow> Run<T>(
        IBackend<T> backend, string device, ConformanceSizes sizes, string? filter, CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (ConformanceCase<T> row in ConformanceTable<T>.Cases(sizes))
        {
            if (filter is null || row.Name.Contains(filter, StringComparison.OrdinalIgnoreCase))
            {
                cancellation.ThrowIfCancellationRequested();
                yield return Run(backend, device, sizes, row);
            }
        }
    }

    /// <summary>One case of the table.</summary>
    internal static ConformanceRow Run<T>(
        IBackend<T> backend, string device, ConformanceSizes sizes, ConformanceCase<T> row)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Run(
            backend, device, row,
            row as ConformanceCase<double> ?? ConformanceTable<double>.Find(sizes, row.Name));

    /// <summary>One case, with what the reference does for it.</summary>
    internal static ConformanceRow Run<T>(
        IBackend<T> backend, string device, ConformanceCase<T> row, ConformanceCase<double> reference)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string dtype = typeof(T) == typeof(float) ? "f32" : "f64";
        SceneData data = new(row.Name, static x => double.CreateTruncating(T.CreateTruncating(x)));
        SceneJudge<T> judge = new(Reference(false), Reference(true));
        string message;
        try
        {
            message = Judge();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            message = $"{exception.GetType().Name}: {exception.Message}";
        }

        return new ConformanceRow(
            row.Name, row.Primitive, dtype, device, judge.Worst, judge.Error, judge.Tolerance,
            message.Length == 0 ? "" : $"{row.Name} {dtype} on {device}: {message}");

        Scene<double> Reference(bool magnitudes)
        {
            Scene<double> scene = new(new ReferenceBackend(magnitudes), data, SceneLayout.Aligned);
            reference.Run(scene);
            scene.Download();
            return scene;
        }

        string Judge()
        {
            Scene<T> first = OnDevice(SceneLayout.Shifted);
            if (judge.Judge(first) is { Length: > 0 } wrong)
            {
                return wrong;
            }

            if (SceneJudge<T>.SameBits(first, OnDevice(SceneLayout.Shifted)) is { Length: > 0 } differs)
            {
                return differs;
            }

            return judge.Judge(OnDevice(SceneLayout.Aligned)) is { Length: > 0 } message
                ? $"with aligned operands: {message}"
                : "";
        }

        Scene<T> OnDevice(SceneLayout layout)
        {
            Scene<T> scene = new(backend, data, layout);
            row.Run(scene);
            scene.Download();
            return scene;
        }
    }
}
