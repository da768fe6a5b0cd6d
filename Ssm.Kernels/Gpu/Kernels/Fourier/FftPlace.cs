using System.Runtime.CompilerServices;
using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Points of a group's transforms in its memory, lanes side by side, in two planes.</summary>
internal readonly struct FftPlace<T>(ArrayView<T> memory, FftLayout layout)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // One place in 17 stays empty, so that points which are a power of two apart lie in different banks.
    private const int RunBits = 4;

    private readonly ArrayView<T> _memory = memory;
    private readonly int _laneBits = layout.LaneBits;
    private readonly int _plane = Plane(layout.Points << layout.LaneBits);

    internal ComplexNumber<T> this[int point, int lane]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            int slot = Slot(point, lane);
            return new(_memory[slot], _memory[slot + _plane]);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            int slot = Slot(point, lane);
            _memory[slot] = value.Re;
            _memory[slot + _plane] = value.Im;
        }
    }

    // How many numbers a plane of so many points has.
    private static int Plane(int points) => points + (points >> RunBits) + 1;

    private int Slot(int point, int lane)
    {
        int at = (point << _laneBits) + lane;
        return at + (at >> RunBits);
    }
}
