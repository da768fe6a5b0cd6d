using System.Runtime.CompilerServices;

namespace Ssm.Kernels.Gpu;

/// <summary>Four neighbours of a row: read and written by one instruction, kept in four registers.</summary>
internal readonly struct MatMulQuad<T>(T x, T y, T z, T w)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly T X = x;
    internal readonly T Y = y;
    internal readonly T Z = z;
    internal readonly T W = w;

    /// <summary>this + a b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal MatMulQuad<T> Plus(T a, MatMulQuad<T> b) =>
        new(X + (a * b.X), Y + (a * b.Y), Z + (a * b.Z), W + (a * b.W));

    /// <summary>this − a b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal MatMulQuad<T> Minus(T a, MatMulQuad<T> b) =>
        new(X - (a * b.X), Y - (a * b.Y), Z - (a * b.Z), W - (a * b.W));
}
