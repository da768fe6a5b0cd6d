using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary><c>conv.s4d</c>: signals (B, L, H) with one kernel of length L per channel, causal.</summary>
/// <remarks>The error is that of three channels of the last row, at 33 steps, and of as many taps' gradients.</remarks>
internal sealed class FftConvolutionWorkload : IBenchWorkload
{
    /// <inheritdoc/>
    public string Name => "conv.s4d";

    /// <inheritdoc/>
    public string Summary => "causal convolution with a kernel as long as the signal, one per channel";

    /// <inheritdoc/>
    public IReadOnlyList<string> Sizes => ["B8xH256xL4096", "B1xH256xL16384"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Passes => ["fwd", "bwd", "fwd+bwd"];

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
        private readonly int _batch;
        private readonly int _channels;
        private readonly int _length;
        private readonly BenchRequest _request;
        private readonly FftConvolution<T> _plan;
        private readonly LineArray<T> _u;
        private readonly LineArray<T> _k;
        private readonly LineArray<T> _dy;
        private readonly LineArray<T> _y;
        private readonly LineArray<T> _du;
        private readonly LineArray<T> _dk;

        internal Case(BenchRequest request)
        {
            _request = request;
            (_batch, _channels, _length) = (request.Size["B"], request.Size["H"], request.Size["L"]);
            _plan = new FftConvolution<T>(_length, _length);
            int signal = checked(_batch * _channels * _length), kernel = _channels * _length;
            RandomSource random = new(request.Seed);
            _u = Noise(signal, 0, random);
            _k = Noise(kernel, 1, random);
            _dy = Noise(request.Backward ? signal : 0, 2, random);
            _y = new LineArray<T>(signal, 3);
            _du = new LineArray<T>(request.Backward ? signal : 0, 4);
            _dk = new LineArray<T>(request.Backward ? kernel : 0, 5);
        }

        internal override double Bytes => System.Runtime.CompilerServices.Unsafe.SizeOf<T>()
            * (((Forward ? 2.0 * _u.Length : 0) + (Forward ? _k.Length : 0))
                + (_request.Backward ? (3.0 * _u.Length) + (2.0 * _k.Length) : 0));

        // Real transforms of 2L points, 2.5·n·log₂ n each: the kernel's, and two a row; back one more of each kind.
        internal override double Operations
        {
            get
            {
                double transform = 2.5 * 2 * _length * Math.Log2(2 * _length) * _channels;
                return transform
                    * ((Forward ? (2 * _batch) + 1 : 0) + (_request.Backward ? (3 * _batch) + 2 : 0));
            }
        }

        private bool Forward => _request.Pass != "bwd";

        internal override void Run()
        {
            if (Forward)
            {
                _plan.Forward(_u.Span, _k.Span, _y.Span, _batch, _channels, _request.Threads);
            }

            if (_request.Backward)
            {
                _plan.Backward(
                    _u.Span, _k.Span, _dy.Span, _du.Span, _dk.Span, _batch, _channels, _request.Threads);
            }
        }

        internal override double Error()
        {
            double error = 0, largest = 0;
            foreach (int channel in (int[])[0, _channels / 2, _channels - 1])
            {
                for (int i = 0; i <= 32; i++)
                {
                    int t = (int)((_length - 1L) * i / 32);
                    (double y, double du, double dk) = Define(t, channel);
                    if (Forward)
                    {
                        Compare(_y[At(_batch - 1, t, channel)], y);
                    }

                    if (_request.Backward)
                    {
                        Compare(_du[At(_batch - 1, t, channel)], du);
                        Compare(_dk[At(0, t, channel)], dk);
                    }
                }
            }

            return error / Math.Max(largest, double.Epsilon);

            void Compare(T actual, double expected)
            {
                error = Math.Max(error, Math.Abs(double.CreateChecked(actual) - expected));
                largest = Math.Max(largest, Math.Abs(expected));
            }
        }

        private (double Y, double Du, double Dk) Define(int t, int channel)
        {
            double y = 0, du = 0, dk = 0;
            int last = _batch - 1;
            for (int j = 0; j <= t && Forward; j++)
            {
                y += Value(_k, At(0, j, channel)) * Value(_u, At(last, t - j, channel));
            }

            for (int s = t; s < _length && _request.Backward; s++)
            {
                du += Value(_k, At(0, s - t, channel)) * Value(_dy, At(last, s, channel));
                for (int b = 0; b < _batch; b++)
                {
                    dk += Value(_dy, At(b, s, channel)) * Value(_u, At(b, s - t, channel));
                }
            }

            return (y, du, dk);
        }

        private int At(int row, int t, int channel) => (((row * _length) + t) * _channels) + channel;

        private static double Value(LineArray<T> x, int index) => double.CreateChecked(x[index]);

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
