using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>The four Cauchy sums of an S4 kernel: N poles a channel at the bins of a transform of length L.</summary>
internal sealed class CauchyWorkload : IBenchWorkload
{
    /// <inheritdoc/>
    public string Name => "cauchy";

    /// <inheritdoc/>
    public string Summary => "The four Cauchy sums of S4: N poles a channel, bins of a length L.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Sizes { get; } = ["H256xN64xL4096"];

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
        private readonly CauchyShape _shape;
        private readonly T[][] _modes = new T[4][];
        private readonly T[][] _gradients = new T[4][];
        private readonly T[] _re;
        private readonly T[] _im;

        internal Case(BenchRequest request)
        {
            _request = request;
            _shape = new(4, request.Size["L"], request.Size["H"], request.Size["N"]);
            RandomSource source = new(request.Seed);
            for (int i = 0; i < 4; i++)
            {
                _modes[i] = i switch
                {
                    2 => LayerNumbers.Random<T>(source, _shape.Poles, -0.5, -0.01),
                    3 => LayerNumbers.Random<T>(source, _shape.Poles, -4.0, 0.0),
                    _ => LayerNumbers.Random<T>(source, _shape.Weights),
                };
                _gradients[i] = new T[_modes[i].Length];
            }

            (_re, _im) = (new T[_shape.Sums], new T[_shape.Sums]);
        }

        internal override double Bytes => (_request.Backward
            ? (4.0 * _re.Length) + (30.0 * _shape.Poles)
            : (2.0 * _re.Length) + (10.0 * _shape.Poles)) * LayerNumbers.Bytes<T>();

        // 6 for a pole and 8 for each numerator; backwards 16 and 16 more.
        internal override double Operations =>
            (_request.Backward ? 118.0 : 38.0) * _shape.Poles * _shape.Frequencies;

        internal override IEnumerable<BenchRival> Rivals =>
            _request.Backward ? [] : [LayerNumbers.Rival("scalar", Scalar)];

        // The gradients of the sums are the sums themselves.
        internal override void Run()
        {
            ReadOnlyPlanar<T> v = new(_modes[0], _modes[1]), z = new(_modes[2], _modes[3]);
            Cauchy.Forward(v, z, new(_re, _im), _shape, _request.Threads);
            if (_request.Backward)
            {
                Cauchy.Adjoint<T>(
                    v, z, new(_re, _im), new(_gradients[0], _gradients[1]), new(_gradients[2], _gradients[3]), _shape,
                    _request.Threads);
            }
        }

        /// <summary>Of the real and imaginary parts of the sums, every 1999th.</summary>
        internal override double Error() => LayerNumbers.Error(
            from i in Enumerable.Range(0, (_re.Length + 1998) / 1999)
            let sum = Sum(i * 1999)
            from part in new[] { (_re[i * 1999], sum.Real), (_im[i * 1999], sum.Imaginary) }
            select part);

        private Complex Sum(int at)
        {
            int h = at % _shape.Channels, k = at / _shape.Channels % _shape.Frequencies;
            int weights = at / _shape.Channels / _shape.Frequencies * _shape.Poles;
            Complex node = Complex.Exp(new(0.0, -2.0 * Math.PI * k / _shape.Length)), sum = 0.0;
            for (int n = h * _shape.Modes; n < (h + 1) * _shape.Modes; n++)
            {
                Complex v = Number(0, weights + n), z = Number(2, n);
                sum += v / ((2.0 * (1.0 - node)) - ((1.0 + node) * z));
                sum += Complex.Conjugate(v) / ((2.0 * (1.0 - node)) - ((1.0 + node) * Complex.Conjugate(z)));
            }

            return sum;
        }

        private Complex Number(int plane, int n) =>
            new(double.CreateTruncating(_modes[plane][n]), double.CreateTruncating(_modes[plane + 1][n]));

        private void Scalar()
        {
            for (int i = 0; i < _re.Length; i++)
            {
                Complex sum = Sum(i);
                (_re[i], _im[i]) = (T.CreateTruncating(sum.Real), T.CreateTruncating(sum.Imaginary));
            }
        }
    }
}
