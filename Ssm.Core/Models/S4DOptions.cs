using Ssm.Core.Discretization;
using Ssm.Core.Initialization;
using Ssm.Core.Parametrization;

namespace Ssm.Core.Models;

/// <summary>The choices that make an S4D layer; the defaults are those of the paper and of state-spaces/s4.</summary>
public sealed record S4DOptions
{
    /// <summary>State size N of each channel as a real system: N/2 complex modes, each with its conjugate.</summary>
    public int Order { get; init; } = 64;

    /// <summary>How Λ and B start.</summary>
    public S4DInit Init { get; init; } = S4DInit.Lin;

    /// <summary>Zero-order hold or bilinear.</summary>
    public DiscretizationMethod Discretization { get; init; } = DiscretizationMethod.ZeroOrderHold;

    /// <summary>Smallest initial step Δ.</summary>
    public double DtMin { get; init; } = 1e-3;

    /// <summary>Largest initial step Δ.</summary>
    public double DtMax { get; init; } = 0.1;

    /// <summary>Copies S of (Λ, B); channel h uses copy h mod S. 0 gives every channel its own.</summary>
    public int Copies { get; init; }

    /// <summary>Whether each channel has one Δ for all of its modes, or one for each.</summary>
    public bool TieDt { get; init; } = true;

    /// <summary>How Δ is stored.</summary>
    public Transform DtTransform { get; init; } = Transform.Exp;

    /// <summary>How −Re Λ is stored.</summary>
    public Transform RealTransform { get; init; } = Transform.Exp;

    /// <summary>How Im Λ is stored.</summary>
    public Transform ImagTransform { get; init; } = Transform.None;

    /// <summary>Whether Λ, B and C are real: N/2 real modes, without Im Λ. The output keeps its factor 2.</summary>
    public bool RealValued { get; init; }
}
