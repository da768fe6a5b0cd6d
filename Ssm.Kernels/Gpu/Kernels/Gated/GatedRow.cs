using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The numbers of one step as they are in memory: several are read before the first is computed with.
/// </summary>
internal readonly struct GatedRow<T>(T input, T recurrenceGate, T inputGate, bool begins)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>x, or h̄.</summary>
    internal readonly T Input = input;
    internal readonly T RecurrenceGate = recurrenceGate;
    internal readonly T InputGate = inputGate;

    /// <summary>Whether a sequence begins.</summary>
    internal readonly bool Begins = begins;

    /// <summary>The step so many rows behind a place: x and both gates, or of the adjoint h̄ and one.</summary>
    internal static GatedRow<T> Read<TStarts, TAdjoint>(
        in ScanWalk w, in GatedSources<T> s, ArrayView<T> dh, int at, int startAt, int rows)
        where TStarts : struct, IChoice
        where TAdjoint : struct, IChoice
    {
        int place = at + (rows * w.Step);
        bool begins = ScanSteps.Reset<TStarts>(s.Starts, startAt + (rows * w.ResetStep));
        return TAdjoint.Is
            ? new(dh[place], s.RecurrenceGate[place], T.Zero, begins)
            : new(s.X[place], s.RecurrenceGate[place], s.InputGate[place], begins);
    }
}
