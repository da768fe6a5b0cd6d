using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>The kernel's outputs and gradients for a problem of <see cref="ComplexSelectiveOracle{T}"/>.</summary>
internal sealed class ComplexSelectiveRun<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal static readonly string[] Names =
    [
        "u", "delta", "Re A", "Im A", "Re B", "Im B", "Re C", "Im C", "skip", "gate", "bias", "Re initial",
        "Im initial",
    ];

    internal ComplexSelectiveRun(ComplexSelectiveOracle<T> problem, int threads = 1)
    {
        SelectiveScanShape s = problem.Real.Shape;
        Y = new T[s.Elements];
        (Final, FinalIm, Carries) = (new T[s.StateElements], new T[s.StateElements], new T[2 * s.CarryElements]);
        ComplexSelectiveScan.Forward(problem.Operands, Y, new(Final, FinalIm), Carries, s, threads);

        bool full = problem.Real.Skip.Length > 0;
        RandomSource source = new(66);
        Dy = ScanTestData.Random<T>(source, s.Elements);
        Dfinal = ScanTestData.Random<T>(source, full ? s.StateElements : 0);
        DfinalIm = ScanTestData.Random<T>(source, full ? s.StateElements : 0);
        T[][] g = Gradients =
        [
            new T[s.Elements], new T[s.Elements], new T[s.RateElements], new T[s.RateElements],
            new T[s.InputElements], new T[s.InputElements], new T[s.OutputElements], new T[s.OutputElements],
            new T[s.Channels], new T[full ? s.Elements : 0], new T[s.Channels], new T[s.StateElements],
            new T[s.StateElements],
        ];
        ComplexSelectiveScanGradients<T> to = new()
        {
            U = g[0],
            Delta = g[1],
            A = new(g[2], g[3]),
            B = new(g[4], g[5]),
            C = new(g[6], g[7]),
            Skip = g[8],
            Gate = g[9],
            DeltaBias = g[10],
            Initial = new(g[11], g[12]),
        };
        ComplexSelectiveScan.Backward(
            problem.Operands, Carries, Dy, new ReadOnlyPlanar<T>(Dfinal, DfinalIm), to, s, threads);
    }

    internal T[] Y { get; }

    internal T[] Final { get; }

    internal T[] FinalIm { get; }

    internal T[] Carries { get; }

    internal T[] Dy { get; }

    internal T[] Dfinal { get; }

    internal T[] DfinalIm { get; }

    /// <summary>In the order of <see cref="Names"/>.</summary>
    internal T[][] Gradients { get; }
}
