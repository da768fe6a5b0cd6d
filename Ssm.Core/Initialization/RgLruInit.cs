namespace Ssm.Core.Initialization;

/// <summary>Where the decay rates Λ of an RG-LRU start. Largest and smallest decay refer to a gate that is open.
/// </summary>
public enum RgLruInit
{
    /// <summary>
    /// σ(−Λ) drawn with its square uniform in [0.9², 0.999²]: the code of RecurrentGemma. The decay, its eighth power,
    /// is then 0.43 to 0.992.
    /// </summary>
    RecurrentGemma,

    /// <summary>The decay uniform in [0.9, 0.999]: the text of the paper.</summary>
    Paper,

    /// <summary>Λ at equal distances from −4.323 to −9, decays 0.9 to 0.999: ssm-benchmark.</summary>
    GridExp,

    /// <summary>
    /// softplus⁻¹ of equal distances, stretched to Λ from −9 to −4.323, decays 0.999 to 0.9: ssm-benchmark.
    /// </summary>
    GridUniform,
}
