using System.Runtime.CompilerServices;
using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Moves a slab of an operand, some lines by <see cref="Depth"/> terms, from a device's memory to that of a
/// group.</summary>
internal static class MatMulSlabs
{
    /// <summary>The threads of a group, in a square of eight by eight.</summary>
    internal const int Threads = 64;

    /// <summary>Terms that are in the group's memory at one time.</summary>
    internal const int Depth = 16;

    /// <summary>Quads from one term to the next: those of 64 lines, and one against conflicts of banks.</summary>
    internal const int QuadPitch = 17;

    /// <summary>The quads of a slab.</summary>
    internal const int Quads = Depth * QuadPitch;

    private const int Pitch = 4 * QuadPitch;

    /// <summary>
    /// Loads the lines from <paramref name="line"/> on and the terms from <paramref name="depth"/> on, times
    /// <paramref name="sign"/>; zeros beyond the matrix, and beyond <paramref name="lastDepth"/>.
    /// </summary>
    /// <remarks>Neighbouring threads read neighbours in memory, whichever way the matrix is stored.</remarks>
    internal static void Load<T>(
        ArrayView<T> from, int start, MatMulOperand operand, int line, int depth, int lastDepth, int lines, T sign,
        ArrayView<T> to)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int thread = Group.IdxX;
        int l = operand.DepthFirst != 0 ? thread / Depth : thread % lines;
        int k = operand.DepthFirst != 0 ? thread % Depth : thread / lines;
        int lineStep = operand.DepthFirst != 0 ? Threads / Depth : 0;
        int depthStep = operand.DepthFirst != 0 ? 0 : Threads / lines;
        int at = start + ((line + l) * operand.LineStride) + ((depth + k) * operand.DepthStride);
        int step = (lineStep * operand.LineStride) + (depthStep * operand.DepthStride);
        int target = (k * Pitch) + l;
        int targetStep = (depthStep * Pitch) + lineStep;
        int linesLeft = operand.Lines - line - l;
        int depthLeft = lastDepth - depth - k;

        // Four at a time, so that four reads are on their way together.
        for (int i = 0; i < lines * Depth / Threads; i += 4)
        {
            T a = Read(from, at, linesLeft, depthLeft);
            T b = Read(from, at + step, linesLeft - lineStep, depthLeft - depthStep);
            T c = Read(from, at + (2 * step), linesLeft - (2 * lineStep), depthLeft - (2 * depthStep));
            T d = Read(from, at + (3 * step), linesLeft - (3 * lineStep), depthLeft - (3 * depthStep));
            to[target] = sign * a;
            to[target + targetStep] = sign * b;
            to[target + (2 * targetStep)] = sign * c;
            to[target + (3 * targetStep)] = sign * d;
            at += 4 * step;
            target += 4 * targetStep;
            linesLeft -= 4 * lineStep;
            depthLeft -= 4 * depthStep;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Read<T>(ArrayView<T> from, int at, int linesLeft, int depthLeft)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool inside = linesLeft > 0 & depthLeft > 0;
        T value = from[inside ? at : 0];
        return inside ? value : T.Zero;
    }
}
