using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

internal static partial class OpRows
{
    // Chunks that divide the length, that do not, of one step, and longer than the sequence; heads in groups; nothing.
    private static IEnumerable<OpRow<T>> Duals<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [
            .. ((int[][])[[1], [2], [5], [2, 3], [2, 0], [2, 2, 4]]).Select(sizes => new OpRow<T>(
                nameof(Op.SegmentSum), [OpInput.Real(sizes)], x => Op.SegmentSum(x[0]), 256)),
            .. from size in new DualSize[]
               {
                   new(1, 1, 1, 1, 1, 1, 1), new(2, 6, 2, 3, 1, 4, 3), new(2, 7, 4, 2, 2, 3, 3),
                   new(1, 5, 3, 1, 3, 2, 1), new(1, 4, 2, 5, 2, 1, 9), new(2, 0, 2, 2, 1, 2, 4),
                   new(0, 3, 2, 2, 1, 2, 2),
               }
               from initial in new[] { true, false }
               from results in size.Length == 0 ? [0] : Enumerable.Range(0, 3)
               select Dual<T>(size, initial, results),
        ];

    private static OpRow<T> Dual<T>(DualSize s, bool initial, int results)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OpInput weights = OpInput.Real(s.Batch, s.Length, s.Groups, s.States);
        OpInput[] inputs =
        [
            OpInput.Real(s.Batch, s.Length, s.Heads, s.Width),
            new(new Shape(s.Batch, s.Length, s.Heads), false, -1.5, -0.1),
            weights,
            weights,
            .. initial ? [OpInput.Real(s.Batch, s.Heads, s.Width, s.States)] : Array.Empty<OpInput>(),
        ];
        return new OpRow<T>(
            nameof(Op.StateSpaceDual), inputs,
            x =>
            {
                (Variable<T> y, Variable<T> final) = Op.StateSpaceDual(
                    x[0], x[1], x[2], x[3], s.Chunk, initial ? x[4] : null);
                return results switch
                {
                    0 => y,
                    1 => Flat(y, final),
                    _ => final,
                };
            },
            1024);
    }

    private sealed record DualSize(int Batch, int Length, int Heads, int Width, int Groups, int States, int Chunk);
}
