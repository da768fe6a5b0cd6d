using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>A complex argument that a loop reads: a real operand for each plane, so either may be a span or one
/// number.</summary>
internal readonly ref struct PlanarOperand<T, TOperand>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TOperand : IOperand<T>, allows ref struct
{
    private readonly TOperand _re;
    private readonly TOperand _im;

    internal PlanarOperand(TOperand re, TOperand im)
    {
        _re = re;
        _im = im;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ComplexLanes<T> Load(nuint i) => new(_re.Load(i), _im.Load(i));

    internal ComplexLanes<T> LoadTail(nuint i, nuint count) => new(_re.LoadTail(i, count), _im.LoadTail(i, count));
}
