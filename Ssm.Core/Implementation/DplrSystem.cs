using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Core.Implementation;

/// <summary>
/// A state space whose matrix is diagonal plus low rank, A = Λ − P P*, discretised by the bilinear rule: it stays
/// diagonal plus low rank, Ā = diag(ā) − Σ_r g_r f_r.
/// </summary>
/// <remarks>
/// With z = Δλ, m = 1/(2 − z) and Woodbury's identity, (2 − ΔA)⁻¹ = m − m ΔP Γ⁻¹ P* m where Γ = I + P* m ΔP, so that
/// <code>
///   Ā = 4(2 − ΔA)⁻¹ − I     ā = (2 + z) m     f = P* m     g = 4 m ΔP Γ⁻¹
///   B̄ = 2(2 − ΔA)⁻¹ ΔB      = 2 m ΔB − ½ g (f ΔB)
/// </code>
/// Gu, Goel and Ré, 2022, arXiv:2111.00396, appendix C.2. Of each conjugate pair one mode is stored, and the low-rank
/// term couples the halves: all of it is therefore written on the real vector (Re x, Im x), on which a product with
/// the doubled vector (p, conj p) is the real row 2(Re p, −Im p). Shapes: H channels, N modes, R the rank.
/// </remarks>
internal sealed class DplrSystem<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _dt;       // (H, N)
    private readonly Variable<T> _m;        // complex (H, N)

    /// <param name="lambda">Λ, complex, (H, N).</param>
    /// <param name="dt">Δ, real, (H, N).</param>
    /// <param name="p">P, complex, (R, H, N).</param>
    internal DplrSystem(Variable<T> lambda, Variable<T> dt, Variable<T> p)
    {
        (int channels, int modes) = (lambda.Shape[0], lambda.Shape[1]);
        Variable<T> z = dt * lambda;
        Variable<T> two = NdArray<T>.Scalar(T.CreateChecked(2), z.Backend);
        _dt = dt;
        _m = Op.Reciprocal(two - z);
        ABar = (two + z) * _m;

        Variable<T> rows = Op.Permute(p, 1, 0, 2);                                              // (H, R, N)
        Variable<T> m = Op.Reshape(_m, [channels, 1, modes]);
        Variable<T> scaled = Op.Reshape(dt, [channels, 1, modes]) * rows;
        F = Row(Op.Conjugate(rows) * m);
        Variable<T> gamma = Identity(p.Shape[0], z.Backend) + Op.MatMul(Column(scaled), F, transposeB: true);
        G = Op.Solve(gamma, Column(Op.Scale(scaled * m, T.CreateChecked(4))));
    }

    /// <summary>ā, complex, (H, N).</summary>
    internal Variable<T> ABar { get; }

    /// <summary>The rows f, real, (H, R, 2N).</summary>
    internal Variable<T> F { get; }

    /// <summary>The columns g, one in each row, real, (H, R, 2N).</summary>
    internal Variable<T> G { get; }

    /// <summary>A complex vector as the real (Re, Im): (…, N) to (…, 2N).</summary>
    internal static Variable<T> Column(Variable<T> z) =>
        Op.Concat(z.Shape.Rank - 1, Op.Real(z), Op.Imaginary(z));

    /// <summary>The row c for which c·(Re x, Im x) = 2 Re Σ z x: (…, N) to (…, 2N).</summary>
    internal static Variable<T> Row(Variable<T> z) =>
        Op.Scale(Column(Op.Conjugate(z)), T.CreateChecked(2));

    /// <summary>The inverse of <see cref="Row"/>.</summary>
    internal static Variable<T> FromRow(Variable<T> row)
    {
        int axis = row.Shape.Rank - 1, modes = row.Shape[axis] / 2;
        T half = T.CreateChecked(0.5);
        return Op.Complex(
            Op.Scale(Op.Slice(row, axis, 0, modes), half), Op.Scale(Op.Slice(row, axis, modes, modes), -half));
    }

    /// <summary>Output maps, complex (M, H, N), as rows, (H, M, 2N).</summary>
    internal static Variable<T> Rows(Variable<T> c) => Row(Op.Permute(c, 1, 0, 2));

    /// <summary>The inverse of <see cref="Rows"/>.</summary>
    internal static Variable<T> FromRows(Variable<T> rows) => Op.Permute(FromRow(rows), 1, 0, 2);

    /// <summary>B̄ of the input vector B, complex (H, N), as real columns, (H, 2N, 1).</summary>
    internal Variable<T> BBar(Variable<T> b)
    {
        (int channels, int modes) = (b.Shape[0], b.Shape[1]);
        Variable<T> scaled = _dt * b;
        Variable<T> through = Op.MatMul(F, Vector(scaled));                                     // (H, R, 1)
        return Vector(Op.Scale(_m * scaled, T.CreateChecked(2)))
            - Op.Scale(Op.MatMul(G, through, transposeA: true), T.CreateChecked(0.5));

        Variable<T> Vector(Variable<T> z) => Op.Reshape(Column(z), [channels, 2 * modes, 1]);
    }

    /// <summary>Ā on (Re x, Im x), real, (H, 2N, 2N).</summary>
    internal Variable<T> Dense()
    {
        Variable<T> re = Op.DiagonalEmbed(Op.Real(ABar)), im = Op.DiagonalEmbed(Op.Imaginary(ABar));
        Variable<T> diagonal = Op.Concat(1, Op.Concat(2, re, -im), Op.Concat(2, im, re));
        return diagonal - Op.MatMul(G, F, transposeA: true);
    }

    /// <summary>The matrices a^exponent, (H, K, K), for an exponent of 1 or more.</summary>
    internal static Variable<T> Power(Variable<T> a, int exponent)
    {
        Variable<T>? power = null;
        while (true)
        {
            if ((exponent & 1) == 1)
            {
                power = power is null ? a : Op.MatMul(power, a);
            }

            exponent >>= 1;
            if (exponent == 0)
            {
                return power!;
            }

            a = Op.MatMul(a, a);
        }
    }

    /// <summary>C̃ = C (I − Āᴸ): the output map whose whole kernel, wrapped around L, is C's first L taps.</summary>
    /// <param name="c">C, complex, (M, H, N).</param>
    /// <param name="length">L.</param>
    internal Variable<T> Truncate(Variable<T> c, int length)
    {
        Variable<T> rows = Rows(c);
        return FromRows(rows - Op.MatMul(rows, Power(Dense(), length)));
    }

    /// <summary>C = C̃ (I − Āᴸ)⁻¹: the inverse of <see cref="Truncate"/>.</summary>
    internal Variable<T> Complete(Variable<T> c, int length)
    {
        Variable<T> power = Power(Dense(), length);
        Variable<T> left = Identity(power.Shape[1], power.Backend) - Op.Transpose(power);
        return FromRows(Op.Transpose(Op.Solve(left, Op.Transpose(Rows(c)))));
    }

    /// <summary>C̃ of length 2ᵏL from that of length L: C̃ (I + Āᴸ)(I + Ā²ᴸ)….</summary>
    /// <param name="c">C̃, complex, (M, H, N).</param>
    /// <param name="length">L.</param>
    /// <param name="times">k.</param>
    internal Variable<T> Lengthen(Variable<T> c, int length, int times)
    {
        Variable<T> rows = Rows(c), power = Power(Dense(), length);
        for (int i = 0; i < times; i++)
        {
            rows += Op.MatMul(rows, power);
            power = i + 1 < times ? Op.MatMul(power, power) : power;
        }

        return FromRows(rows);
    }

    private static Variable<T> Identity(int size, IBackend<T> backend)
    {
        T[] values = new T[size * size];
        for (int i = 0; i < size; i++)
        {
            values[(i * size) + i] = T.One;
        }

        return NdArray<T>.From(values, [size, size], backend);
    }
}
