namespace Ssm.Perf.Reports;

/// <summary>The words of the page of the equivalence table.</summary>
internal static class EquivalenceText
{
    /// <summary>What each form is.</summary>
    internal const string Forms =
        """
        ## The forms

        Each model is made with the initial values of its paper, and gets three rows of normal random numbers. The
        **reference** is the recursion in double, one step after another, with the very numbers of the layer that is
        verified: for float, parameters that were rounded to float. A layer that reads both ways is held against the sum
        of two such recursions, one of them backwards in time.

        | form | is |
        | --- | --- |
        | convolution, scan | `Forward(u)`: the whole sequence in the model's own way |
        | scan: step after step, Blelloch, chunked | the model's discrete system by the scan of that name |
        | rows alone | each row of the batch by itself |
        | loop | `Forward(u, state)`: the whole sequence as one chunk, from the zero state |
        | chunks of … | `Forward(u, state)` in chunks that hand their state on; after 256 of them the rest as one |
        | step | `Stepper.Step`, one sample after another |
        | loop, then step; step, then loop | the state of one goes to the other in the middle |
        | left-padded, right-padded | rows of all steps, of two thirds of them, and of one, filled up with 1000s |
        | packed | rows of several sequences, and padding between some |
        | …, then on | a chunk that goes on from the states of padded rows |
        | …, 1 thread | against several threads, the bits: of outputs, of states, of the gradients of all parameters |
        | …, first run | the same on another device than the CPU, against a second run |
        | saved and restored | the state goes through bytes in the middle, the bits |
        | forked | the state's fork goes another way in between, the bits |

        """;

    /// <summary>How a tolerance is derived.</summary>
    internal const string Tolerances =
        """
        ## The tolerances

        An error is the largest difference of an output, relative to the largest output. Forms that do the same
        operations in the same order have tolerance 0: the bits are the same. All others differ by rounding, and how
        much that can be is derived, not fitted:

        To first order, what a form computes is the exact result for parameters θ, inputs u and states x that are wrong
        by δ each, |δ| being at most as many units of roundoff (2⁻²⁴ in float, 2⁻⁵³ in double) as there are roundings on
        the way from one of these numbers to the next. The conditions κ say what becomes of one unit in all of a kind:

            error ≤ units · (rθ κθ + ru κu + rx κx + ry + transforms)

        * **κ** is measured, for each model and length, in double: all numbers of a kind are multiplied by 1 ± η, with
          η = 2⁻²⁶ and random signs, and κ is the largest change of an output over η and the largest output; the worst
          of three draws. The signs of a state stay the same at every step, as the error of a rounded ā does: errors
          then add up over the whole memory of the model, so κx grows with the length up to about 1 / (1 − |ā|), as
          does Σ l |K[l]| relative to ‖K‖.
        * **r** counts roundings: rθ = 19 (two functions such as an exponential at 6 units, a product, the quotient of a
          discretisation), ru = 8 (products and gates), rx = 13 (the rounded ā, its product with the state, the sum),
          ry = 4. A scan in parallel over time multiplies powers of ā: a power of l steps has l rounded ā and l products
          behind it, as many as l steps of a loop, so the count is the same.
        * A sum of **n** terms, over channels or modes, adds 2√n to each r: rounding errors of different terms are not
          correlated (Higham and Mary, "A New Approach to Probabilistic Rounding Error Analysis", 2019).
        * A Fourier transform of m points makes an error of 7 log₂ m units relative to the norm (Higham, "Accuracy and
          Stability of Numerical Algorithms", 2002, theorem 24.2). A convolution makes three of 2L points:
          **transforms** = 21 log₂(2L) (1 + κu) where a model convolves, else 0.
        * The reference makes such errors too, so units is the sum of the two types' roundoffs. "Rows alone" is held
          against rows of a batch in the same type: twice the tolerance.

        That a wrong form is found is tested with layers that are broken on purpose: they forget a state at a border,
        read a step late, let padding in, or give other bits on other threads.

        """;
}
