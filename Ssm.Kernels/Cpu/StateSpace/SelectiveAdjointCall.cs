namespace Ssm.Kernels;

/// <summary>From what is known when a scan runs to the loop that was compiled for it.</summary>
internal static class SelectiveAdjointCall
{
    internal static void Forward<T>(
        in SelectiveAdjointColumn<T> column, SelectiveScanShape shape, int state, int begin, int end,
        bool bounded)
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
                Back<T, SharedWeights<T>, SharedWeights<T>>(column, state, begin, end);
                break;
            case (false, true):
                Back<T, SharedWeights<T>, LaneWeights<T>>(column, state, begin, end);
                break;
            case (true, false):
                Back<T, LaneWeights<T>, SharedWeights<T>>(column, state, begin, end);
                break;
            default:
                Back<T, LaneWeights<T>, LaneWeights<T>>(column, state, begin, end);
                break;
        }
    }

    private static void Forward<T, TB, TC>(in SelectiveAdjointColumn<T> column, int state, int begin, int end,
        bool bounded)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TB : struct, ISelectiveWeights<T>
        where TC : struct, ISelectiveWeights<T>
    {
        switch (state + 1 < column.Forward.States, bounded)
        {
            case (true, true):
                SelectiveAdjointLoops.ForwardTwo<T, TB, TC, BoundedDecay<T>>(column, state, begin, end);
                break;
            case (true, false):
                SelectiveAdjointLoops.ForwardTwo<T, TB, TC, AnyDecay<T>>(column, state, begin, end);
                break;
            case (false, true):
                SelectiveAdjointLoops.ForwardOne<T, TB, TC, BoundedDecay<T>>(column, state, begin, end);
                break;
            default:
                SelectiveAdjointLoops.ForwardOne<T, TB, TC, AnyDecay<T>>(column, state, begin, end);
                break;
        }
    }

    private static void Back<T, TB, TC>(in SelectiveAdjointColumn<T> column, int state, int begin, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TB : struct, ISelectiveWeights<T>
        where TC : struct, ISelectiveWeights<T>
    {
        if (state + 1 < column.Forward.States)
        {
            SelectiveAdjointLoops.BackTwo<T, TB, TC>(column, state, begin, end);
        }
        else
        {
            SelectiveAdjointLoops.BackOne<T, TB, TC>(column, state, begin, end);
        }
    }
}
