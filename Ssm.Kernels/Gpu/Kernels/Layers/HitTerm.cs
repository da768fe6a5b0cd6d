using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>1 where an entry of a row of logits does not keep the label's from being the first of the greatest.
/// </summary>
internal readonly struct HitTerm<T>(ArrayView<T> logits, ArrayView<int> labels, int width) : ITerm<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ArrayView<T> _logits = logits;
    private readonly ArrayView<int> _labels = labels;
    private readonly int _width = width;

    /// <inheritdoc/>
    public T At(int row, int column)
    {
        int label = _labels[row], start = row * _width;
        bool known = label >= 0 && label < _width;
        T x = _logits[start + column], first = _logits[start], best = _logits[start + (known ? label : 0)];

        // What is no number compares as false: it beats nothing, but neither is it the greatest.
        bool beaten = column < label ? x >= best : x > best;
        return known && !T.IsNaN(first) && !T.IsNaN(best) && !beaten ? T.One : T.Zero;
    }
}
