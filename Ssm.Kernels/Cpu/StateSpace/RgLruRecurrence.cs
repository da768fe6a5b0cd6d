using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ssm.Kernels;

/// <summary>The recurrence of RG-LRU in one pass from its input and the logits of its gates to its states.</summary>
/// <remarks>
/// <code>
///   w[t] = rate ⊙ σ(r[t]),  a[t] = e^−w[t]
///   h[t] = a[t] ⊙ h[t−1] + √(1 − a[t]² + ε) ⊙ σ(i[t]) ⊙ x[t],  and σ(i[t]) ⊙ x[t] where a sequence begins
/// </code>
/// De et al., "Griffin: Mixing Gated Linear Recurrences with Local Attention for Efficient Language Models", 2024,
/// arXiv:2402.19427, equations 1 to 4. Nothing but the states is kept; the adjoint computes the rest again, with g the
/// gradient of the state, v = σ(i) ⊙ x, m the root and m' = a² min(1/m, twice the largest slope) its slope in w:
/// <code>
///   g[t] = h̄[t] + a[t+1] g[t+1]      x̄ = g m σ(i)      ī = g m v (1 − σ(i))      h̄₀ = a[0] g[0]
///   w̄ = g (m' v − a h[t−1])          r̄ = w̄ rate σ(r) (1 − σ(r))                  the rate's: Σ w̄ σ(r)
/// </code>
/// where a, r̄ and w̄ are 0 if a sequence begins. Arrays are time-major, lanes run across channels: each channel's bits
/// depend on that channel alone and are the same for any number of threads. The sum over time is formed in blocks of 32
/// steps, then over the blocks and the sequences, in order. No output may overlap an input.
/// </remarks>
public static unsafe partial class RgLruRecurrence
{
    /// <summary>All states.</summary>
    /// <param name="operands">What is read.</param>
    /// <param name="root">√(1 − a² + ε) as a function of 2w.</param>
    /// <param name="h">(B, L, C).</param>
    /// <param name="shape">B, L, C.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Forward<T>(
        in RgLruOperands<T> operands, SqrtOneMinusExp<T> root, Span<T> h, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(operands, shape, threads);
        Guard.Length(h.Length, shape.Elements, nameof(RgLruRecurrence));
        if (shape.Elements > 0 && shape.Channels < Vector<T>.Count)
        {
            RgLruNarrow<T> narrow = new(operands, shape);
            T[] wide = narrow.Rows();
            Forward(narrow.Operands, root, wide, narrow.Wide, threads);
            narrow.Take(wide, h);
            return;
        }

        int states = shape.StateElements, room = checked((3 * states) + shape.Channels);
        T[] rented = ArrayPool<T>.Shared.Rent(room);
        rented.AsSpan(3 * states, shape.Channels).Clear();
        fixed (T* x = operands.X, r = operands.RecurrenceGate, i = operands.InputGate, rate = operands.Rate)
        fixed (T* initial = operands.Initial, hp = h, scratch = rented)
        fixed (int* starts = operands.Starts)
        {
            RgLruWork<T> work = new()
            {
                Shape = shape,
                Root = root,
                X = x,
                RecurrenceGate = r,
                InputGate = i,
                Rate = rate,
                Initial = initial,
                Starts = starts,
                AllBegin = operands.Begins,
                H = hp,
                Open = scratch,
                A = scratch + states,
                Coefficient = scratch + (2 * states),
                Zeros = scratch + (3 * states),
            };
            WorkSplit.Run(Pieces(shape), 1, work.Operations, threads, work, ForwardPieces);
        }

        ArrayPool<T>.Shared.Return(rented);
    }

    /// <summary>All gradients.</summary>
    /// <param name="operands">As given to the scan.</param>
    /// <param name="root">As given.</param>
    /// <param name="h">(B, L, C), the states.</param>
    /// <param name="dh">(B, L, C); the gradient of an exported last state is already added to its row.</param>
    /// <param name="gradients">What is written.</param>
    /// <param name="shape">B, L, C.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Adjoint<T>(
        in RgLruOperands<T> operands, SqrtOneMinusExp<T> root, ReadOnlySpan<T> h, ReadOnlySpan<T> dh,
        in RgLruGradients<T> gradients, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(operands, shape, threads);
        Guard.Length(h.Length, shape.Elements, nameof(RgLruRecurrence));
        Guard.Length(dh.Length, shape.Elements, nameof(RgLruRecurrence));
        Check(
            gradients.X.Length, gradients.RecurrenceGate.Length, gradients.InputGate.Length, gradients.Rate.Length,
            gradients.Initial.Length, shape);
        if (shape.Elements > 0 && shape.Channels < Vector<T>.Count)
        {
            new RgLruNarrow<T>(operands, shape).Adjoint(root, h, dh, gradients, threads);
            return;
        }

        int states = shape.StateElements, room = checked((6 * states) + shape.Channels);
        T[] rented = ArrayPool<T>.Shared.Rent(room);
        rented.AsSpan(3 * states, room - (3 * states)).Clear();
        fixed (T* x = operands.X, r = operands.RecurrenceGate, i = operands.InputGate, rate = operands.Rate)
        fixed (T* initial = operands.Initial, hp = h, dhp = dh, dx = gradients.X, dr = gradients.RecurrenceGate)
        fixed (T* di = gradients.InputGate, dinitial = gradients.Initial, scratch = rented)
        fixed (int* starts = operands.Starts)
        {
            RgLruWork<T> work = new()
            {
                Shape = shape,
                Root = root,
                X = x,
                RecurrenceGate = r,
                InputGate = i,
                Rate = rate,
                Initial = initial,
                Starts = starts,
                AllBegin = operands.Begins,
                H = hp,
                Dh = dhp,
                Dx = dx,
                DRecurrenceGate = dr,
                DInputGate = di,
                DInitial = dinitial,
                Open = scratch,
                A = scratch + states,
                Coefficient = scratch + (2 * states),
                Carry = scratch + (3 * states),
                Block = scratch + (4 * states),
                Total = scratch + (5 * states),
                Zeros = scratch + (6 * states),
            };
            WorkSplit.Run(Pieces(shape), 1, 2 * work.Operations, threads, work, AdjointPieces);
            gradients.Rate.Clear();
            fixed (T* sum = gradients.Rate)
            {
                for (int batch = 0; batch < shape.Batch; batch++)
                {
                    TapRows.Add(work.Total + work.State(batch, 0), sum, shape.Channels);
                }
            }
        }

        ArrayPool<T>.Shared.Return(rented);
    }

    /// <summary>The argument checks, of lengths: 0 is an operand that was left out.</summary>
    internal static void Check(int x, int recurrenceGate, int inputGate, int rate, int initial, in ScanShape shape)
    {
        Guard.Length(x, shape.Elements, nameof(RgLruRecurrence));
        Guard.Length(recurrenceGate, shape.Elements, nameof(RgLruRecurrence));
        Guard.Length(inputGate, shape.Elements, nameof(RgLruRecurrence));
        Guard.Length(rate, shape.Channels, nameof(RgLruRecurrence));
        ScanChecks.Optional(initial, shape.StateElements, nameof(RgLruRecurrence), nameof(initial));
    }

    private static void Check<T>(in RgLruOperands<T> operands, in ScanShape shape, int threads)
        where T : unmanaged
    {
        ScanChecks.Shape(shape, threads, nameof(RgLruRecurrence));
        Check(
            operands.X.Length, operands.RecurrenceGate.Length, operands.InputGate.Length, operands.Rate.Length,
            operands.Initial.Length, shape);
        ScanChecks.Optional(
            operands.Starts.Length, checked(shape.Batch * shape.Length), nameof(RgLruRecurrence),
            nameof(operands.Starts));
    }

    // Without channels or steps there is nothing to walk; the adjoint's carry is 0 then, as it should be.
    private static int Pieces(in ScanShape shape) => shape.Channels == 0 ? 0 : new ScanTiles(shape).Count;

    private static bool IsWide<T>(int channels) =>
        typeof(T) == typeof(float) && Vector512.IsHardwareAccelerated
        && Vector<float>.Count < Vector512<float>.Count && channels >= Vector512<float>.Count;

    private static void ForwardPieces<T>(RgLruWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ScanTiles tiles = new(work.Shape);
        for (int piece = start; piece < end; piece++)
        {
            (int batch, int channel, int channels) = tiles[piece];
            Forward(work, batch, channel, channels);
        }
    }

    private static void Forward<T>(in RgLruWork<T> work, int batch, int channel, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (IsWide<T>(channels))
        {
            RgLruLoops.Forward<float, WideGateLanes>(
                Unsafe.BitCast<RgLruWork<T>, RgLruWork<float>>(work), batch, channel, channels);
        }
        else
        {
            RgLruLoops.Forward<T, GateLanes<T>>(work, batch, channel, channels);
        }
    }

    private static void AdjointPieces<T>(RgLruWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ScanTiles tiles = new(work.Shape);
        for (int piece = start; piece < end; piece++)
        {
            (int batch, int channel, int channels) = tiles[piece];
            if (IsWide<T>(channels))
            {
                RgLruLoops.Adjoint<float, WideGateLanes>(
                    Unsafe.BitCast<RgLruWork<T>, RgLruWork<float>>(work), batch, channel, channels);
            }
            else
            {
                RgLruLoops.Adjoint<T, GateLanes<T>>(work, batch, channel, channels);
            }
        }
    }
}
