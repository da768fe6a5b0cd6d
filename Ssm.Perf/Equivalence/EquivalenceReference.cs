using Ssm.Core.Layers;

namespace Ssm.Perf.Equivalence;

/// <summary>What every form is held against: the recursion in double, one step after another.</summary>
/// <param name="model">The model.</param>
/// <param name="layer">Its layer in double, with the numbers of the layer that is verified.</param>
internal sealed class EquivalenceReference(EquivalenceModel model, SequenceLayer<double> layer)
{
    private readonly IReadOnlyList<EquivalenceDirection> _directions = model.Directions(layer);

    /// <summary>Channels of the output.</summary>
    internal int Outputs => _directions[0].Stepper.OutputSize;

    /// <summary>One sequence from its start.</summary>
    /// <param name="u">(L, H).</param>
    /// <param name="disturb">Changes a state after each step; nothing where absent.</param>
    /// <returns>(L, outputs).</returns>
    internal double[] Run(ReadOnlySpan<double> u, Action<double[]>? disturb = null)
    {
        int length = u.Length / model.Channels;
        double[] sum = new double[length * Outputs];
        double[] y = new double[Outputs];
        foreach (EquivalenceDirection direction in _directions)
        {
            double[] state = new double[direction.Stepper.StateSize];
            for (int i = 0; i < length; i++)
            {
                int t = direction.Backwards ? length - 1 - i : i;
                direction.Stepper.Step(u.Slice(t * model.Channels, model.Channels), state, y);
                disturb?.Invoke(state);
                int to = t - direction.Offset;
                for (int h = 0; to >= 0 && h < y.Length; h++)
                {
                    sum[(to * y.Length) + h] += y[h];
                }
            }
        }

        return sum;
    }

    /// <summary>Every sequence of packed or padded rows by itself; zeros on padding.</summary>
    /// <param name="u">(B, L, H).</param>
    /// <param name="segments">Which steps belong together.</param>
    /// <returns>(B, L, outputs).</returns>
    internal double[] Run(ReadOnlySpan<double> u, Segments segments)
    {
        double[] y = new double[segments.Batch * segments.Length * Outputs];
        foreach (Segment segment in segments.Items)
        {
            int start = (segment.Row * segments.Length) + segment.Start;
            Run(u.Slice(start * model.Channels, segment.Length * model.Channels)).CopyTo(y, start * Outputs);
        }

        return y;
    }
}
