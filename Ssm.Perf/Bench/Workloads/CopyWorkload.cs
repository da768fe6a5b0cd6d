using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>a = b: the bandwidth of one stream in and one out, as a row of its own.</summary>
/// <remarks>
/// Both arrays begin on a cache line. What is larger than the caches is stored past them, which saves reading the lines
/// that are overwritten.
/// </remarks>
internal sealed class CopyWorkload : IBenchWorkload
{
    public string Name => "copy";

    public string Summary => "a = b, the memory's limit for a kernel that reads as much as it writes";

    /// <summary>In the first cache, the second, the third, and beyond.</summary>
    public IReadOnlyList<string> Sizes => ["N2048", "N65536", "N1048576", "N16777216"];

    public IReadOnlyList<string> Passes => ["fwd"];

    public IReadOnlyList<string> Dtypes => ["f32", "f64"];

    public BenchCase Prepare(BenchRequest request)
    {
        request.Size.Require(Sizes[0], Name);
        return request.Dtype == "f64" ? new Case<double>(request) : new Case<float>(request);
    }

    private sealed class Case<T> : BenchCase
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Whole cache lines of any element type.
        private const int Tile = 1 << 14;
        private const double StreamedBytes = 1 << 25;

        private readonly LineArray<T> _a;
        private readonly LineArray<T> _b;
        private readonly int _threads;

        internal Case(BenchRequest request)
        {
            int count = request.Size["N"];
            _threads = request.Threads;
            (_a, _b) = (new LineArray<T>(count, 0), new LineArray<T>(count, 1));
            RandomSource random = new(request.Seed);
            foreach (ref T x in _b.Span)
            {
                x = T.CreateTruncating(random.NextDouble(-1, 1));
            }
        }

        internal override double Bytes => 2.0 * _a.Length * Unsafe.SizeOf<T>();

        internal override double Operations => 0;

        internal override IEnumerable<BenchRival> Rivals => [new BenchRival("Span.CopyTo", TimeCopyTo)];

        internal override void Run() => WorkSplit.Run(_a.Length, Tile, 2L * _a.Length, _threads, this, Piece);

        internal override double Error() => _a.Span.SequenceEqual(_b.Span) ? 0 : double.NaN;

        private static unsafe void Piece(Case<T> work, int start, int end)
        {
            int step = PeakLoops.Unroll * Vector<T>.Count;
            int whole = (end - start) / step * step;
            fixed (T* a = work._a.Span, b = work._b.Span)
            {
                if (work.Bytes >= StreamedBytes)
                {
                    PeakLoops.CopyStreaming(a + start, b + start, whole);
                }
                else
                {
                    PeakLoops.Copy(a + start, b + start, whole);
                }
            }

            int rest = start + whole;
            work._b.Span[rest..end].CopyTo(work._a.Span[rest..end]);
        }

        private double TimeCopyTo(int runs)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < runs; i++)
            {
                _b.Span.CopyTo(_a.Span);
            }

            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }
}
