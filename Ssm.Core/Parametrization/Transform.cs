namespace Ssm.Core.Parametrization;

/// <summary>How a stored real number becomes one of the recurrence's constants.</summary>
public enum Transform
{
    /// <summary>x itself.</summary>
    None,

    /// <summary>e^x.</summary>
    Exp,

    /// <summary>softplus(x).</summary>
    Softplus,

    /// <summary>σ(x).</summary>
    Sigmoid,

    /// <summary>max(x, 0) + 1e-4.</summary>
    Relu,
}
