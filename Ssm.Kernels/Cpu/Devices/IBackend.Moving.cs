namespace Ssm.Kernels;

/// <content>Primitives that move numbers without computing.</content>
public partial interface IBackend<T>
{
    /// <summary>Copies a rectangle: row r of <paramref name="from"/> to row r of <paramref name="to"/>.</summary>
    /// <remarks>
    /// Slices, concatenation and padding along any axis are such copies. The views start at the first row.
    /// </remarks>
    void CopyRows(View<T> from, View<T> to, in RowCopy shape);

    /// <summary>
    /// Reorders the axes: axis i of <paramref name="y"/> is axis <c>order[i]</c> of <paramref name="x"/>.
    /// </summary>
    void Permute(View<T> x, View<T> y, ReadOnlySpan<int> sizes, ReadOnlySpan<int> order);

    /// <summary>Reverses the middle axis of (outer, length, inner).</summary>
    void Flip(View<T> x, View<T> y, in AxisShape shape);

    /// <summary>Copies row <c>indices[r]</c> of a table (V, width) to row r of <paramref name="y"/>.</summary>
    void Gather(View<T> table, View<int> indices, View<T> y, int width);

    /// <summary>Adds row r to row <c>indices[r]</c> of a table (V, width), rows in the order of r.</summary>
    void ScatterAdd(View<T> rows, View<int> indices, View<T> table, int width);
}
