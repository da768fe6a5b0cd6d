using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>One step of AdamW over N parameters.</summary>
internal sealed class AdamWWorkload : IBenchWorkload
{
    /// <inheritdoc/>
    public string Name => "adamw";

    /// <inheritdoc/>
    public string Summary => "One step of AdamW over N parameters.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Sizes { get; } = ["N4194304"];

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
        private readonly T[] _parameter;
        private readonly T[] _gradient;
        private readonly T[] _mean;
        private readonly T[] _square;
        private readonly AdamSettings _settings = new(1e-6, WeightDecay: 0.01);

        internal Case(BenchRequest request)
        {
            _threads = request.Threads;
            RandomSource source = new(request.Seed);
            _parameter = LayerNumbers.Random<T>(source, request.Size["N"]);
            _gradient = LayerNumbers.Random<T>(source, request.Size["N"]);
            _mean = new T[_parameter.Length];
            _square = new T[_parameter.Length];
        }

        internal override double Bytes => 7.0 * _parameter.Length * LayerNumbers.Bytes<T>();

        internal override double Operations => 14.0 * _parameter.Length;

        internal override IEnumerable<BenchRival> Rivals => [LayerNumbers.Rival("scalar", Scalar)];

        internal override void Run() =>
            AdamWKernel.Step<T>(_parameter, _gradient, _mean, _square, _settings, 10, _threads);

        /// <summary>Of one more step, every 997th parameter.</summary>
        internal override double Error()
        {
            double[] expected = new double[(_parameter.Length + 996) / 997];
            for (int i = 0; i < expected.Length; i++)
            {
                double p = double.CreateTruncating(_parameter[i * 997]);
                double g = double.CreateTruncating(_gradient[i * 997]);
                double m = double.CreateTruncating(_mean[i * 997]), v = double.CreateTruncating(_square[i * 997]);
                m += (1.0 - _settings.Beta1) * (g - m);
                v = (_settings.Beta2 * v) + ((1.0 - _settings.Beta2) * g * g);
                double root = Math.Sqrt(v / (1.0 - Math.Pow(_settings.Beta2, 10))) + _settings.Epsilon;
                double step = _settings.LearningRate / (1.0 - Math.Pow(_settings.Beta1, 10)) * m / root;
                expected[i] = (p * (1.0 - (_settings.LearningRate * _settings.WeightDecay))) - step;
            }

            Run();
            return LayerNumbers.Error(expected.Select((value, i) => (_parameter[i * 997], value)));
        }

        private void Scalar()
        {
            T keep = T.CreateTruncating(1.0 - (1e-6 * 0.01));
            T rate = T.CreateTruncating(1e-6 / (1.0 - Math.Pow(0.9, 10)));
            T one = T.CreateTruncating(0.1), two = T.CreateTruncating(0.999), rest = T.CreateTruncating(0.001);
            T root = T.CreateTruncating(1.0 / Math.Sqrt(1.0 - Math.Pow(0.999, 10))), tiny = T.CreateTruncating(1e-8);
            for (int i = 0; i < _parameter.Length; i++)
            {
                T g = _gradient[i], m = _mean[i] + (one * (g - _mean[i])), v = (two * _square[i]) + (rest * g * g);
                (_mean[i], _square[i]) = (m, v);
                _parameter[i] = (keep * _parameter[i]) - (rate * m / ((T.Sqrt(v) * root) + tiny));
            }
        }
    }
}
