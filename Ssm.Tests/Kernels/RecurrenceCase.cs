using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>Inputs and results of one run of a recurrence from inputs to outputs, forward and adjoint.</summary>
internal sealed class RecurrenceCase<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly bool _single;

    /// <param name="shape">B, L, H, N or P.</param>
    /// <param name="single">One state space for each channel (<see cref="DiagonalRecurrence"/>), or one for all.
    /// </param>
    /// <param name="seed">Where the numbers come from.</param>
    /// <param name="options">What is there.</param>
    internal RecurrenceCase(RecurrenceShape shape, bool single, ulong seed, RecurrenceOptions options)
    {
        _single = single;
        Shape = shape;
        Options = options;
        RandomSource source = new(seed);
        int constants = shape.Channels * shape.Modes;
        int states = shape.Batch * States;
        A = Random(source, single ? constants : shape.Modes, 0.69);
        (B, C) = (Random(source, constants), Random(source, constants));
        D = ScanTestData.Random<T>(source, options.HasFlag(RecurrenceOptions.Feedthrough) ? shape.Channels : 0);
        U = ScanTestData.Random<T>(source, shape.Batch * shape.Length * shape.Channels);
        Dy = ScanTestData.Random<T>(source, U.Length);
        X0 = Random(source, options.HasFlag(RecurrenceOptions.Initial) ? states : 0);
        Dlast = Random(source, options.HasFlag(RecurrenceOptions.Final) ? states : 0);
        Resets = new int[options.HasFlag(RecurrenceOptions.Resets) ? shape.Batch * shape.Length : 0];
        for (int i = 0; i < Resets.Length; i++)
        {
            Resets[i] = source.NextDouble() < 0.15 ? 1 : 0;
        }

        (Y, Du) = (new T[U.Length], new T[U.Length]);
        (Last, Dx0) = (Zeros(states), Zeros(states));
        (Da, Db, Dc) = (Zeros(A.Re.Length), Zeros(constants), Zeros(constants));
        Dd = new T[shape.Channels];
    }

    internal RecurrenceShape Shape { get; }

    internal RecurrenceOptions Options { get; }

    internal bool Reversed => Options.HasFlag(RecurrenceOptions.Reversed);

    /// <summary>Complex numbers in the state of one sequence.</summary>
    internal int States => _single ? Shape.Channels * Shape.Modes : Shape.Modes;

    internal T Scale { get; } = T.CreateChecked(2);

    internal Planes A { get; init; }

    internal Planes B { get; init; }

    internal Planes C { get; init; }

    internal T[] D { get; init; }

    internal T[] U { get; init; }

    internal T[] Dy { get; init; }

    internal Planes X0 { get; init; }

    internal Planes Dlast { get; init; }

    internal int[] Resets { get; init; }

    internal T[] Y { get; }

    internal T[] Du { get; }

    internal T[] Dd { get; }

    internal Planes Last { get; }

    internal Planes Dx0 { get; }

    internal Planes Da { get; }

    internal Planes Db { get; }

    internal Planes Dc { get; }

    private DiagonalSystem<T> System => new(A.View, B.View, C.View, D);

    private DiagonalSystemGradients<T> Gradients => new(Da.Target, Db.Target, Dc.Target, Dd);

    internal int Row(int batch, int t) => ((batch * Shape.Length) + t) * Shape.Channels;

    internal IEnumerable<int> ChannelsOf(int state) =>
        _single ? [state / Shape.Modes] : Enumerable.Range(0, Shape.Channels);

    internal IEnumerable<int> StatesOf(int channel) =>
        Enumerable.Range(_single ? channel * Shape.Modes : 0, Shape.Modes);

    internal int InputWeight(int state, int channel) => _single ? state : (state * Shape.Channels) + channel;

    internal int OutputWeight(int state, int channel) => _single ? state : (channel * Shape.Modes) + state;

    internal bool Drops(int batch, int walked)
    {
        int begins = Reversed ? Shape.Length - walked : walked;
        return Resets.Length > 0 && begins < Shape.Length && Resets[(batch * Shape.Length) + begins] != 0;
    }

    internal void Run(int threads)
    {
        if (_single)
        {
            DiagonalRecurrence.Forward(U, System, Scale, X0.View, Resets, Y, Last.Target, Shape, threads);
            DiagonalRecurrence.Adjoint(
                U, System, Scale, X0.View, Resets, Dy, Dlast.View, Du, Gradients, Dx0.Target, Shape, threads);
            return;
        }

        T[] borders = new T[2 * S5Recurrence.BordersLength<T>(Shape)];
        S5Recurrence.Forward(
            U, System, Scale, X0.View, Resets, Y, Last.Target, borders, Shape, Reversed, threads);
        S5Recurrence.Adjoint(
            U, System, Scale, borders, Resets, Dy, Dlast.View, Du, Gradients, Dx0.Target, Shape, Reversed, threads);
    }

    /// <summary>The first sequence step by step, into the outputs and the last states.</summary>
    internal void Step()
    {
        int states = X0.Re.Length;
        T[] state = new T[2 * States];
        X0.Re.CopyTo(state, 0);
        X0.Im.CopyTo(state, states == 0 ? 0 : States);
        int packed = _single
            ? DiagonalRecurrence.StepLength(Shape.Channels, Shape.Modes)
            : S5Recurrence.StepLength<T>(Shape.Channels, Shape.Modes);
        T[] constants = new T[packed];
        T[] scratch = new T[S5Recurrence.StepScratch<T>(Shape.Channels, Shape.Modes)];
        if (_single)
        {
            DiagonalRecurrence.PackStep(System, Scale, constants, Shape.Channels, Shape.Modes);
        }
        else
        {
            S5Recurrence.PackStep(System, Scale, constants, Shape.Channels, Shape.Modes);
        }

        for (int t = 0; t < Shape.Length; t++)
        {
            ReadOnlySpan<T> u = U.AsSpan(Row(0, t), Shape.Channels);
            Span<T> y = Y.AsSpan(Row(0, t), Shape.Channels);
            if (_single)
            {
                Planar<T> planes = new(state.AsSpan(0, States), state.AsSpan(States));
                DiagonalRecurrence.Step(u, constants, D, planes, y, Shape.Modes);
            }
            else
            {
                S5Recurrence.Step(u, A.View, constants, D, state, y, scratch);
            }
        }

        state.AsSpan(0, States).CopyTo(Last.Re);
        state.AsSpan(States).CopyTo(Last.Im);
    }

    /// <summary>All results in one row, for a comparison of bits.</summary>
    internal T[] Results() =>
    [
        .. Y, .. Du, .. Dd, .. Last.Re, .. Last.Im, .. Dx0.Re, .. Dx0.Im, .. Da.Re, .. Da.Im, .. Db.Re, .. Db.Im,
        .. Dc.Re, .. Dc.Im,
    ];

    /// <summary>The same inputs in double.</summary>
    internal RecurrenceCase<double> Wide() => new(Shape, _single, 1, Options)
    {
        A = A.Wide(),
        B = B.Wide(),
        C = C.Wide(),
        D = ScanTestData.ToDouble<T>(D),
        U = ScanTestData.ToDouble<T>(U),
        Dy = ScanTestData.ToDouble<T>(Dy),
        X0 = X0.Wide(),
        Dlast = Dlast.Wide(),
        Resets = Resets,
    };

    private static Planes Random(RandomSource source, int count, double scale = 1) =>
        new(ScanTestData.Random<T>(source, count, scale), ScanTestData.Random<T>(source, count, scale));

    private static Planes Zeros(int count) => new(new T[count], new T[count]);

    /// <summary>Complex numbers as two arrays.</summary>
    internal sealed record Planes(T[] Re, T[] Im)
    {
        internal ReadOnlyPlanar<T> View => new(Re, Im);

        internal Planar<T> Target => new(Re, Im);

        internal Complex this[int i] => new(double.CreateTruncating(Re[i]), double.CreateTruncating(Im[i]));

        internal Complex[] At(int start, int count, Func<Complex, Complex> of) =>
            Re.Length == 0 ? new Complex[count] : [.. Enumerable.Range(start, count).Select(i => of(this[i]))];

        internal Complex[] All => [.. Enumerable.Range(0, Re.Length).Select(i => this[i])];

        internal RecurrenceCase<double>.Planes Wide() =>
            new(ScanTestData.ToDouble<T>(Re), ScanTestData.ToDouble<T>(Im));
    }
}
