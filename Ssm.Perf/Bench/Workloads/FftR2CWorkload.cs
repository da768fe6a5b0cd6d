using System.Numerics;
using System.Runtime.CompilerServices;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>The transform of real contiguous rows: rows x points.</summary>
internal sealed class FftR2CWorkload : IBenchWorkload
{
    /// <inheritdoc/>
    public string Name => "fft.r2c";

    /// <inheritdoc/>
    public string Summary => "transforms of real contiguous rows, rows x points";

    /// <inheritdoc/>
    public IReadOnlyList<string> Sizes =>
        ["1x1024", "1x4096", "1x16384", "1x65536", "1x1048576", "256x4096", "64x32768"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Passes => ["fwd"];

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
        private readonly FftRowData<T> _data;
        private readonly RealRowFftPlan<T> _plan;
        private readonly T[] _re;
        private readonly T[] _im;

        internal Case(BenchRequest request)
        {
            _data = new FftRowData<T>(request, real: true);
            _plan = new RealRowFftPlan<T>(_data.Points);
            _re = new T[_data.Rows * _plan.Bins];
            _im = new T[_data.Rows * _plan.Bins];
        }

        internal override double Bytes => (double)Unsafe.SizeOf<T>() * (_data.Re.Length + (2.0 * _re.Length));

        internal override double Operations => 2.5 * _data.Re.Length * Math.Log2(_data.Points);

        internal override IEnumerable<BenchRival> Rivals => [new("MathNet", _data.MathNet)];

        internal override void Run() =>
            _plan.Forward(_data.Re, new Planar<T>(_re, _im), _data.Rows, _data.Threads);

        /// <summary>Of eight bins of the first and of the last row.</summary>
        internal override double Error() => _data.Error(_re, _im, _plan.Bins);
    }
}
