using BenchmarkDotNet.Attributes;
using Ssm.Kernels;

namespace Ssm.Perf.Benchmarks;

/// <summary>
/// One state space for all channels, from inputs to outputs; the baseline is its parts one after another: a product,
/// a scan, a product, each through memory.
/// </summary>
[MemoryDiagnoser]
public class S5RecurrenceBenchmarks
{
    private const int Channels = 64;
    private const int Modes = 32;
    private static readonly RecurrenceShape Shape = new(2, 512, Channels, Modes);

    private readonly float[] _a = Numbers(2 * Modes, 1, 0.6);
    private readonly float[] _b = Numbers(2 * Modes * Channels, 2, 1);
    private readonly float[] _c = Numbers(2 * Modes * Channels, 3, 1);
    private readonly float[] _d = Numbers(Channels, 4, 1);
    private readonly float[] _u = Numbers(Shape.Batch * Shape.Length * Channels, 5, 1);
    private readonly float[] _y = new float[Shape.Batch * Shape.Length * Channels];
    private readonly float[] _du = new float[Shape.Batch * Shape.Length * Channels];
    private readonly float[] _x = new float[2 * Shape.Batch * Shape.Length * Modes];
    private readonly float[] _borders = new float[2 * S5Recurrence.BordersLength<float>(Shape)];
    private readonly float[] _gradients = new float[(2 * Modes) + (4 * Modes * Channels) + Channels];
    private readonly float[] _packed = new float[S5Recurrence.StepLength<float>(Channels, Modes)];
    private readonly float[] _scratch = new float[S5Recurrence.StepScratch<float>(Channels, Modes)];
    private readonly float[] _state = new float[2 * Modes];

    private DiagonalSystem<float> System => new(Halves(_a), Halves(_b), Halves(_c), _d);

    [Benchmark(Baseline = true)]
    public void Parts()
    {
        int rows = Shape.Batch * Shape.Length;
        Planar<float> x = new(_x.AsSpan(0, rows * Modes), _x.AsSpan(rows * Modes));
        MatMulShape input = new(rows, Modes, Channels, false, true);
        MatMul.Multiply<float>(_u, System.B.Re, x.Re, input, false, 1);
        MatMul.Multiply<float>(_u, System.B.Im, x.Im, input, false, 1);
        DiagonalScan.Scan(
            System.A, x, default, x, new ScanShape(Shape.Batch, Shape.Length, Modes), ScanForm.Invariant);
        MatMulShape output = new(rows, Channels, Modes, false, true);
        MatMul.Multiply<float>(x.Re, System.C.Re, _y, output, false, 1);
        MatMul.Multiply<float>(x.Im, System.C.Im, _y, output, true, 1);
    }

    [Benchmark]
    public void Forward() =>
        S5Recurrence.Forward(_u, System, 2f, default, default, _y, default, _borders, Shape);

    [Benchmark]
    public void Adjoint()
    {
        int product = 2 * Modes * Channels;
        DiagonalSystemGradients<float> gradients = new(
            Targets(_gradients.AsSpan(0, 2 * Modes)),
            Targets(_gradients.AsSpan(2 * Modes, product)),
            Targets(_gradients.AsSpan((2 * Modes) + product, product)),
            _gradients.AsSpan((2 * Modes) + (2 * product)));
        S5Recurrence.Adjoint(
            _u, System, 2f, _borders, default, _u, default, _du, gradients, default, Shape);
    }

    [GlobalSetup(Target = nameof(Step))]
    public void Pack() => S5Recurrence.PackStep(System, 2f, _packed, Channels, Modes);

    [Benchmark]
    public void Step() => S5Recurrence.Step(
        _u.AsSpan(0, Channels), System.A, _packed, _d, _state, _y.AsSpan(0, Channels), _scratch);

    private static ReadOnlyPlanar<float> Halves(float[] planes) =>
        new(planes.AsSpan(0, planes.Length / 2), planes.AsSpan(planes.Length / 2));

    private static Planar<float> Targets(Span<float> planes) =>
        new(planes[..(planes.Length / 2)], planes[(planes.Length / 2)..]);

    private static float[] Numbers(int count, ulong seed, double scale)
    {
        RandomSource random = new(seed);
        float[] numbers = new float[count];
        foreach (ref float x in numbers.AsSpan())
        {
            x = (float)random.NextDouble(-scale, scale);
        }

        return numbers;
    }
}
