namespace Ssm.Core.Models;

/// <summary>The models of the library: the rows of the survey's Table I, and relatives that it does not list.</summary>
public static class ModelCards
{
    private const string S4Repository = "state-spaces/s4";
    private const string MambaRepository = "state-spaces/mamba";
    private const string GriffinRepository = "google-deepmind/recurrentgemma";

    /// <summary>S4: diagonal plus low rank.</summary>
    public static ModelCard S4 { get; } = new()
    {
        Id = "s4",
        Name = "S4",
        SurveyRow = 1,
        Parametrization = TimeVariance.Invariant,
        Discretization = [CardDiscretization.Bilinear],
        Structure = SystemStructure.Siso,
        Implementation = [CardImplementation.Convolution, CardImplementation.Recurrence],
        Scaffolding = [CardScaffolding.Mlp, CardScaffolding.H3],
        StateMatrix = "Λ − P P*, diagonal plus low rank",
        Paper = "Efficiently Modeling Long Sequences with Structured State Spaces",
        ArXiv = "2111.00396",
        Reference = $"{S4Repository}, SSMKernelDPLR",
    };

    /// <summary>S4D: diagonal.</summary>
    public static ModelCard S4D { get; } = new()
    {
        Id = "s4d",
        Name = "S4D",
        SurveyRow = 2,
        Parametrization = TimeVariance.Invariant,
        Discretization = [CardDiscretization.Exact, CardDiscretization.Bilinear],
        Structure = SystemStructure.Siso,
        Implementation = [CardImplementation.Convolution, CardImplementation.Recurrence],
        Scaffolding = [CardScaffolding.Mlp, CardScaffolding.H3],
        StateMatrix = "diag(Λ), Λ = −exp(a) + i b",
        Paper = "On the Parameterization and Initialization of Diagonal State Space Models",
        ArXiv = "2206.11893",
        Reference = $"{S4Repository}, SSMKernelDiag and models/s4/s4d.py",
    };

    /// <summary>S5: one diagonal system for all channels.</summary>
    public static ModelCard S5 { get; } = new()
    {
        Id = "s5",
        Name = "S5",
        SurveyRow = 3,
        Parametrization = TimeVariance.Invariant,
        Discretization = [CardDiscretization.Exact, CardDiscretization.Bilinear],
        Structure = SystemStructure.Mimo,
        Implementation = [CardImplementation.ParallelScan, CardImplementation.Recurrence],
        Scaffolding = [CardScaffolding.Mlp, CardScaffolding.H3],
        StateMatrix = "diag(Λ), from HiPPO-N in blocks",
        Paper = "Simplified State Space Layers for Sequence Modeling",
        ArXiv = "2208.04933",
        Reference = "lindermanlab/S5, s5/ssm.py",
    };

    /// <summary>LRU: discrete from the start.</summary>
    public static ModelCard Lru { get; } = new()
    {
        Id = "lru",
        Name = "LRU",
        SurveyRow = 4,
        Parametrization = TimeVariance.Invariant,
        Discretization = [CardDiscretization.None],
        Structure = SystemStructure.Mimo,
        Implementation = [CardImplementation.ParallelScan, CardImplementation.Recurrence],
        Scaffolding = [CardScaffolding.Mlp, CardScaffolding.H3],
        StateMatrix = "diag(exp(−exp(ν) + i exp(θ)))",
        Paper = "Resurrecting Recurrent Neural Networks for Long Sequences",
        ArXiv = "2303.06349",
        Reference = "NicolasZucchet/minimal-LRU, lru/model.py",
    };

    /// <summary>S6: the selective state space of Mamba.</summary>
    public static ModelCard S6 { get; } = new()
    {
        Id = "s6",
        Name = "S6",
        SurveyRow = 5,
        Parametrization = TimeVariance.Varying,
        Discretization = [CardDiscretization.ExactWithEulerInput, CardDiscretization.Exact],
        Structure = SystemStructure.Mimo,
        Implementation = [CardImplementation.FusedScan, CardImplementation.Recurrence],
        Scaffolding = [CardScaffolding.Mamba],
        StateMatrix = "exp(Δ[t] A), A = −exp(a)",
        Paper = "Mamba: Linear-Time Sequence Modeling with Selective State Spaces",
        ArXiv = "2312.00752",
        Reference = $"{MambaRepository}, mamba_ssm/modules/mamba_simple.py",
    };

    /// <summary>RG-LRU: the gated recurrence of Hawk and Griffin.</summary>
    public static ModelCard RgLru { get; } = new()
    {
        Id = "rg-lru",
        Name = "RG-LRU",
        SurveyRow = 6,
        Parametrization = TimeVariance.Varying,
        Discretization = [CardDiscretization.None],
        Structure = SystemStructure.Mimo,
        Implementation = [CardImplementation.ParallelScan, CardImplementation.Recurrence],
        Scaffolding = [CardScaffolding.Mamba, CardScaffolding.Hawk, CardScaffolding.Griffin],
        StateMatrix = "diag(exp(−c softplus(Λ) r[t]))",
        Paper = "Griffin: Mixing Gated Linear Recurrences with Local Attention for Efficient Language Models",
        ArXiv = "2402.19427",
        Reference = $"{GriffinRepository}, recurrentgemma/torch/layers.py",
    };

    /// <summary>DSS: diagonal, with the paper's own kernels.</summary>
    public static ModelCard Dss { get; } = new()
    {
        Id = "dss",
        Name = "DSS",
        Parametrization = TimeVariance.Invariant,
        Discretization = [CardDiscretization.Exact],
        Structure = SystemStructure.Siso,
        Implementation = [CardImplementation.Convolution, CardImplementation.Recurrence],
        Scaffolding = [CardScaffolding.Mlp],
        StateMatrix = "diag(Λ)",
        Paper = "Diagonal State Spaces are as Effective as Structured State Spaces",
        ArXiv = "2203.14343",
        Reference = $"{S4Repository}, SSMKernelDiag with disc = dss",
    };

    /// <summary>H3: a shift state space and a diagonal one with products between them.</summary>
    public static ModelCard H3 { get; } = new()
    {
        Id = "h3",
        Name = "H3",
        Parametrization = TimeVariance.Invariant,
        Discretization = [CardDiscretization.Bilinear, CardDiscretization.Exact],
        Structure = SystemStructure.Siso,
        Implementation = [CardImplementation.Convolution, CardImplementation.Recurrence],
        Scaffolding = [CardScaffolding.H3],
        StateMatrix = "a shift, then diag(Λ)",
        Paper = "Hungry Hungry Hippos: Towards Language Modeling with State Space Models",
        ArXiv = "2212.14052",
        Reference = "HazyResearch/H3, src/models/ssm/h3.py",
    };

    /// <summary>SSD: the state space of Mamba-2, a scalar decay for each head.</summary>
    public static ModelCard Mamba2 { get; } = new()
    {
        Id = "mamba2",
        Name = "Mamba-2 (SSD)",
        Parametrization = TimeVariance.Varying,
        Discretization = [CardDiscretization.ExactWithEulerInput],
        Structure = SystemStructure.Mimo,
        Implementation = [CardImplementation.ChunkedProducts, CardImplementation.Recurrence],
        Scaffolding = [CardScaffolding.Mamba],
        StateMatrix = "exp(Δ[t] a) I, a number for each head",
        Paper = "Transformers are SSMs: Generalized Models and Efficient Algorithms Through Structured State Space " +
            "Duality",
        ArXiv = "2405.21060",
        Reference = $"{MambaRepository}, mamba_ssm/modules/mamba2_simple.py",
    };

    /// <summary>All of them, the survey's rows first and in its order.</summary>
    public static IReadOnlyList<ModelCard> All { get; } = [S4, S4D, S5, Lru, S6, RgLru, Dss, H3, Mamba2];
}
