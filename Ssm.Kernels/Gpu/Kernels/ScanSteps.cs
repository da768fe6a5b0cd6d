using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>What the kernels of scans do at one row.</summary>
internal static class ScanSteps
{
    /// <summary>The state of the first row of a walk.</summary>
    internal static TNumber First<T, TNumber, TResets>(
        ScanWalk w, ComplexPlanes<T> a, ComplexPlanes<T> b, ComplexPlanes<T> start, ArrayView<int> resets, int batch,
        int channel)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TResets : struct, IChoice
    {
        TNumber x = TNumber.Load(b, w.At(batch, 0, channel));
        if (!start.IsNothing)
        {
            TNumber before = TNumber.Load(start, (batch * w.Channels) + channel);
            TNumber factor = TNumber.Load(a, w.FactorAt(batch, 0, channel));
            bool reset = TResets.Is && w.Resets(resets, batch, 0);
            x = TNumber.Select(reset, x, TNumber.MultiplyAdd(factor, before, x));
        }

        return x;
    }

    /// <summary>a x + b, or b where the row is reset.</summary>
    internal static TNumber Step<T, TNumber, TResets>(TNumber a, TNumber x, TNumber b, bool reset)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TResets : struct, IChoice
    {
        TNumber next = TNumber.MultiplyAdd(a, x, b);
        return TResets.Is ? TNumber.Select(reset, b, next) : next;
    }

    /// <summary>A row's factor: its own, or the one of all rows.</summary>
    internal static TNumber Factor<T, TNumber, TVary>(ComplexPlanes<T> a, int at, TNumber gate)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TVary : struct, IChoice => TVary.Is ? TNumber.Load(a, at) : gate;

    /// <summary>a, or conj(a).</summary>
    internal static TNumber Gate<T, TNumber, TConjugate>(ComplexPlanes<T> a, int at)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TConjugate : struct, IChoice
    {
        TNumber factor = TNumber.Load(a, at);
        return TConjugate.Is ? TNumber.Conjugate(factor) : factor;
    }

    /// <summary>Whether a row behind the first is reset.</summary>
    internal static bool Reset<TResets>(ArrayView<int> resets, int at)
        where TResets : struct, IChoice => TResets.Is && resets[at] != 0;
}
