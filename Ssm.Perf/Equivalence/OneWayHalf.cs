using Ssm.Autodiff;
using Ssm.Core.Layers;

namespace Ssm.Perf.Equivalence;

/// <summary>A layer that reads both ways, taken apart into two that read one way.</summary>
internal static class OneWayHalf
{
    /// <summary>Gives a layer of one way the numbers of one that reads both: all the same, but its half of C.</summary>
    /// <param name="one">The layer of one way.</param>
    /// <param name="both">The layer that reads both ways.</param>
    /// <param name="c">C of the layer of one way.</param>
    /// <param name="axis">The axis along which the other's C has the backward half last.</param>
    /// <param name="d">D of the layer of one way: zero for the backward half.</param>
    /// <param name="back">Whether it is the backward half.</param>
    internal static void Fill(
        SequenceLayer<double> one,
        SequenceLayer<double> both,
        Variable<double> c,
        int axis,
        Variable<double> d,
        bool back)
    {
        int half = c.Shape[axis];
        foreach ((Parameter<double> to, Parameter<double> from) in one.Parameters.Zip(both.Parameters))
        {
            Variable<double> source = ReferenceEquals(to.Variable, c)
                ? Op.Slice(from.Variable, axis, back ? half : 0, half)
                : from.Variable;
            to.Variable.Value.Assign(source.Value);
        }

        if (back)
        {
            d.Value.Assign(new double[d.Shape.Count]);
        }
    }
}
