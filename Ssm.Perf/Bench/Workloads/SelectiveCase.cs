using System.Diagnostics;
using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>One size of <see cref="SelectiveWorkload"/>.</summary>
/// <remarks>
/// Operations are counted as the multiply-add pipes see them: 12 instructions an update forward (9 of them the
/// exponential) and 20 in the adjoint, which computes the states again; two operations each. The error is that of y,
/// and with gradients of ū, δ̄ and Ā too, over every 97th channel.
/// </remarks>
internal sealed class SelectiveCase<T> : BenchCase
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int ForwardOperations = 2 * 12;
    private const int AdjointOperations = 2 * 20;
    private const int SampleStep = 97;

    private readonly BenchRequest _request;
    private readonly SelectiveScanShape _shape;
    private readonly SelectiveArrays<T> _arrays;
    private readonly SelectiveArrays<T> _gradients;
    private readonly T[] _y;
    private readonly T[] _carries;
    private readonly T[] _dy;

    internal SelectiveCase(BenchRequest request)
    {
        _request = request;
        _shape = new(request.Size["B"], request.Size["L"], request.Size["D"], request.Size["N"]);
        RandomSource source = new(request.Seed);
        _arrays = new SelectiveArrays<T>(_shape, source);
        _gradients = new SelectiveArrays<T>(_shape, source: null);
        _y = new T[_shape.Elements];
        _carries = new T[request.Backward ? _shape.CarryElements : 0];
        _dy = SelectiveArrays<T>.Random(source, request.Backward ? _shape.Elements : 0, -1.0, 1.0);
        if (request.Pass == "bwd")
        {
            Forward();
        }
    }

    internal override double Bytes
    {
        get
        {
            double small = _shape.RateElements + (2.0 * _shape.WeightElements) + (2.0 * _shape.Channels);
            double forward = (4.0 * _shape.Elements) + small + _carries.Length;
            double adjoint = (7.0 * _shape.Elements) + (2.0 * small) + _carries.Length;
            return System.Runtime.CompilerServices.Unsafe.SizeOf<T>() * Sum(forward, adjoint);
        }
    }

    internal override double Operations =>
        (double)_shape.Elements * _shape.States * Sum(ForwardOperations, AdjointOperations);

    internal override IEnumerable<BenchRival> Rivals =>
        _request.Pass == "fwd" ? [new BenchRival("scalar", ScalarTime)] : [];

    internal override void Run()
    {
        if (_request.Pass != "bwd")
        {
            Forward();
        }

        if (_request.Backward)
        {
            SelectiveScan.Backward(
                _arrays.Operands, _carries, _dy, default, _gradients.Gradients, _shape, _request.Threads);
        }
    }

    internal override double Error()
    {
        double worst = 0.0;
        for (int channel = 0; channel < _shape.Channels; channel += SampleStep)
        {
            SelectiveReference reference = SelectiveReference.Of(_arrays, _dy, _shape, channel);
            worst = Math.Max(worst, reference.Error(_y, reference.Y, _shape.Channels, channel));
            if (_request.Backward)
            {
                worst = Math.Max(worst, reference.Error(_gradients.U, reference.Du, _shape.Channels, channel));
                worst = Math.Max(worst, reference.Error(_gradients.Delta, reference.Ddelta, _shape.Channels, channel));
                T[] rates = _gradients.A[(channel * _shape.States)..((channel + 1) * _shape.States)];
                worst = Math.Max(worst, reference.Error(rates, reference.Da, 1, 0));
            }
        }

        return worst;
    }

    private double Sum(double forward, double adjoint) => _request.Pass switch
    {
        "fwd" => forward,
        "bwd" => adjoint,
        _ => forward + adjoint,
    };

    private void Forward() =>
        SelectiveScan.Forward(_arrays.Operands, _y, default, _carries, _shape, _request.Threads);

    private double ScalarTime(int runs)
    {
        T[] y = new T[_y.Length], state = new T[_shape.States];
        long start = Stopwatch.GetTimestamp();
        for (int run = 0; run < runs; run++)
        {
            for (int sequence = 0; sequence < _shape.Batch * _shape.Channels; sequence++)
            {
                int batch = sequence / _shape.Channels, channel = sequence % _shape.Channels;
                SelectiveScalar.Channel(_arrays, _shape, batch, channel, state, y);
            }
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
