namespace Ssm.Core.Initialization;

/// <summary>The measure against which a HiPPO system projects the past of its input.</summary>
/// <remarks>
/// Gu, Dao, Ermon, Rudra and Ré, "HiPPO: Recurrent Memory with Optimal Polynomial Projections", arXiv:2008.07669; Gu,
/// Johnson, Timalsina, Rudra and Ré, "How to Train Your HiPPO", arXiv:2206.12037, for the Fourier systems. Names in
/// repository state-spaces/s4: legs, legt, lagt, fourier, fourier_decay, fourier2, fourier_diag.
/// </remarks>
public enum HippoMeasure
{
    /// <summary>Scaled Legendre polynomials: the whole past, exponentially warped.</summary>
    LegS,

    /// <summary>Translated Legendre polynomials: a sliding window.</summary>
    LegT,

    /// <summary>Translated Laguerre polynomials: an exponentially decaying past.</summary>
    LagT,

    /// <summary>Truncated Fourier basis: a sliding window of length 1 on half frequencies.</summary>
    FouT,

    /// <summary>Fourier basis with half the rank correction, so that the window decays instead of ending.</summary>
    FourierDecay,

    /// <summary>Fourier basis orthonormal on [0, 1]: frequencies and correction doubled.</summary>
    Fourier2,

    /// <summary>Fourier basis with a scalar decay in place of the rank correction: already diagonal.</summary>
    FourierDiagonal,
}
