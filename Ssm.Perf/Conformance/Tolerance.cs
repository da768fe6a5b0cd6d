using System.Numerics;

namespace Ssm.Perf.Conformance;

/// <summary>How far a result may lie from the reference.</summary>
/// <remarks>
/// <para>
/// |result − reference| ≤ roundings · ε · magnitude, ε being the distance from 1 to the next number of the element
/// type, and the smallest normal number on top, as devices may flush what is below it to zero.
/// </para>
/// <para>
/// The magnitude is what the reference computes with every number in it replaced by its magnitude: the size of the
/// terms of which the result is the sum. One rounding changes a term by at most ε/2 of its size, and a term of a sum of
/// n takes part in at most n operations, in whatever order they are done. So for n roundings on the longest path the
/// error is at most n·ε/2 times the magnitude to first order; the other half leaves room for the reference's own
/// rounding where it is done in the same type, and for the terms of second order.
/// </para>
/// <para>
/// A transform has every element take part in every result, so all share the greatest magnitude of the array. Where a
/// function's value may vanish although its parts do not, the magnitude has a floor: the size of these parts.
/// </para>
/// </remarks>
/// <param name="Roundings">How many roundings lie on the longest path from inputs to the result; 0 is exact.</param>
/// <param name="Shared">Whether all elements have the greatest magnitude.</param>
/// <param name="Floor">The least magnitude.</param>
internal readonly record struct Tolerance(double Roundings, bool Shared = false, double Floor = 0.0)
{
    // What is left after this many times 1/(1 − ρ) steps of a decay by ρ: e^−8 of the magnitude, which is a third of a
    // thousandth, and does not count.
    private const double Lifetimes = 8.0;

    /// <summary>The same numbers: nothing is computed, or by operations that every device rounds alike.</summary>
    internal static Tolerance Exact => default;

    /// <summary>So many roundings of each element's own magnitude.</summary>
    internal static Tolerance Each(double roundings, double floor = 0.0) => new(roundings, Floor: floor);

    /// <summary>So many roundings of the greatest magnitude of the array.</summary>
    internal static Tolerance Whole(double roundings) => new(roundings, Shared: true);

    /// <summary>A transform of length n: each of log₂ n stages is a product with a rounded root of unity and a sum, at
    /// most 4 roundings; a length that is no power of two may take three transforms of up to four times the length.
    /// </summary>
    internal static Tolerance Transform(int n, int transforms = 1)
    {
        bool power = BitOperations.IsPow2((uint)Math.Max(n, 1));
        double stages = Math.Log2(Math.Max(n, 1)) + (power ? 0.0 : 2.0);
        return Whole(transforms * (power ? 1.0 : 3.0) * ((4.0 * stages) + 8.0));
    }

    /// <summary>
    /// How many of <paramref name="length"/> steps of a recurrence count whose factors are at most
    /// <paramref name="radius"/>.
    /// </summary>
    internal static double Steps(int length, double radius) => Math.Min(length, Lifetimes / (1.0 - radius));
}
