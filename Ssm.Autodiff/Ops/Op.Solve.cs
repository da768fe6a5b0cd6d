namespace Ssm.Autodiff;

/// <content>Small linear systems.</content>
public static partial class Op
{
    /// <summary>X of A·X = B, for each of a stack of small matrices.</summary>
    /// <remarks>
    /// Adjoint: B̄ = A⁻ᴴ·X̄, Ā = −B̄·Xᴴ. Giles, "Collected Matrix Derivative Results for Forward and Reverse Mode
    /// Algorithmic Differentiation", 2008, section 2.2.
    /// </remarks>
    /// <param name="a">(…, N, N), real or complex.</param>
    /// <param name="b">(…, N, M), with the same axes before the last two.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together, or a matrix is singular.</exception>
    public static Variable<T> Solve<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool fits = a.Shape.Rank >= 2 && b.Shape.Rank == a.Shape.Rank && a.Shape[^1] == a.Shape[^2]
            && b.Shape.Sizes[..^1].SequenceEqual(a.Shape.Sizes[..^1]);
        if (!fits)
        {
            throw new ArgumentException($"Solve: 'a' has shape {a.Shape} and 'b' {b.Shape}, expected (…, N, N) and " +
                "(…, N, M).");
        }

        NdMath.RequireSameDevice(nameof(Solve), a.Array, b.Array);
        NdArray<T> x = LinearSystem.Solve(a.Array, b.Array);
        return Tape<T>.Of(a, b) is { } tape ? Record(tape, a, b, x) : Constant(x);

        static Variable<T> Record(Tape<T> tape, Variable<T> a, Variable<T> b, NdArray<T> x)
        {
            return tape.Record(x, SolvePullback, [a, b]);

            void SolvePullback(NdArray<T> dx, Gradients<T> gradients)
            {
                int[] order = [.. Enumerable.Range(0, a.Shape.Rank)];
                (order[^1], order[^2]) = (order[^2], order[^1]);
                NdArray<T> db = LinearSystem.Solve(NdMath.Conjugate(NdMath.Permute(a.Array, order)), dx);
                gradients.Add(b, db);
                if (a.Tape is not null)
                {
                    gradients.Add(a, NdMath.Negate(NdMath.MatMul(db, NdMath.Conjugate(x), transposeB: true)));
                }
            }
        }
    }

    /// <summary>A⁻¹ of each of a stack of small matrices: <see cref="Solve"/> with B = I.</summary>
    /// <remarks>Adjoint: Ā = −A⁻ᴴ·ȳ·A⁻ᴴ.</remarks>
    /// <param name="a">(…, N, N), real or complex.</param>
    /// <exception cref="ArgumentException">The matrices are not square, or one is singular.</exception>
    public static Variable<T> Inverse<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> identity = Identity(a.Shape.Rank == 0 ? 1 : a.Shape[^1], a.Backend);
        return a.Shape.Rank >= 2 && a.Shape[^1] == a.Shape[^2]
            ? Solve(a, BroadcastTo(Constant(identity), a.Shape))
            : throw new ArgumentException($"Inverse: 'a' has shape {a.Shape}, expected (…, N, N).", nameof(a));
    }
}
