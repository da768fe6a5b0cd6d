using System.Diagnostics;
using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>A complex diagonal recurrence and its adjoint, in the form that the shape chooses.</summary>
/// <remarks>
/// Bytes are those of each array once: forward b and h, and a where it changes with time; backward h̄, h and b̄, and a
/// and ā. The error is that of four channels of all sequences. The rivals are the forms by name and, forward, a loop
/// over numbers.
/// </remarks>
internal sealed class ScanCase<T> : BenchCase
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly BenchRequest _request;
    private readonly CpuBackend<T> _backend;
    private readonly ScanShape _shape;
    private readonly bool _invariant;
    private readonly ComplexView<T> _a, _b, _h, _dh, _db, _da;

    internal ScanCase(BenchRequest request, bool invariant)
    {
        _request = request;
        _invariant = invariant;
        _shape = new(request.Size["B"], request.Size["L"], request.Size["P"]);
        _backend = new(request.Threads);
        RandomSource source = new(request.Seed);
        int factors = invariant ? _shape.Channels : _shape.Elements;
        _a = New(factors);
        for (int i = 0; i < factors; i++)
        {
            // Poles of a trained model: close to the unit circle.
            (double size, double phase) = (source.NextDouble(0.9, 0.999), source.NextDouble(-Math.PI, Math.PI));
            Span(_a.Re)[i] = T.CreateTruncating(size * Math.Cos(phase));
            Span(_a.Im)[i] = T.CreateTruncating(size * Math.Sin(phase));
        }

        _b = New(_shape.Elements, source);
        _h = New(_shape.Elements);
        if (request.Backward)
        {
            _dh = New(_shape.Elements, source);
            _db = New(_shape.Elements);
            _da = New(factors);
            Forward(ScanAlgorithm.ByCost);
        }
    }

    internal override double Bytes => (double)_shape.Elements * 2 * Size
        * ((IsForward ? _invariant ? 2 : 3 : 0) + (_request.Backward ? _invariant ? 3 : 5 : 0));

    internal override double Operations =>
        (double)_shape.Elements * ((IsForward ? 8 : 0) + (_request.Backward ? _invariant ? 16 : 14 : 0));

    internal override IEnumerable<BenchRival> Rivals
    {
        get
        {
            yield return new("step after step", n => Time(n, () => Run(ScanAlgorithm.Diagonal)));
            yield return new("Blelloch", n => Time(n, () => Run(ScanAlgorithm.Blelloch)));
            yield return new("chunked", n => Time(n, () => Run(ScanAlgorithm.Chunked)));
            if (!_request.Backward)
            {
                yield return new("scalar", n => Time(n, Scalar));
            }
        }
    }

    private static int Size => typeof(T) == typeof(float) ? 4 : 8;

    private bool IsForward => _request.Pass != "bwd";

    private ScanForm Form => _invariant ? ScanForm.Invariant : ScanForm.None;

    internal override void Run() => Run(ScanAlgorithm.ByCost);

    internal override double Error()
    {
        double worst = 0.0, largest = 0.0;
        int step = Math.Max(1, _shape.Channels / 4);
        for (int c = 0; c < _shape.Channels; c += step)
        {
            Complex sum = Complex.Zero;
            for (int batch = 0; batch < _shape.Batch; batch++)
            {
                Complex[] h = States(batch, c, ref worst, ref largest);
                if (_request.Backward)
                {
                    sum += Gradients(batch, c, h, ref worst, ref largest);
                }
            }

            if (_request.Backward && _invariant)
            {
                Compare(_da, c, sum, ref worst, ref largest);
            }
        }

        return largest == 0.0 ? worst : worst / largest;
    }

    private static Span<T> Span(View<T> view) => CpuBackend<T>.Span(view);

    private static Complex At(ComplexView<T> x, int at) =>
        new(double.CreateTruncating(Span(x.Re)[at]), double.CreateTruncating(Span(x.Im)[at]));

    private static void Compare(ComplexView<T> actual, int at, Complex expected, ref double worst, ref double largest)
    {
        worst = Math.Max(worst, (At(actual, at) - expected).Magnitude);
        largest = Math.Max(largest, expected.Magnitude);
    }

    private static double Time(int times, Action work)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++)
        {
            work();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private void Run(ScanAlgorithm algorithm)
    {
        if (IsForward)
        {
            Forward(algorithm);
        }

        if (_request.Backward)
        {
            _backend.DiagonalScanAdjoint(
                _a, _h, default, _dh, _da, _db, default, _shape, Form, default, algorithm);
        }
    }

    private void Forward(ScanAlgorithm algorithm) =>
        _backend.DiagonalScan(_a, _b, default, _h, _shape, Form, default, algorithm);

    private Complex[] States(int batch, int channel, ref double worst, ref double largest)
    {
        Complex[] h = new Complex[_shape.Length];
        for (int t = 0; t < h.Length; t++)
        {
            int at = (((batch * _shape.Length) + t) * _shape.Channels) + channel;
            h[t] = At(_b, at) + (t > 0 ? At(_a, _invariant ? channel : at) * h[t - 1] : Complex.Zero);
            Compare(_h, at, h[t], ref worst, ref largest);
        }

        return h;
    }

    // Returns the sum of ā over time.
    private Complex Gradients(int batch, int channel, Complex[] h, ref double worst, ref double largest)
    {
        Complex lambda = Complex.Zero, sum = Complex.Zero;
        for (int t = h.Length - 1; t >= 0; t--)
        {
            int at = (((batch * _shape.Length) + t) * _shape.Channels) + channel;
            int next = at + _shape.Channels;
            lambda = At(_dh, at) + (t < h.Length - 1
                ? Complex.Conjugate(At(_a, _invariant ? channel : next)) * lambda
                : Complex.Zero);
            Compare(_db, at, lambda, ref worst, ref largest);
            Complex factor = t > 0 ? Complex.Conjugate(h[t - 1]) * lambda : Complex.Zero;
            sum += factor;
            if (!_invariant)
            {
                Compare(_da, at, factor, ref worst, ref largest);
            }
        }

        return sum;
    }

    // What one writes without vectors.
    private void Scalar()
    {
        ReadOnlySpan<T> ar = Span(_a.Re), ai = Span(_a.Im), br = Span(_b.Re), bi = Span(_b.Im);
        Span<T> hr = Span(_h.Re), hi = Span(_h.Im);
        int channels = _shape.Channels, row = _shape.Length * channels;
        for (int i = 0; i < br.Length; i++)
        {
            int factor = _invariant ? i % channels : i;
            bool first = i % row < channels;
            T xr = first ? T.Zero : hr[i - channels], xi = first ? T.Zero : hi[i - channels];
            hr[i] = (ar[factor] * xr) - (ai[factor] * xi) + br[i];
            hi[i] = (ar[factor] * xi) + (ai[factor] * xr) + bi[i];
        }
    }

    private ComplexView<T> New(int count, RandomSource? source = null)
    {
        ComplexView<T> x = new(new(_backend.Allocate(count), 0, count), new(_backend.Allocate(count), 0, count));
        for (int i = 0; source is not null && i < count; i++)
        {
            Span(x.Re)[i] = T.CreateTruncating(source.NextDouble(-1.0, 1.0));
            Span(x.Im)[i] = T.CreateTruncating(source.NextDouble(-1.0, 1.0));
        }

        return x;
    }
}
