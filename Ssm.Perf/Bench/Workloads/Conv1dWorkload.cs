using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>Causal depthwise convolution of a few taps over (B, L, H).</summary>
internal sealed class Conv1dWorkload : IBenchWorkload
{
    /// <inheritdoc/>
    public string Name => "conv1d";

    /// <inheritdoc/>
    public string Summary => "Causal depthwise convolution of a few taps over (B, L, H).";

    /// <inheritdoc/>
    public IReadOnlyList<string> Sizes { get; } = ["B8xL4096xH256xK4"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Passes { get; } = ["fwd", "fwd+bwd"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Dtypes { get; } = ["f32", "f64"];

    /// <inheritdoc/>
    public BenchCase Prepare(BenchRequest request)
    {
        request.Size.Require(Sizes[0], Name);
        return LayerNumbers.Make(request, () => new Case<float>(request), () => new Case<double>(request));
    }

    private sealed class Case<T> : BenchCase
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly ConvolutionShape _shape;
        private readonly BenchRequest _request;
        private readonly T[] _x;
        private readonly T[] _weight;
        private readonly T[] _bias;
        private readonly T[] _y;
        private readonly T[] _dx;
        private readonly T[] _dWeight;
        private readonly T[] _dBias;

        internal Case(BenchRequest request)
        {
            _request = request;
            _shape = new(request.Size["B"], request.Size["L"], request.Size["H"], request.Size["K"]);
            RandomSource source = new(request.Seed);
            _x = LayerNumbers.Random<T>(source, _shape.Elements);
            _weight = LayerNumbers.Random<T>(source, _shape.WeightElements);
            _bias = LayerNumbers.Random<T>(source, _shape.Channels);
            _y = new T[_shape.Elements];
            _dx = new T[request.Backward ? _shape.Elements : 0];
            _dWeight = new T[request.Backward ? _shape.WeightElements : 0];
            _dBias = new T[request.Backward ? _shape.Channels : 0];
        }

        internal override double Bytes => (_request.Backward ? 5.0 : 2.0) * _shape.Elements * LayerNumbers.Bytes<T>();

        internal override double Operations =>
            (_request.Backward ? 6.0 : 2.0) * _shape.Elements * _shape.Width;

        internal override IEnumerable<BenchRival> Rivals =>
            _request.Backward ? [] : [LayerNumbers.Rival("scalar", Scalar)];

        // The gradient of y is y itself.
        internal override void Run()
        {
            CausalConv1d.Forward<T>(_x, _weight, _bias, default, _y, _shape, _request.Threads);
            if (_request.Backward)
            {
                CausalConv1d.Backward<T>(
                    _x, _weight, default, _y, _dx, _dWeight, _dBias, default, _shape, _request.Threads);
            }
        }

        /// <summary>Of y, every 997th number.</summary>
        internal override double Error() => LayerNumbers.Error(
            from i in Enumerable.Range(0, (_y.Length + 996) / 997) select (_y[i * 997], Output(i * 997)));

        private double Output(int at)
        {
            int h = at % _shape.Channels, t = at / _shape.Channels % _shape.Length;
            double sum = double.CreateTruncating(_bias[h]);
            for (int j = Math.Max(0, _shape.Width - 1 - t); j < _shape.Width; j++)
            {
                sum += double.CreateTruncating(_weight[(j * _shape.Channels) + h])
                    * double.CreateTruncating(_x[at - ((_shape.Width - 1 - j) * _shape.Channels)]);
            }

            return sum;
        }

        private void Scalar()
        {
            for (int at = 0; at < _y.Length; at++)
            {
                int h = at % _shape.Channels, t = at / _shape.Channels % _shape.Length;
                T sum = _bias[h];
                for (int j = Math.Max(0, _shape.Width - 1 - t); j < _shape.Width; j++)
                {
                    sum += _weight[(j * _shape.Channels) + h] * _x[at - ((_shape.Width - 1 - j) * _shape.Channels)];
                }

                _y[at] = sum;
            }
        }
    }
}
