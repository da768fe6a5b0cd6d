using System.Numerics;
using Ssm.Core.Layers;
using Ssm.Kernels;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Reports;
using Ssm.Perf.Verbs;

namespace Ssm.Perf.Equivalence;

/// <summary>The work behind <c>verify</c> without golden files.</summary>
/// <param name="models">The models of the table.</param>
/// <param name="open">Opens the device; by its name where absent.</param>
internal sealed class EquivalenceRunner(
    IReadOnlyList<EquivalenceModel> models, Func<CommonSettings, ComputeDevice>? open = null) : IEquivalenceRunner
{
    private readonly Func<CommonSettings, ComputeDevice> _open =
        open ?? (common => ComputeDevice.Open("verify", common));

    public IReadOnlyList<string> Models => [.. models.Select(m => m.Name)];

    public IEnumerable<EquivalenceGroup> Run(EquivalenceSettings settings, CancellationToken cancellation)
    {
        EquivalenceRequest request = new(settings.Length, settings.Common.Threads, settings.Common.Seed);
        using ComputeDevice device = _open(settings.Common);
        foreach (EquivalenceModel model in models.Where(m => settings.Models.Contains(m.Name)))
        {
            EquivalenceCondition condition = Measure(model, request);
            foreach (string dtype in settings.Dtypes)
            {
                yield return dtype == "f32"
                    ? Run(model, request, device.Backend<float>(), condition, cancellation)
                    : Run(model, request, device.Backend<double>(), condition, cancellation);
            }
        }
    }

    private static EquivalenceGroup Run<T>(
        EquivalenceModel model,
        EquivalenceRequest request,
        IBackend<T> backend,
        EquivalenceCondition condition,
        CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        EquivalenceTolerance tolerance = new(condition, model.Terms, model.UsesTransforms, request.Length);
        EquivalenceTrial<T> trial = new(model, request, backend) { Tolerance = tolerance.Of<T>() };
        List<EquivalenceRow> rows = [];
        foreach (EquivalenceRow row in EquivalenceForms.Rows(trial))
        {
            cancellation.ThrowIfCancellationRequested();
            rows.Add(row);
        }

        EquivalenceFacts facts = new(
            condition.Parameters, condition.Inputs, condition.States, model.Terms, model.UsesTransforms);
        return new EquivalenceGroup(model.Name, trial.Dtype, facts, rows);
    }

    private static EquivalenceCondition Measure(EquivalenceModel model, EquivalenceRequest request)
    {
        SequenceLayer<double> layer = model.Create(request.Parameters(), CpuBackend<double>.Default);
        double[] u = HostArrays.Normal(request.Length * model.Channels, request.Inputs());
        return EquivalenceCondition.Measure(model, layer, u, request.Signs());
    }
}
