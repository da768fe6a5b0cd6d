using System.Diagnostics;
using Ssm.Perf.Bench;

namespace Ssm.Tests.Perf;

/// <summary>A workload that adds up a few numbers.</summary>
internal sealed class FakeWorkload(string name) : IBenchWorkload
{
    internal const double Error = 1.5e-7;

    public string Name => name;

    public string Summary => "a sum of N numbers & nothing <else>";

    public IReadOnlyList<string> Sizes => ["N64", "N256"];

    public IReadOnlyList<string> Passes => ["fwd", "fwd+bwd"];

    public IReadOnlyList<string> Dtypes => ["f32", "f64"];

    public BenchCase Prepare(BenchRequest request) => new Case(checked(request.Size["N"] * 8));

    private sealed class Case(int count) : BenchCase
    {
        private readonly int[] _numbers = new int[count / 8];

        internal override double Bytes => 8 * _numbers.Length;

        internal override double Operations => _numbers.Length;

        internal override IEnumerable<BenchRival> Rivals => [new BenchRival("slow, \"quoted\"", TimeSlow)];

        internal override void Run() => Add();

        internal override double Error() => FakeWorkload.Error;

        private void Add()
        {
            int sum = 0;
            foreach (int number in _numbers)
            {
                sum += number;
            }

            _numbers[0] = sum;
        }

        private double TimeSlow(int runs)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < 3 * runs; i++)
            {
                Add();
            }

            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }
}
