using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Kernels;

namespace Ssm.Perf.Equivalence;

/// <summary>How much a model magnifies relative changes: of its parameters, its inputs, and its states.</summary>
/// <remarks>
/// Measured, not estimated: in double, each kind of number is multiplied by 1 ± η with random signs, η being the root
/// of the rounding error of double, and the largest change of an output, over the largest output and η, is the
/// condition. The signs of a state's numbers stay the same at every step. That is what a rounded ā does, wrong by the
/// same part at every step, and it is the way in which errors add up most: with ‖K‖₁ for one rounding at each step, and
/// with Σ l |K[l]| for a rounded ā, as for any power of it that a scan or a convolution forms.
/// </remarks>
/// <param name="Parameters">Of the parameters.</param>
/// <param name="Inputs">Of the inputs.</param>
/// <param name="States">Of the states after each step.</param>
internal sealed record EquivalenceCondition(double Parameters, double Inputs, double States)
{
    // Among as many outputs as a sequence has, three draws of signs do not all miss the worst by much.
    private const int Draws = 3;

    // 2^−26: far above what double rounds, far below where the second order shows.
    private const double Eta = 1.0 / (1 << 26);

    /// <param name="model">The model.</param>
    /// <param name="layer">Its layer; its parameters are the same again afterwards.</param>
    /// <param name="u">(L, H).</param>
    /// <param name="random">Where signs are drawn from.</param>
    internal static EquivalenceCondition Measure(
        EquivalenceModel model, SequenceLayer<double> layer, double[] u, RandomSource random)
    {
        EquivalenceReference reference = new(model, layer);
        double[] y = reference.Run(u);
        double largest = y.Max(Math.Abs);
        EquivalenceCondition worst = new(0, 0, 0);
        for (int draw = 0; draw < Draws; draw++)
        {
            double[] inputs = Disturbed(u, random);
            worst = new EquivalenceCondition(
                Math.Max(worst.Parameters, Of(WithParameters(model, layer, u, random))),
                Math.Max(worst.Inputs, Of(reference.Run(inputs))),
                Math.Max(worst.States, Of(WithStates(reference, u, random))));
        }

        return worst;

        double Of(double[] disturbed) =>
            largest == 0 ? 0 : y.Zip(disturbed, (a, b) => Math.Abs(a - b)).Max() / (largest * Eta);
    }

    private static double[] WithParameters(
        EquivalenceModel model, SequenceLayer<double> layer, double[] u, RandomSource random)
    {
        NdArray<double>[] arrays = [.. layer.Parameters.Select(p => p.Variable.Value)];
        NdArray<double>[] kept = Array.ConvertAll(arrays, array => array.Copy());
        foreach (NdArray<double> array in arrays)
        {
            double[] im = Disturbed(array.ImaginaryToArray(), random);
            array.Assign(HostArrays.Make(Disturbed(array.ToArray(), random), im, array));
        }

        double[] y = new EquivalenceReference(model, layer).Run(u);
        for (int i = 0; i < arrays.Length; i++)
        {
            arrays[i].Assign(kept[i]);
        }

        return y;
    }

    private static double[] WithStates(EquivalenceReference reference, double[] u, RandomSource random)
    {
        double[] factors = [];
        return reference.Run(u, Disturb);

        void Disturb(double[] state)
        {
            if (factors.Length != state.Length)
            {
                factors = new double[state.Length];
                Array.Fill(factors, 1.0);
                factors = Disturbed(factors, random);
            }

            for (int i = 0; i < state.Length; i++)
            {
                // A whole number is a counter: every form has it exactly.
                state[i] = state[i] == Math.Floor(state[i]) ? state[i] : state[i] * factors[i];
            }
        }
    }

    private static double[] Disturbed(double[] values, RandomSource random) =>
        Array.ConvertAll(values, x => x * ((random.NextUInt64() & 1) == 0 ? 1 + Eta : 1 - Eta));
}
