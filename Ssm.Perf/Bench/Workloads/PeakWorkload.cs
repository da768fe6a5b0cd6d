using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>x = x·m + d in registers: the arithmetic peak that the shares of the other workloads are taken of, as a
/// row of its own.</summary>
internal sealed class PeakWorkload : IBenchWorkload
{
    public string Name => "peak";

    public string Summary => "x = x·m + d in registers, the arithmetic's limit";

    /// <summary>Turns of the loop in each of <see cref="Pieces"/> pieces.</summary>
    public IReadOnlyList<string> Sizes => ["N100000"];

    public IReadOnlyList<string> Passes => ["fwd"];

    public IReadOnlyList<string> Dtypes => ["f32", "f64"];

    private static int Pieces => 16;

    public BenchCase Prepare(BenchRequest request)
    {
        request.Size.Require(Sizes[0], Name);
        return new Case(request);
    }

    private sealed class Case(BenchRequest request) : BenchCase
    {
        private readonly int _turns = request.Size["N"];
        private readonly bool _double = request.Dtype == "f64";
        private readonly double[] _sums = new double[Pieces];

        internal override double Bytes => 0;

        internal override double Operations => 2.0 * PeakLoops.Accumulators * Lanes * _turns * Pieces;

        private int Lanes => _double ? Vector<double>.Count : Vector<float>.Count;

        internal override void Run() =>
            WorkSplit.Run(Pieces, 1, (long)Operations, request.Threads, this, Piece);

        // x = x/2 + 1 ends at 2, in each of the accumulators.
        internal override double Error() =>
            _sums.Max(sum => Math.Abs(sum - (2 * PeakLoops.Accumulators))) / (2 * PeakLoops.Accumulators);

        private static void Piece(Case work, int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                work._sums[i] = work._double
                    ? PeakLoops.MultiplyAdd(new Vector<double>(0.5), Vector<double>.One, work._turns)[0]
                    : PeakLoops.MultiplyAdd(new Vector<float>(0.5f), Vector<float>.One, work._turns)[0];
            }
        }
    }
}
