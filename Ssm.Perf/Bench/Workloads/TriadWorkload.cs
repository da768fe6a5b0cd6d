using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>a = b + s·c: the bandwidth that the shares of the other workloads are taken of, as a row of its own.
/// </summary>
internal sealed class TriadWorkload : IBenchWorkload
{
    public string Name => "triad";

    public string Summary => "a = b + s·c, the memory's limit";

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
        private const int Tile = 1 << 14;

        private readonly T[] _a;
        private readonly T[] _b;
        private readonly T[] _c;
        private readonly int _threads;
        private readonly T _factor = T.CreateTruncating(0.75);

        internal Case(BenchRequest request)
        {
            int count = request.Size["N"];
            _threads = request.Threads;
            (_a, _b, _c) = (new T[count], new T[count], new T[count]);
            RandomSource random = new(request.Seed);
            for (int i = 0; i < count; i++)
            {
                _b[i] = T.CreateTruncating(random.NextDouble(-1, 1));
                _c[i] = T.CreateTruncating(random.NextDouble(-1, 1));
            }
        }

        internal override double Bytes => 3.0 * _a.Length * Unsafe.SizeOf<T>();

        internal override double Operations => 2.0 * _a.Length;

        internal override IEnumerable<BenchRival> Rivals =>
            [new BenchRival("scalar", TimeScalar), new BenchRival("TensorPrimitives", TimeTensorPrimitives)];

        internal override void Run() => WorkSplit.Run(_a.Length, Tile, 2L * _a.Length, _threads, this, Piece);

        internal override double Error()
        {
            double worst = 0, largest = 0;
            for (int i = 0; i < _a.Length; i++)
            {
                double y = double.CreateTruncating(_b[i])
                    + (double.CreateTruncating(_factor) * double.CreateTruncating(_c[i]));
                worst = Math.Max(worst, Math.Abs(double.CreateTruncating(_a[i]) - y));
                largest = Math.Max(largest, Math.Abs(y));
            }

            return worst / largest;
        }

        private static unsafe void Piece(Case<T> work, int start, int end)
        {
            int step = PeakLoops.Unroll * Vector<T>.Count;
            int whole = (end - start) / step * step;
            fixed (T* a = work._a, b = work._b, c = work._c)
            {
                PeakLoops.Triad(a + start, b + start, c + start, work._factor, whole);
            }

            Scalar(work, start + whole, end);
        }

        private static void Scalar(Case<T> work, int start, int end)
        {
            T[] a = work._a, b = work._b, c = work._c;
            T s = work._factor;
            for (int i = start; i < end; i++)
            {
                a[i] = b[i] + (s * c[i]);
            }
        }

        private double TimeScalar(int runs)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < runs; i++)
            {
                Scalar(this, 0, _a.Length);
            }

            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        private double TimeTensorPrimitives(int runs)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < runs; i++)
            {
                TensorPrimitives.MultiplyAdd<T>(_c, _factor, _b, _a);
            }

            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }
}
