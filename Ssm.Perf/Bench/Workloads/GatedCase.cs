using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using Ssm.Autodiff;
using Ssm.Kernels;
using Ssm.Perf.Conformance;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>One size of <see cref="GatedWorkload"/>.</summary>
/// <remarks>
/// Operations are counted as the multiply-add pipes see them: three exponentials of ten instructions each, three
/// divisions or roots, and a dozen others forward; another dozen and a division in the adjoint; two operations each.
/// The error is that of h, and with gradients of all of them too, over every 97th channel. The rival <c>passes</c> is
/// the same by ops of one pass over memory each, and a scan.
/// </remarks>
internal sealed class GatedCase<T> : BenchCase
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int ForwardOperations = 2 * 45;
    private const int AdjointOperations = 2 * 58;
    private const int SampleStep = 97;

    private readonly BenchRequest _request;
    private readonly ScanShape _shape;
    private readonly GatedArrays<T> _arrays;
    private readonly GatedArrays<T> _gradients;
    private readonly T[] _h;
    private readonly T[] _dh;

    internal GatedCase(BenchRequest request)
    {
        _request = request;
        _shape = new(request.Size["B"], request.Size["L"], request.Size["E"]);
        RandomSource source = new(request.Seed);
        _arrays = new GatedArrays<T>(_shape, source);
        _gradients = new GatedArrays<T>(request.Backward ? _shape : _shape with { Length = 0 }, source: null);
        _h = new T[_shape.Elements];
        _dh = SelectiveArrays<T>.Random(source, request.Backward ? _shape.Elements : 0, -1.0, 1.0);
        if (request.Pass == "bwd")
        {
            Forward();
        }
    }

    internal override double Bytes => Unsafe.SizeOf<T>() * _shape.Elements * Sum(4.0, 8.0);

    internal override double Operations => _shape.Elements * Sum(ForwardOperations, AdjointOperations);

    internal override IEnumerable<BenchRival> Rivals => _request.Pass switch
    {
        "fwd" => [new BenchRival("scalar", ScalarTime), new BenchRival("passes", PassesTime)],
        "fwd+bwd" => [new BenchRival("passes", PassesTime)],
        _ => [],
    };

    internal override void Run()
    {
        if (_request.Pass != "bwd")
        {
            Forward();
        }

        if (_request.Backward)
        {
            RgLruRecurrence.Adjoint(
                _arrays.Operands, GatedArrays<T>.Root, _h, _dh, _gradients.Gradients, _shape, _request.Threads);
        }
    }

    internal override double Error()
    {
        double worst = 0.0;
        for (int channel = 0; channel < _shape.Channels; channel += SampleStep)
        {
            ReferenceRgLru reference = new(magnitudes: false)
            {
                Shape = _shape with { Channels = 1 },
                Root = new SqrtOneMinusExp<double>(1000, 0),
                X = Column(_arrays.X, channel),
                RecurrenceGate = Column(_arrays.RecurrenceGate, channel),
                InputGate = Column(_arrays.InputGate, channel),
                Rate = [double.CreateChecked(_arrays.Rate[channel])],
                Initial = [],
                Starts = [],
            };
            reference.Forward();
            worst = Math.Max(worst, Error(Column(_h, channel), reference.H));
            if (_request.Backward)
            {
                reference.Backward(reference.H, Column(_dh, channel));
                worst = Math.Max(worst, Error(Column(_gradients.X, channel), reference.DX));
                worst = Math.Max(
                    worst, Error(Column(_gradients.RecurrenceGate, channel), reference.DRecurrenceGate));
                worst = Math.Max(worst, Error(Column(_gradients.InputGate, channel), reference.DInputGate));
                worst = Math.Max(
                    worst, Error([double.CreateChecked(_gradients.Rate[channel])], reference.DRate));
            }
        }

        return worst;
    }

    private static double Error(double[] actual, double[] expected) =>
        actual.Zip(expected, (a, b) => Math.Abs(a - b)).Max() / expected.Max(Math.Abs);

    private double[] Column(T[] rows, int channel)
    {
        double[] column = new double[_shape.Batch * _shape.Length];
        for (int i = 0; i < column.Length; i++)
        {
            column[i] = double.CreateChecked(rows[(i * _shape.Channels) + channel]);
        }

        return column;
    }

    private double Sum(double forward, double adjoint) => _request.Pass switch
    {
        "fwd" => forward,
        "bwd" => adjoint,
        _ => forward + adjoint,
    };

    private void Forward() =>
        RgLruRecurrence.Forward(_arrays.Operands, GatedArrays<T>.Root, _h, _shape, _request.Threads);

    private double ScalarTime(int runs)
    {
        T[] h = new T[_h.Length];
        long start = Stopwatch.GetTimestamp();
        for (int run = 0; run < runs; run++)
        {
            for (int at = 0; at < h.Length; at++)
            {
                int channel = at % _shape.Channels;
                T w = _arrays.Rate[channel] / (T.One + T.Exp(-_arrays.RecurrenceGate[at])), a = T.Exp(-w);
                T b = T.Sqrt(T.One - (a * a)) * _arrays.X[at] / (T.One + T.Exp(-_arrays.InputGate[at]));
                bool first = at / _shape.Channels % _shape.Length == 0;
                h[at] = first ? b : (a * h[at - _shape.Channels]) + b;
            }
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private double PassesTime(int runs)
    {
        CpuBackend<T> backend = new(_request.Threads);
        Variable<T>[] inputs = _arrays.Variables(_shape, backend);
        NdArray<T> weights = _request.Backward
            ? NdArray<T>.From(_dh, [_shape.Batch, _shape.Length, _shape.Channels], backend)
            : NdArray<T>.Zeros([0], backend: backend);
        TapeMemory<T> memory = new();
        Gradients<T> gradients = new();
        long start = Stopwatch.GetTimestamp();
        for (int run = 0; run < runs; run++)
        {
            if (!_request.Backward)
            {
                GatedArrays<T>.Passes(inputs);
                continue;
            }

            using Tape<T> tape = new(memory);
            Variable<T>[] watched = [.. inputs.Select(x => tape.Watch(x))];
            gradients.Clear();
            tape.Backward(Op.Sum(GatedArrays<T>.Passes(watched) * weights), gradients);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
