using Ssm.Perf.Bench.Workloads;

namespace Ssm.Perf.Bench;

/// <summary>All workloads, in the order in which a run without <c>--workload</c> takes them.</summary>
internal static class BenchCatalog
{
    internal static IReadOnlyList<IBenchWorkload> All { get; } =
    [
        new PeakWorkload(),
        new CopyWorkload(),
        new TriadWorkload(),
        new FftC2CWorkload(),
        new FftR2CWorkload(),
        new LaneFftWorkload(),
        new LaneRealFftWorkload(),
        new FftConvolutionWorkload(),
        new ScanInvariantWorkload(),
        new ScanVaryingWorkload(),
        new SelectiveWorkload(),
        new GatedWorkload(),
        new GemmWorkload(),
        new MambaDecodeWorkload(),
        .. ElementwiseWorkload.All,
        new VandermondeWorkload(),
        new CauchyWorkload(),
        new Conv1dWorkload(),
        new Conv1dStepWorkload(),
        new LayerNormWorkload(),
        new BatchNormWorkload(),
        new SoftmaxWorkload(),
        new CrossEntropyWorkload(),
        new GatherWorkload(),
        new AdamWWorkload(),
        new StepS4DWorkload(),
        new StepS5Workload(),
        new MambaStepWorkload(),
        new TrainS4DWorkload(),
        new TrainS5Workload(),
        new CrossoverWorkload(CrossoverForm.Loop),
        new CrossoverWorkload(CrossoverForm.Blelloch),
        new CrossoverWorkload(CrossoverForm.Chunked),
        new CrossoverWorkload(CrossoverForm.Direct),
        new CrossoverWorkload(CrossoverForm.Fft),
    ];
}
