using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class OptimizerKernelTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Steps = 5;
    private const double Rate = 0.02;
    private const double Decay = 0.1;
    private const double Momentum = 0.9;

    private static readonly AdamSettings Settings = new(Rate, 0.9, 0.999, 1e-8, Decay);

    /// <summary>What one optimiser does to its arrays, by the kernel and by the formula in double.</summary>
    public sealed record Row(string Name, Action<T[][], int, int> Kernel, Action<double[], int> Formula)
    {
        public override string ToString() => Name;
    }

    // Arrays: parameter, gradient, and up to three of state.
    private static IEnumerable<Row> Rows() =>
    [
        new(
            "AdamW",
            (x, k, threads) => AdamWKernel.Step<T>(x[0], x[1], x[2], x[3], Settings, k, threads),
            (x, k) => Adam(x, k, decoupled: true, amsGrad: false)),
        new(
            "AdamW with AMSGrad",
            (x, k, threads) => AdamWKernel.StepAmsGrad<T>(x[0], x[1], x[2], x[3], x[4], Settings, k, threads),
            (x, k) => Adam(x, k, decoupled: true, amsGrad: true)),
        new(
            "Adam",
            (x, k, threads) => AdamKernel.Step<T>(x[0], x[1], x[2], x[3], Settings, k, threads),
            (x, k) => Adam(x, k, decoupled: false, amsGrad: false)),
        new(
            "SGD",
            (x, _, threads) => SgdKernel.Step<T>(x[0], x[1], Rate, Decay, threads),
            (x, _) => x[0] -= Rate * (x[1] + (Decay * x[0]))),
        new(
            "SGD with momentum",
            (x, _, threads) => SgdKernel.StepMomentum<T>(x[0], x[1], x[2], Rate, Momentum, Decay, threads),
            (x, k) => Sgd(x, k, nesterov: false)),
        new(
            "SGD with Nesterov's momentum",
            (x, _, threads) => SgdKernel.StepNesterov<T>(x[0], x[1], x[2], Rate, Momentum, Decay, threads),
            (x, k) => Sgd(x, k, nesterov: true)),
    ];

    [TestCaseSource(nameof(Rows))]
    public void Five_steps_follow_the_formula_for_every_length(Row row)
    {
        double epsilon = typeof(T) == typeof(float) ? Math.ScaleB(1, -23) : Math.ScaleB(1, -52);

        // A step rounds p four times at most, and an update of at most 3 lr (|m̂| ≤ √5 √v̂ in five steps) about 20
        // times.
        double tolerance = Steps * epsilon * ((4 * 1.5) + (64 * Rate));
        foreach (int length in Enumerable.Range(0, (2 * Vector<T>.Count) + 2).Append(1001))
        {
            T[][] arrays = Start(length);
            double[][] expected = [.. Enumerable.Range(0, length)
                .Select(i => arrays.Select(x => double.CreateChecked(x[i])).ToArray())];
            for (int k = 1; k <= Steps; k++)
            {
                SetGradient(arrays[1], k);
                row.Kernel(arrays, k, 1);
                for (int i = 0; i < length; i++)
                {
                    expected[i][1] = double.CreateChecked(arrays[1][i]);
                    row.Formula(expected[i], k);
                }
            }

            Assert.That(
                arrays[0].Select(x => double.CreateChecked(x)),
                Is.EqualTo(expected.Select(x => x[0])).Within(tolerance),
                $"{row.Name}, length {length}");
        }
    }

    [TestCaseSource(nameof(Rows))]
    public void The_bits_do_not_depend_on_the_threads(Row row)
    {
        T[] expected = Run(row, threads: 1);
        foreach (int threads in new[] { 1, 2, 3, 8 })
        {
            Assert.That(Run(row, threads).SequenceEqual(expected), Is.True, $"{row.Name}, {threads} threads");
        }

        static T[] Run(Row row, int threads)
        {
            T[][] arrays = Start(100_003);
            for (int k = 1; k <= 2; k++)
            {
                SetGradient(arrays[1], k);
                row.Kernel(arrays, k, threads);
            }

            return [.. arrays.SelectMany(x => x)];
        }
    }

    [Test]
    public void The_first_step_of_Adam_is_as_long_as_the_rate_whatever_the_gradient()
    {
        T[] p = [T.Zero, T.Zero, T.Zero], g = [T.CreateChecked(1e-3), T.CreateChecked(-7), T.CreateChecked(100)];
        AdamKernel.Step<T>(p, g, new T[3], new T[3], new AdamSettings(0.5, Epsilon: 0), step: 1, threads: 1);

        // Ten roundings of the update and its coefficients.
        double tolerance = 0.5 * 10 * (typeof(T) == typeof(float) ? Math.ScaleB(1, -23) : Math.ScaleB(1, -52));
        Assert.That(p.Select(x => double.CreateChecked(x)), Is.EqualTo(new[] { -0.5, 0.5, -0.5 }).Within(tolerance));
    }

    [Test]
    public void Slices_off_alignment_give_the_same_bits_and_nothing_beside_them_is_written()
    {
        T[][] whole = Start(41), parts = Start(41);
        SetGradient(whole[1], 1);
        SetGradient(parts[1], 1);
        AdamWKernel.Step<T>(whole[0], whole[1], whole[2], whole[3], Settings, 1, 1);
        T[] before = [.. parts[0]];
        AdamWKernel.Step<T>(
            parts[0].AsSpan(1, 37),
            parts[1].AsSpan(1, 37),
            parts[2].AsSpan(1, 37),
            parts[3].AsSpan(1, 37),
            Settings,
            1,
            1);
        Assert.That(parts[0][1..38], Is.EqualTo(whole[0][1..38]));
        Assert.That((parts[0][0], parts[0][38], parts[0][40]), Is.EqualTo((before[0], before[38], before[40])));
    }

    [Test]
    public void Wrong_lengths_and_steps_are_refused()
    {
        T[] x = new T[3];
        Assert.That(
            () => AdamWKernel.Step<T>(x, new T[2], x, x, Settings, 1, 1),
            Throws.ArgumentException.With.Message.Contains("AdamWKernel: 'gradient.Length' is 2, expected 3"));
        Assert.That(
            () => AdamKernel.Step<T>(x, x, x, x, Settings, 0, 1),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'step' is 0"));
        Assert.That(
            () => SgdKernel.StepMomentum<T>(x, x, new T[4], Rate, Momentum, 0, 1),
            Throws.ArgumentException.With.Message.Contains("'buffer.Length' is 4, expected 3"));
    }

    private static T[][] Start(int length)
    {
        RandomSource random = new(21);
        T[] parameter = new T[length];
        for (int i = 0; i < length; i++)
        {
            parameter[i] = T.CreateChecked(random.NextDouble(-1, 1));
        }

        return [parameter, new T[length], new T[length], new T[length], new T[length]];
    }

    private static void SetGradient(T[] gradient, int step)
    {
        RandomSource random = new(22, (ulong)step);
        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] = T.CreateChecked(random.NextDouble(-1, 1));
        }
    }

    // The textbook's form, corrected moments first: p, g, m, v, max v.
    private static void Adam(double[] x, int k, bool decoupled, bool amsGrad)
    {
        double g = decoupled ? x[1] : x[1] + (Decay * x[0]);
        x[2] = (Settings.Beta1 * x[2]) + ((1 - Settings.Beta1) * g);
        x[3] = (Settings.Beta2 * x[3]) + ((1 - Settings.Beta2) * g * g);
        x[4] = amsGrad ? Math.Max(x[4], x[3]) : x[3];
        double mean = x[2] / (1 - Math.Pow(Settings.Beta1, k)), square = x[4] / (1 - Math.Pow(Settings.Beta2, k));
        double decay = decoupled ? Rate * Decay * x[0] : 0;
        x[0] = x[0] - (Rate * mean / (Math.Sqrt(square) + Settings.Epsilon)) - decay;
    }

    private static void Sgd(double[] x, int k, bool nesterov)
    {
        double g = x[1] + (Decay * x[0]);
        x[2] = k == 1 ? g : (Momentum * x[2]) + g;
        x[0] -= Rate * (nesterov ? g + (Momentum * x[2]) : x[2]);
    }
}
