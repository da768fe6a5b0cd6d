using Ssm.Core.Discretization;
using Ssm.Core.Initialization;

namespace Ssm.Core.Models;

/// <summary>The choices that make an S5 layer; the defaults are those of lindermanlab/S5.</summary>
public sealed record S5Options
{
    /// <summary>
    /// State size of the whole system, <c>ssm_size</c>; with conjugate symmetry half as many modes are kept.
    /// </summary>
    public int StateSize { get; init; } = 64;

    /// <summary>HiPPO-N blocks J on the diagonal at the start; J divides the state size.</summary>
    public int Blocks { get; init; } = 1;

    /// <summary>Zero-order hold or bilinear.</summary>
    public DiscretizationMethod Discretization { get; init; } = DiscretizationMethod.ZeroOrderHold;

    /// <summary>Whether each mode stands for a conjugate pair: y = 2 Re(C x) rather than Re(C x).</summary>
    public bool ConjugateSymmetry { get; init; } = true;

    /// <summary>Whether a second scan runs backwards in time, with an output matrix of its own.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>Whether Re Λ is kept at −1e-4 or less.</summary>
    public bool ClipEigenvalues { get; init; }

    /// <summary>How C starts.</summary>
    public S5OutputInit OutputInit { get; init; } = S5OutputInit.LecunNormal;

    /// <summary>Smallest initial step Δ.</summary>
    public double DtMin { get; init; } = 1e-3;

    /// <summary>Largest initial step Δ.</summary>
    public double DtMax { get; init; } = 0.1;

    /// <summary>Factor on Δ: 2 for a sequence sampled at half the rate trained on.</summary>
    public double StepRescale { get; init; } = 1.0;
}
