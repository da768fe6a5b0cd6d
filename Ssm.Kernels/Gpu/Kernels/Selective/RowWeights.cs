using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Weights that differ between the steps, in shared memory: all threads of a group read the same ones.
/// </summary>
internal readonly struct RowWeights<T, TNumber>(ArrayView<WeightQuad<T>> quads, ArrayView<T> rows, int states)
    : IStepWeights<T, TNumber, RowWeights<T, TNumber>>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TNumber : unmanaged, IStateNumber<T, TNumber>
{
    private readonly ArrayView<WeightQuad<T>> _quads = quads;
    private readonly ArrayView<T> _rows = rows;
    private readonly int _states = states;

    public static bool ByStep => true;

    public static RowWeights<T, TNumber> Of(
        ArrayView<WeightQuad<T>> rows, int states, ComplexPlanes<T> memory, int at) =>
        new(rows, rows.Cast<T>(), states);

    public TNumber One(int step, int state)
    {
        int at = (step * TNumber.Planes * _states) + state;
        return TNumber.Of(_rows[at], TNumber.Planes > 1 ? _rows[at + _states] : T.Zero);
    }

    public NumberQuad<TNumber> Four(int step, int state)
    {
        int at = ((step * TNumber.Planes * _states) + state) / 4;
        WeightQuad<T> re = _quads[at], im = TNumber.Planes > 1 ? _quads[at + (_states / 4)] : re;
        return new(
            TNumber.Of(re.V0, im.V0), TNumber.Of(re.V1, im.V1), TNumber.Of(re.V2, im.V2), TNumber.Of(re.V3, im.V3));
    }
}
