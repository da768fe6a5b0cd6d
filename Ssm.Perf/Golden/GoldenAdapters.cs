namespace Ssm.Perf.Golden;

/// <summary>The adapters by the files that they are for.</summary>
internal static class GoldenAdapters
{
    internal static IReadOnlyList<GoldenAdapter> All { get; } =
    [
        new("scan", "first-order linear recurrence x_t = a_t x_{t-1} + b_t", ScanCases.Run, ScanCases.Run),
        new("selective_scan", "selective scan (S6)", SelectiveScanCases.Run, SelectiveScanCases.Run),
        new("fft", "discrete Fourier transform", FftCases.Run, FftCases.Run),
        new("fftconv", "causal long convolution", FftConvCases.Run, FftConvCases.Run),
        new("causal_conv1d", "causal depthwise 1-D convolution", CausalConv1dCases.Run, CausalConv1dCases.Run),
        new("ops_real", "elementary and neural-network operations, float64", OpsRealCases.Run, OpsRealCases.Run),
        new("ops_complex", "elementary operations, complex128", OpsComplexCases.Run, OpsComplexCases.Run),
        new("optim", "optimisers and learning-rate schedules", OptimCases.Run, OptimCases.Run),
        new("hippo", "HiPPO matrices and their NPLR/DPLR forms", HippoCases.Run, HippoCases.Run),
        new("s4_dplr", "S4 with a diagonal-plus-low-rank state matrix", S4Cases.Run, S4Cases.Run),
        new("h3", "H3", H3Cases.Run, H3Cases.Run),
        new("s4d", "S4D (diagonal state matrix)", S4DCases.Run, S4DCases.Run),
        new("s5", "S5 (simplified state space layer)", S5Cases.Run, S5Cases.Run),
        new("lru", "LRU (linear recurrent unit)", LruCases.Run, LruCases.Run),
        new("rglru", "RG-LRU and the small layers of Griffin", RgLruCases.Run, RgLruCases.Run),
        new("griffin_blocks", "Griffin / Hawk blocks", GriffinCases.Run, GriffinCases.Run),
        new("hawk_ssm_benchmark", "Hawk as written in ssm-benchmark", HawkCases.Run, HawkCases.Run),
        new("model_griffin_lm", GriffinLmCases.Model, GriffinLmCases.Run, GriffinLmCases.Run),
        new("mamba_block", "Mamba block (Mamba-1)", MambaBlockCases.Run, MambaBlockCases.Run),
        new("mamba2_ssd", "Mamba-2 / SSD", Mamba2Cases.Run, Mamba2Cases.Run),
        new(
            "model_mamba_lm", "2-layer Mamba language model and its checkpoint (directory mamba_tiny)",
            MambaModelCases.Run, MambaModelCases.Run),
        new("model_s4d_classifier", "2-layer S4D sequence classifier", S4DClassifierCases.Run, S4DClassifierCases.Run),
    ];

    /// <summary>The adapter for a file: by its name, and where that is unknown by the model that it names.</summary>
    internal static GoldenAdapter? Find(GoldenFile file) =>
        All.FirstOrDefault(a => a.Stem == file.Stem) ?? All.FirstOrDefault(a => a.Model == file.Model);
}
