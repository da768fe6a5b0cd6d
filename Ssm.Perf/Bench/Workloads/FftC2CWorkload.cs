using System.Numerics;
using System.Runtime.CompilerServices;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>The complex transform of contiguous rows: rows x points.</summary>
internal sealed class FftC2CWorkload : IBenchWorkload
{
    /// <inheritdoc/>
    public string Name => "fft.c2c";

    /// <inheritdoc/>
    public string Summary => "complex transforms along contiguous rows, rows x points";

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
        private readonly RowFftPlan<T> _plan;
        private readonly T[] _re;
        private readonly T[] _im;

        internal Case(BenchRequest request)
        {
            _data = new FftRowData<T>(request, real: false);
            _plan = new RowFftPlan<T>(_data.Points);
            _re = new T[_data.Re.Length];
            _im = new T[_data.Re.Length];
        }

        internal override double Bytes => 4.0 * Unsafe.SizeOf<T>() * _re.Length;

        internal override double Operations => 5.0 * _re.Length * Math.Log2(_data.Points);

        internal override IEnumerable<BenchRival> Rivals => [new("MathNet", _data.MathNet)];

        internal override void Run() => _plan.Forward(
            new ReadOnlyPlanar<T>(_data.Re, _data.Im), new Planar<T>(_re, _im), _data.Rows, _data.Threads);

        /// <summary>Of eight bins of the first and of the last row.</summary>
        internal override double Error() => _data.Error(_re, _im, _data.Points);
    }
}
