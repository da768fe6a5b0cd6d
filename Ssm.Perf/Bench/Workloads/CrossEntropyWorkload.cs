using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>Cross-entropy of R rows of V logits, with its gradient.</summary>
internal sealed class CrossEntropyWorkload : IBenchWorkload
{
    /// <inheritdoc/>
    public string Name => "crossentropy";

    /// <inheritdoc/>
    public string Summary => "Cross-entropy of R rows of V logits, with its gradient.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Sizes { get; } = ["R32768xV256"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Passes { get; } = ["fwd"];

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
        private readonly int _threads;
        private readonly int _width;
        private readonly T[] _x;
        private readonly int[] _labels;
        private readonly T[] _loss;
        private readonly T[] _gradient;

        internal Case(BenchRequest request)
        {
            (_threads, _width) = (request.Threads, request.Size["V"]);
            RandomSource source = new(request.Seed);
            _labels = new int[request.Size["R"]];
            _x = LayerNumbers.Random<T>(source, checked(_labels.Length * _width), -4.0, 4.0);
            for (int i = 0; i < _labels.Length; i++)
            {
                _labels[i] = (int)source.NextDouble(0.0, _width);
            }

            _loss = new T[_labels.Length];
            _gradient = new T[_x.Length];
        }

        internal override double Bytes => 2.0 * _x.Length * LayerNumbers.Bytes<T>();

        internal override double Operations => 22.0 * _x.Length;

        internal override IEnumerable<BenchRival> Rivals => [LayerNumbers.Rival("scalar", Scalar)];

        internal override void Run() =>
            CrossEntropy.Forward<T>(_x, _labels, _loss, _gradient, _width, _threads);

        /// <summary>Of every 101st row's loss and gradient.</summary>
        internal override double Error() => LayerNumbers.Error(
            from i in Enumerable.Range(0, (_labels.Length + 100) / 101)
            from pair in Expected(i * 101)
            select pair);

        private IEnumerable<(T Actual, double Expected)> Expected(int row)
        {
            double[] e =
                [.. _x.AsSpan(row * _width, _width).ToArray().Select(x => Math.Exp(double.CreateTruncating(x)))];
            double sum = e.Sum();
            yield return (_loss[row], Math.Log(sum / e[_labels[row]]));
            for (int j = 0; j < _width; j++)
            {
                yield return (_gradient[(row * _width) + j], (e[j] / sum) - (j == _labels[row] ? 1.0 : 0.0));
            }
        }

        private void Scalar()
        {
            for (int row = 0; row < _labels.Length; row++)
            {
                int start = row * _width;
                T max = _x[start], sum = T.Zero;
                for (int j = 1; j < _width; j++)
                {
                    max = T.Max(max, _x[start + j]);
                }

                for (int j = 0; j < _width; j++)
                {
                    sum += _gradient[start + j] = T.Exp(_x[start + j] - max);
                }

                for (int j = 0; j < _width; j++)
                {
                    _gradient[start + j] /= sum;
                }

                _loss[row] = T.Log(sum) + max - _x[start + _labels[row]];
                _gradient[start + _labels[row]] -= T.One;
            }
        }
    }
}
