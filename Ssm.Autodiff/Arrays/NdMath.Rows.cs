namespace Ssm.Autodiff;

/// <content>Rows of tables, real or complex, by the positions of flat rows.</content>
internal static partial class NdMath
{
    /// <summary>Row positions[r] of a table of rows of <paramref name="width"/> numbers, for every r.</summary>
    internal static NdArray<T> GatherRows<T>(NdArray<T> table, Indices positions, int width, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        IBackend<T> backend = table.Backend;
        NdArray<T> y = NdArray<T>.Allocate(shape, backend, table.IsComplex);

        // Rows of nothing, or none: nothing to do, and no width that the backend takes.
        if (shape.Count == 0)
        {
            return y;
        }

        backend.Gather(table.Re, positions.On(backend), y.Re, width);
        if (table.IsComplex)
        {
            backend.Gather(table.Im, positions.On(backend), y.Im, width);
        }

        return y;
    }

    /// <summary>A table of zeros to whose row positions[r] row r is added, for every r in order.</summary>
    internal static NdArray<T> ScatterRows<T>(NdArray<T> rows, Indices positions, int width, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        IBackend<T> backend = rows.Backend;
        NdArray<T> table = NdArray<T>.AllocateZeros(shape, backend, rows.IsComplex);
        if (rows.Shape.Count == 0)
        {
            return table;
        }

        backend.ScatterAdd(rows.Re, positions.On(backend), table.Re, width);
        if (rows.IsComplex)
        {
            backend.ScatterAdd(rows.Im, positions.On(backend), table.Im, width);
        }

        return table;
    }
}
