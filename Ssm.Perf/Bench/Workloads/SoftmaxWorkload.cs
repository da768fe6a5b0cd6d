using System.Numerics;
using System.Numerics.Tensors;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>Softmax of R rows of H numbers.</summary>
internal sealed class SoftmaxWorkload : IBenchWorkload
{
    /// <inheritdoc/>
    public string Name => "softmax";

    /// <inheritdoc/>
    public string Summary => "Softmax of R rows of H numbers.";

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
        private readonly T[] _y;
        private readonly T[] _dx;

        internal Case(BenchRequest request)
        {
            _request = request;
            _width = request.Size["H"];
            _x = LayerNumbers.Random<T>(new(request.Seed), checked(request.Size["R"] * _width), -4.0, 4.0);
            _y = new T[_x.Length];
            _dx = new T[request.Backward ? _x.Length : 0];
        }

        internal override double Bytes => (_request.Backward ? 5.0 : 2.0) * _x.Length * LayerNumbers.Bytes<T>();

        internal override double Operations => (_request.Backward ? 8.0 : 4.0) * _x.Length;

        internal override IEnumerable<BenchRival> Rivals =>
            _request.Backward
                ? []
                : [LayerNumbers.Rival("scalar", Scalar), LayerNumbers.Rival("TensorPrimitives", Rows)];

        // The gradient of y is x.
        internal override void Run()
        {
            Softmax.Forward<T>(_x, _y, _width, _request.Threads);
            if (_request.Backward)
            {
                Softmax.Backward<T>(_x, _y, _dx, _width, _request.Threads);
            }
        }

        /// <summary>Of y, every 101st row.</summary>
        internal override double Error() => LayerNumbers.Error(
            from i in Enumerable.Range(0, ((_x.Length / _width) + 100) / 101)
            let row = Expected(i * 101)
            from j in Enumerable.Range(0, _width)
            select (_y[(i * 101 * _width) + j], row[j]));

        private double[] Expected(int row)
        {
            double[] e =
                [.. _x.AsSpan(row * _width, _width).ToArray().Select(x => Math.Exp(double.CreateTruncating(x)))];
            double sum = e.Sum();
            return [.. e.Select(value => value / sum)];
        }

        private void Rows()
        {
            for (int start = 0; start < _x.Length; start += _width)
            {
                TensorPrimitives.SoftMax<T>(_x.AsSpan(start, _width), _y.AsSpan(start, _width));
            }
        }

        private void Scalar()
        {
            for (int start = 0; start < _x.Length; start += _width)
            {
                T max = _x[start], sum = T.Zero;
                for (int j = 1; j < _width; j++)
                {
                    max = T.Max(max, _x[start + j]);
                }

                for (int j = 0; j < _width; j++)
                {
                    sum += _y[start + j] = T.Exp(_x[start + j] - max);
                }

                for (int j = 0; j < _width; j++)
                {
                    _y[start + j] /= sum;
                }
            }
        }
    }
}
