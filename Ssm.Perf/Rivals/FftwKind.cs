namespace Ssm.Perf.Rivals;

/// <summary>What a plan of FFTW transforms.</summary>
internal enum FftwKind
{
    /// <summary>Complex to complex, forward.</summary>
    Complex,

    /// <summary>Real to half a spectrum.</summary>
    RealToComplex,

    /// <summary>Half a spectrum to real.</summary>
    ComplexToReal,
}
