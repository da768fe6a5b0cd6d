using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using MathNet.Numerics.IntegralTransforms;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary><c>fft.r2c.channels-last</c>: transforms along time of (L, H), channels contiguous.</summary>
/// <remarks>The error is that of 17 bins of three channels.</remarks>
internal sealed class LaneRealFftWorkload : IBenchWorkload
{
    /// <inheritdoc/>
    public string Name => "fft.r2c.channels-last";

    /// <inheritdoc/>
    public string Summary => "real transforms along time, lanes across channels";

    /// <inheritdoc/>
    public IReadOnlyList<string> Sizes => ["4096x256"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Passes => ["fwd"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Dtypes => ["f32", "f64"];

    /// <inheritdoc/>
    public BenchCase Prepare(BenchRequest request)
    {
        request.Size.Require(Sizes[0], Name);
        return request.Dtype == "f64" ? new Case<double>(request) : new Case<float>(request);
    }

    private sealed class Case<T> : BenchCase
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly int _length;
        private readonly int _channels;
        private readonly int _threads;
        private readonly RealFftPlan<T> _plan;
        private readonly LineArray<T> _x;
        private readonly LineArray<T> _re;
        private readonly LineArray<T> _im;

        internal Case(BenchRequest request)
        {
            (_length, _channels, _threads) = (request.Size[0], request.Size[1], request.Threads);
            _plan = new(_length);
            RandomSource random = new(request.Seed);
            _x = Noise(_length * _channels, 0, random);
            _re = new LineArray<T>(_plan.Bins * _channels, 2);
            _im = new LineArray<T>(_re.Length, 3);
        }

        internal override double Bytes => Unsafe.SizeOf<T>() * (_x.Length + (2.0 * _re.Length));

        internal override double Operations => 2.5 * _length * Math.Log2(_length) * _channels;

        internal override IEnumerable<BenchRival> Rivals => [new BenchRival("MathNet", MathNet)];

        internal override void Run() =>
            _plan.Forward(_x.Span, new Planar<T>(_re.Span, _im.Span), _channels, _threads);

        internal override double Error()
        {
            double error = 0, largest = 0;
            foreach (int channel in (int[])[0, _channels / 2, _channels - 1])
            {
                for (int i = 0; i <= 16; i++)
                {
                    int k = (int)(_length / 2 * (long)i / 16);
                    Complex expected = Define(k, channel);
                    int at = (k * _channels) + channel;
                    Complex actual = new(double.CreateChecked(_re[at]), double.CreateChecked(_im[at]));
                    error = Math.Max(error, (actual - expected).Magnitude);
                    largest = Math.Max(largest, expected.Magnitude);
                }
            }

            return error / largest;
        }

        private Complex Define(int k, int channel)
        {
            Complex sum = 0;
            for (int j = 0; j < _length; j++)
            {
                double angle = -2 * Math.PI * ((long)j * k % _length) / _length;
                sum += Sample(j, channel) * Complex.FromPolarCoordinates(1, angle);
            }

            return sum;
        }

        // Channel by channel, as a library of single transforms has to.
        private double MathNet(int times)
        {
            Complex[] signal = new Complex[_length];
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < times; i++)
            {
                for (int channel = 0; channel < _channels; channel++)
                {
                    for (int j = 0; j < _length; j++)
                    {
                        signal[j] = Sample(j, channel);
                    }

                    Fourier.Forward(signal, FourierOptions.AsymmetricScaling);
                }
            }

            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        private Complex Sample(int j, int channel)
        {
            int at = (j * _channels) + channel;
            return new Complex(double.CreateChecked(_x[at]), 0);
        }

        private static LineArray<T> Noise(int length, int number, RandomSource random)
        {
            LineArray<T> x = new(length, number);
            foreach (ref T value in x.Span)
            {
                value = T.CreateChecked((2 * random.NextDouble()) - 1);
            }

            return x;
        }
    }
}
