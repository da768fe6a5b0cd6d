using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>The convolution kernel of N diagonal modes a channel, L steps long.</summary>
internal sealed class VandermondeWorkload : IBenchWorkload
{
    /// <inheritdoc/>
    public string Name => "vandermonde";

    /// <inheritdoc/>
    public string Summary => "The convolution kernel of N diagonal modes a channel, L steps long.";

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
        private readonly (int H, int N, int L) _size;
        private readonly T[][] _modes = new T[4][];
        private readonly T[][] _gradients = new T[4][];
        private readonly T[] _k;

        internal Case(BenchRequest request)
        {
            _request = request;
            _size = (request.Size["H"], request.Size["N"], request.Size["L"]);
            RandomSource source = new(request.Seed);
            int count = checked(_size.H * _size.N);
            for (int i = 0; i < 4; i++)
            {
                _modes[i] = i == 2
                    ? LayerNumbers.Random<T>(source, count, -0.05, -0.001)
                    : LayerNumbers.Random<T>(source, count, -1.0, 1.0);
                _gradients[i] = new T[count];
            }

            _k = new T[checked(_size.L * _size.H)];
        }

        internal override double Bytes => (_request.Backward
            ? (2.0 * _k.Length) + (12.0 * _size.H * _size.N)
            : _k.Length + (4.0 * _size.H * _size.N)) * LayerNumbers.Bytes<T>();

        internal override double Operations => (_request.Backward ? 12.0 : 4.0) * _k.Length * _size.N;

        internal override IEnumerable<BenchRival> Rivals =>
            _request.Backward ? [] : [LayerNumbers.Rival("scalar", Scalar)];

        // The gradient of k is k itself.
        internal override void Run()
        {
            T two = T.One + T.One;
            ReadOnlyPlanar<T> v = new(_modes[0], _modes[1]), z = new(_modes[2], _modes[3]);
            Vandermonde.Forward(v, z, two, _k, _size.L, _size.H, _size.N, _request.Threads);
            if (_request.Backward)
            {
                Vandermonde.Adjoint(
                    v, z, two, _k, new(_gradients[0], _gradients[1]), new(_gradients[2], _gradients[3]),
                    _size.L, _size.H, _size.N, _request.Threads);
            }
        }

        /// <summary>Of k, every 997th number.</summary>
        internal override double Error() => LayerNumbers.Error(
            from i in Enumerable.Range(0, (_k.Length + 996) / 997) select (_k[i * 997], Expected(i * 997)));

        private double Expected(int at)
        {
            Complex sum = 0.0;
            for (int n = at % _size.H * _size.N, end = n + _size.N; n < end; n++)
            {
                sum += Number(0, n) * Complex.Exp(at / _size.H * Number(2, n));
            }

            return 2.0 * sum.Real;
        }

        private Complex Number(int plane, int n) =>
            new(double.CreateTruncating(_modes[plane][n]), double.CreateTruncating(_modes[plane + 1][n]));

        // One power after the other, in double.
        private void Scalar()
        {
            for (int h = 0; h < _size.H; h++)
            {
                for (int l = 0; l < _size.L; l++)
                {
                    _k[(l * _size.H) + h] = T.Zero;
                }

                for (int n = h * _size.N; n < (h + 1) * _size.N; n++)
                {
                    Complex power = 2.0 * Number(0, n), ratio = Complex.Exp(Number(2, n));
                    for (int l = 0; l < _size.L; l++, power *= ratio)
                    {
                        _k[(l * _size.H) + h] += T.CreateTruncating(power.Real);
                    }
                }
            }
        }
    }
}
