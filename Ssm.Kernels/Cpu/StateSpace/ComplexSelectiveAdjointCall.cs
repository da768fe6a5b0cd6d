namespace Ssm.Kernels;

/// <summary>From what is known when a complex scan runs to the loop that was compiled for it.</summary>
internal static class ComplexSelectiveAdjointCall
{
    internal static void Forward<T>(
        in SelectiveAdjointColumn<T> column, SelectiveScanShape shape, int state, int begin, int end, bool bounded)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (shape.ConstantInput, shape.ConstantOutput)
        {
            case (false, false):
                Forward<T, SharedWeights<T>, SharedWeights<T>>(column, state, begin, end, bounded);
                break;
            case (false, true):
                Forward<T, SharedWeights<T>, LaneWeights<T>>(column, state, begin, end, bounded);
                break;
            case (true, false):
                Forward<T, LaneWeights<T>, SharedWeights<T>>(column, state, begin, end, bounded);
                break;
            default:
                Forward<T, LaneWeights<T>, LaneWeights<T>>(column, state, begin, end, bounded);
                break;
        }
    }

    internal static void Back<T>(
        in SelectiveAdjointColumn<T> column, SelectiveScanShape shape, int state, int begin, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (shape.ConstantInput, shape.ConstantOutput)
        {
            case (false, false):
                ComplexSelectiveAdjointLoops.Back<T, SharedWeights<T>, SharedWeights<T>>(column, state, begin, end);
                break;
            case (false, true):
                ComplexSelectiveAdjointLoops.Back<T, SharedWeights<T>, LaneWeights<T>>(column, state, begin, end);
                break;
            case (true, false):
                ComplexSelectiveAdjointLoops.Back<T, LaneWeights<T>, SharedWeights<T>>(column, state, begin, end);
                break;
            default:
                ComplexSelectiveAdjointLoops.Back<T, LaneWeights<T>, LaneWeights<T>>(column, state, begin, end);
                break;
        }
    }

    private static void Forward<T, TB, TC>(
        in SelectiveAdjointColumn<T> column, int state, int begin, int end, bool bounded)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TB : struct, ISelectiveWeights<T>
        where TC : struct, ISelectiveWeights<T>
    {
        if (bounded)
        {
            ComplexSelectiveAdjointLoops.Forward<T, TB, TC, BoundedComplexDecay<T>>(column, state, begin, end);
        }
        else
        {
            ComplexSelectiveAdjointLoops.Forward<T, TB, TC, AnyComplexDecay<T>>(column, state, begin, end);
        }
    }
}
