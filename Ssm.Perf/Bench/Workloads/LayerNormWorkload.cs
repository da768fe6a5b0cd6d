using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>Layer normalisation of R rows of H features with weight and bias.</summary>
internal sealed class LayerNormWorkload : IBenchWorkload
{
    /// <inheritdoc/>
    public string Name => "layernorm";

    /// <inheritdoc/>
    public string Summary => "Layer normalisation of R rows of H features with weight and bias.";

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
        private readonly T[] _inverse;
        private readonly T[] _dx;
        private readonly T[] _dWeight;
        private readonly T[] _dBias;

        internal Case(BenchRequest request)
        {
            _request = request;
            (int rows, _width) = (request.Size["R"], request.Size["H"]);
            RandomSource source = new(request.Seed);
            _x = LayerNumbers.Random<T>(source, checked(rows * _width));
            _weight = LayerNumbers.Random<T>(source, _width);
            _bias = LayerNumbers.Random<T>(source, _width);
            _y = new T[_x.Length];
            (_mean, _inverse) = (new T[rows], new T[rows]);
            _dx = new T[request.Backward ? _x.Length : 0];
            (_dWeight, _dBias) = (new T[_width], new T[_width]);
        }

        internal override double Bytes => (_request.Backward ? 5.0 : 2.0) * _x.Length * LayerNumbers.Bytes<T>();

        internal override double Operations => (_request.Backward ? 22.0 : 8.0) * _x.Length;

        internal override IEnumerable<BenchRival> Rivals =>
            _request.Backward ? [] : [LayerNumbers.Rival("scalar", Scalar)];

        // The gradient of y is y itself.
        internal override void Run()
        {
            T epsilon = T.CreateTruncating(1e-5);
            LayerNorm.Forward<T>(_x, _weight, _bias, epsilon, _y, _mean, _inverse, _width, _request.Threads);
            if (_request.Backward)
            {
                LayerNorm.Backward<T>(
                    _y, _x, _weight, _mean, _inverse, _dx, _dWeight, _dBias, _width, _request.Threads);
            }
        }

        /// <summary>Of y, every 101st row.</summary>
        internal override double Error() => LayerNumbers.Error(
            from i in Enumerable.Range(0, (_mean.Length + 100) / 101)
            let row = Expected(i * 101)
            from j in Enumerable.Range(0, _width)
            select (_y[(i * 101 * _width) + j], row[j]));

        private double[] Expected(int row)
        {
            double[] x = [.. _x.AsSpan(row * _width, _width).ToArray().Select(double.CreateTruncating)];
            double mean = x.Average(), variance = x.Average(value => (value - mean) * (value - mean));
            return [.. x.Select((value, j) => ((value - mean) / Math.Sqrt(variance + 1e-5)
                * double.CreateTruncating(_weight[j])) + double.CreateTruncating(_bias[j]))];
        }

        private void Scalar()
        {
            T count = T.CreateTruncating(_width), epsilon = T.CreateTruncating(1e-5);
            for (int start = 0; start < _x.Length; start += _width)
            {
                T mean = T.Zero, variance = T.Zero;
                for (int j = 0; j < _width; j++)
                {
                    mean += _x[start + j];
                }

                mean /= count;
                for (int j = 0; j < _width; j++)
                {
                    variance += (_x[start + j] - mean) * (_x[start + j] - mean);
                }

                T inverse = T.One / T.Sqrt((variance / count) + epsilon);
                for (int j = 0; j < _width; j++)
                {
                    _y[start + j] = ((_x[start + j] - mean) * inverse * _weight[j]) + _bias[j];
                }
            }
        }
    }
}
