using System.Numerics;

namespace Ssm.Perf.Equivalence;

/// <summary>How far two forms of one model may lie apart: derived, from what rounding can do.</summary>
/// <remarks>
/// To first order, what a form computes is the exact result for parameters, inputs and states that are wrong by δ each,
/// |δ| being at most as many units of roundoff (2^−24 in float, 2^−53 in double) as there are roundings on the way from
/// one of these numbers to the next. The condition says what becomes of one unit; so, relative to the largest output,
/// <code>
///   error ≤ units · (rθ κθ + ru κu + rx κx + ry)
/// </code>
/// Counted are, from parameters to the discrete system, an exponential or softplus each for Δ and Λ (6 units at most,
/// twice), their product, and the quotient of the discretisation (6); for an input its products and gates (8); for a
/// state the rounded ā, e^z (6 and a complex product, 3), the product with the state (3), and the sum (1); for an
/// output 4. A scan in parallel over time multiplies powers of ā: a power of l steps has l roundings of ā and l
/// products behind it, as many as l steps of the loop, so the count is the same. A sum of n terms adds 2√n to each:
/// rounding errors of different terms are not correlated (Higham and Mary, "A New Approach to Probabilistic Rounding
/// Error Analysis", 2019). A Fourier transform of n points makes an error of 7 log₂ n units relative to the norm
/// (Higham, "Accuracy and Stability of Numerical Algorithms", 2002, theorem 24.2), and a convolution makes three of 2L
/// points; what follows magnifies that as it does an input's.
/// The reference makes the same errors with the unit of double.
/// </remarks>
internal sealed record EquivalenceTolerance(EquivalenceCondition Condition, int Terms, bool UsesTransforms, int Length)
{
    private const double ParameterRoundings = 19;
    private const double InputRoundings = 8;
    private const double StateRoundings = 13;
    private const double OutputRoundings = 4;
    private const double TransformRoundings = 3 * 7;

    /// <summary>For a form in an element type, against the reference in double.</summary>
    internal double Of<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => (Unit<T>() + Unit<double>()) * Roundings;

    private double Roundings
    {
        get
        {
            double sums = 2 * Math.Sqrt(Terms);
            double direct = ((ParameterRoundings + sums) * Condition.Parameters)
                + ((InputRoundings + sums) * Condition.Inputs)
                + ((StateRoundings + sums) * Condition.States)
                + OutputRoundings + sums;
            double transforms = UsesTransforms
                ? TransformRoundings * Math.Log2(2.0 * Length) * (1 + Condition.Inputs)
                : 0;
            return direct + transforms;
        }
    }

    // Half the distance from 1 to the next number.
    private static double Unit<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        double.CreateChecked(T.BitIncrement(T.One) - T.One) / 2;
}
