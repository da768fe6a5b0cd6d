namespace Ssm.Autodiff;

/// <content>Rows looked up in a table.</content>
public static partial class Op
{
    /// <summary>Row <c>ids[…]</c> of a table for every index.</summary>
    /// <remarks>Adjoint: each row of ȳ is added to the table row it came from, in the order of the indices.</remarks>
    /// <param name="table">The table, real, (V, H).</param>
    /// <param name="ids">Indices 0 … V − 1, of any shape (…).</param>
    /// <returns>Real, (…, H).</returns>
    /// <exception cref="ArgumentException">The table is not a real matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index lies outside the table.</exception>
    public static Variable<T> Embedding<T>(Variable<T> table, Indices ids)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(ids);
        NdMath.RequireReal(nameof(Embedding), table.Array);
        if (table.Shape.Rank != 2)
        {
            throw new ArgumentException($"Embedding: 'table' has shape {table.Shape}, expected (V, H).", nameof(table));
        }

        ids.RequireRange(nameof(Embedding), 0, table.Shape[0]);
        IBackend<T> backend = table.Backend;
        NdArray<T> y = NdArray<T>.Allocate(new Shape([.. ids.Shape.Sizes, table.Shape[1]]), backend);
        backend.Gather(table.Array.Re, ids.On(backend), y.Re, table.Shape[1]);
        return table.Tape is { } tape ? Record(tape, table, ids, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> table, Indices ids, NdArray<T> y)
        {
            return tape.Record(y, EmbeddingPullback, [table]);

            void EmbeddingPullback(NdArray<T> dy, Gradients<T> gradients)
            {
                NdArray<T> dTable = NdArray<T>.AllocateZeros(table.Shape, dy.Backend);
                dy.Backend.ScatterAdd(dy.Re, ids.On(dy.Backend), dTable.Re, table.Shape[1]);
                gradients.Add(table, dTable);
            }
        }
    }
}
