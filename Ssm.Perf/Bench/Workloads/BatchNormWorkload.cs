using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>Batch normalisation of R rows of H features with weight and bias.</summary>
internal sealed class BatchNormWorkload : IBenchWorkload
{
    /// <inheritdoc/>
    public string Name => "batchnorm";

    /// <inheritdoc/>
    public string Summary => "Batch normalisation of R rows of H features with weight and bias.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Sizes { get; } = ["R32768xH256"];

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
        private readonly BenchRequest _request;
        private readonly int _width;
        private readonly T[] _x;
        private readonly T[] _weight;
        private readonly T[] _bias;
        private readonly T[] _y;
        private readonly T[] _mean;
        private readonly T[] _variance;
        private readonly T[] _dx;
        private readonly T[] _dWeight;
        private readonly T[] _dBias;

        internal Case(BenchRequest request)
        {
            _request = request;
            _width = request.Size["H"];
            RandomSource source = new(request.Seed);
            _x = LayerNumbers.Random<T>(source, checked(request.Size["R"] * _width));
            _weight = LayerNumbers.Random<T>(source, _width);
            _bias = LayerNumbers.Random<T>(source, _width);
            _y = new T[_x.Length];
            (_mean, _variance) = (new T[_width], new T[_width]);
            _dx = new T[request.Backward ? _x.Length : 0];
            (_dWeight, _dBias) = (new T[_width], new T[_width]);
        }

        /// <summary>Three walks over x and one over y; back, two over x and dy and one over dx.</summary>
        internal override double Bytes => (_request.Backward ? 9.0 : 4.0) * _x.Length * LayerNumbers.Bytes<T>();

        internal override double Operations => (_request.Backward ? 16.0 : 7.0) * _x.Length;

        internal override IEnumerable<BenchRival> Rivals =>
            _request.Backward ? [] : [LayerNumbers.Rival("scalar", Scalar)];

        // The gradient of y is y itself.
        internal override void Run()
        {
            T epsilon = T.CreateTruncating(1e-5);
            BatchNorm.Forward<T>(_x, _weight, _bias, epsilon, _y, _mean, _variance, _request.Threads);
            if (_request.Backward)
            {
                BatchNorm.Backward<T>(
                    _y, _x, _weight, _mean, _variance, epsilon, _dx, _dWeight, _dBias, _request.Threads);
            }
        }

        /// <summary>Of y, every 37th feature.</summary>
        internal override double Error() => LayerNumbers.Error(
            from i in Enumerable.Range(0, (_width + 36) / 37)
            let column = Expected(i * 37)
            from row in Enumerable.Range(0, column.Length)
            select (_y[(row * _width) + (i * 37)], column[row]));

        private double[] Expected(int feature)
        {
            double[] x = new double[_x.Length / _width];
            for (int row = 0; row < x.Length; row++)
            {
                x[row] = double.CreateTruncating(_x[(row * _width) + feature]);
            }

            double mean = x.Average(), variance = x.Average(value => (value - mean) * (value - mean));
            double scale = double.CreateTruncating(_weight[feature]) / Math.Sqrt(variance + 1e-5);
            return [.. x.Select(value => ((value - mean) * scale) + double.CreateTruncating(_bias[feature]))];
        }

        private void Scalar()
        {
            T count = T.CreateTruncating(_x.Length / _width), epsilon = T.CreateTruncating(1e-5);
            _mean.AsSpan().Clear();
            _variance.AsSpan().Clear();
            for (int at = 0; at < _x.Length; at++)
            {
                _mean[at % _width] += _x[at] / count;
            }

            for (int at = 0; at < _x.Length; at++)
            {
                T d = _x[at] - _mean[at % _width];
                _variance[at % _width] += d * d / count;
            }

            for (int at = 0; at < _x.Length; at++)
            {
                int j = at % _width;
                _y[at] = ((_x[at] - _mean[j]) / T.Sqrt(_variance[j] + epsilon) * _weight[j]) + _bias[j];
            }
        }
    }
}
