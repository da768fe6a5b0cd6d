using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>One time step of a causal depthwise convolution of K taps over H channels.</summary>
internal sealed class Conv1dStepWorkload : IBenchWorkload
{
    /// <inheritdoc/>
    public string Name => "conv1d.step";

    /// <inheritdoc/>
    public string Summary => "One time step of a causal depthwise convolution of K taps over H channels.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Sizes { get; } = ["H1536xK4"];

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
        private readonly T[] _x;
        private readonly T[] _weight;
        private readonly T[] _bias;
        private readonly T[] _state;
        private readonly T[] _y;

        internal Case(BenchRequest request)
        {
            int channels = request.Size["H"], width = request.Size["K"];
            RandomSource source = new(request.Seed);
            _x = LayerNumbers.Random<T>(source, channels);
            _weight = LayerNumbers.Random<T>(source, checked(width * channels));
            _bias = LayerNumbers.Random<T>(source, channels);
            _state = LayerNumbers.Random<T>(source, (width - 1) * channels);
            _y = new T[channels];
        }

        /// <summary>Weight, bias, input and output once, the state read and written.</summary>
        internal override double Bytes =>
            (double)(_weight.Length + (2 * _state.Length) + (3 * _x.Length)) * LayerNumbers.Bytes<T>();

        internal override double Operations => 2.0 * _weight.Length;

        internal override IEnumerable<BenchRival> Rivals => [LayerNumbers.Rival("scalar", Scalar)];

        internal override void Run() => CausalConv1d.Step<T>(_x, _weight, _bias, _state, _y);

        /// <summary>Of one more step.</summary>
        internal override double Error()
        {
            double[] expected = new double[_x.Length];
            for (int h = 0; h < expected.Length; h++)
            {
                expected[h] = double.CreateTruncating(_bias[h]);
                for (int at = h; at < _weight.Length; at += expected.Length)
                {
                    T x = at < _state.Length ? _state[at] : _x[h];
                    expected[h] += double.CreateTruncating(_weight[at]) * double.CreateTruncating(x);
                }
            }

            Run();
            return LayerNumbers.Error(from h in Enumerable.Range(0, expected.Length) select (_y[h], expected[h]));
        }

        private void Scalar()
        {
            int channels = _x.Length;
            for (int h = 0; h < channels; h++)
            {
                T sum = _bias[h];
                for (int at = h; at < _weight.Length; at += channels)
                {
                    sum += _weight[at] * (at < _state.Length ? _state[at] : _x[h]);
                }

                for (int at = h; at < _state.Length; at += channels)
                {
                    _state[at] = at + channels < _state.Length ? _state[at + channels] : _x[h];
                }

                _y[h] = sum;
            }
        }
    }
}
