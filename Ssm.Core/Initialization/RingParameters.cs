namespace Ssm.Core.Initialization;

/// <summary>The eigenvalues λ = exp(−e^ν + i e^θ) of an LRU, and its input normalisation, as they are stored.</summary>
/// <param name="NuLog">ν, (N): |λ| = exp(−e^ν).</param>
/// <param name="ThetaLog">θ, (N): arg λ = e^θ.</param>
/// <param name="GammaLog">log γ = ½ log(1 − |λ|²), (N): the input matrix is scaled by γ.</param>
public sealed record RingParameters(double[] NuLog, double[] ThetaLog, double[] GammaLog);
