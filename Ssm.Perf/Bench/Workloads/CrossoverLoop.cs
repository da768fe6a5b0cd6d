using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>Step by step from inputs to outputs, the states in registers: <see cref="DiagonalRecurrence"/>.</summary>
internal sealed class CrossoverLoop<T> : CrossoverCase<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] _aRe;
    private readonly T[] _aIm;
    private readonly T[] _ones;
    private readonly T[] _zeros;
    private readonly T[] _cRe;
    private readonly T[] _cIm;
    private readonly RecurrenceShape _shape;

    internal CrossoverLoop(BenchRequest request)
        : base(request)
    {
        _shape = new(1, Length, Channels, Model.Modes);
        (_aRe, _aIm) = Model.Factors<T>();
        (_cRe, _cIm) = Model.Weights<T>();
        (_ones, _zeros) = (new T[_aRe.Length], new T[_aRe.Length]);
        _ones.AsSpan().Fill(T.One);
    }

    internal override void Run() => DiagonalRecurrence.Forward(
        Inputs,
        new DiagonalSystem<T>(new(_aRe, _aIm), new(_ones, _zeros), new(_cRe, _cIm), default),
        T.CreateTruncating(2),
        default,
        default,
        Outputs,
        default,
        _shape,
        Threads);
}
