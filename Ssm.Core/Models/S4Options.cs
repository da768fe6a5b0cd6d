using Ssm.Core.Initialization;
using Ssm.Core.Parametrization;

namespace Ssm.Core.Models;

/// <summary>The choices that make an S4 layer; the defaults are those of state-spaces/s4.</summary>
public sealed record S4Options
{
    /// <summary>State size N of each channel as a real system: N/2 complex modes, each with its conjugate.</summary>
    public int Order { get; init; } = 64;

    /// <summary>The HiPPO system that Λ, P and B start from; LegT has rank 2, the others rank 1.</summary>
    public HippoMeasure Measure { get; init; } = HippoMeasure.LegS;

    /// <summary>The bound on |Im B| at the start; infinity keeps the system of the paper exact.</summary>
    public double InputClip { get; init; } = HippoNormal.PublishedClip;

    /// <summary>The length that C̃ starts tuned to: that of the sequences to train on.</summary>
    public int KernelLength { get; init; } = 1024;

    /// <summary>Smallest initial step Δ.</summary>
    public double DtMin { get; init; } = 1e-3;

    /// <summary>Largest initial step Δ.</summary>
    public double DtMax { get; init; } = 0.1;

    /// <summary>Copies S of (Λ, P, B); channel h uses copy h mod S. 0 gives every channel its own.</summary>
    public int Copies { get; init; }

    /// <summary>Whether each channel has one Δ for all of its modes, or one for each.</summary>
    public bool TieDt { get; init; } = true;

    /// <summary>How Δ is stored.</summary>
    public Transform DtTransform { get; init; } = Transform.Softplus;

    /// <summary>How −Re Λ is stored.</summary>
    public Transform RealTransform { get; init; } = Transform.Exp;

    /// <summary>How Im Λ is stored.</summary>
    public Transform ImagTransform { get; init; } = Transform.None;

    /// <summary>Output channels M of each channel: as many output maps of one state.</summary>
    public int OutputChannels { get; init; } = 1;

    /// <summary>Whether a second kernel reads the future, from the next step on.</summary>
    public bool Bidirectional { get; init; }
}
