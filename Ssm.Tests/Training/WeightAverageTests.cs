using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Training;
using Ssm.Kernels;

namespace Ssm.Tests.Training;

/// <summary>The moving average of weights against its sum, and its exchange with them.</summary>
public sealed class WeightAverageTests
{
    [TestCase(0.9, false)]
    [TestCase(0.9, true)]
    [TestCase(0.0, false)]
    [TestCase(0.0, true)]
    [TestCase(0.999, true)]
    public void It_is_the_weighted_sum_of_all_weights_so_far(double decay, bool warmUp)
    {
        Holder<double> model = new(5);
        WeightAverage<double> average = new(model, decay, warmUp);
        List<double[]> history = [Both(model.Values.Value)];
        for (int n = 1; n <= 20; n++)
        {
            model.Fill(n);
            average.Update();
            history.Add(Both(model.Values.Value));
            double[] actual = Both(average[model.Values]);
            for (int i = 0; i < actual.Length; i++)
            {
                // (1 − d) Σ dⁿ⁻ᵏ pₖ, and either what is left of the start or the correction of the bias.
                double sum = 0;
                for (int k = 1; k <= n; k++)
                {
                    sum += (1 - decay) * Math.Pow(decay, n - k) * history[k][i];
                }

                double left = Math.Pow(decay, n);
                double expected = warmUp ? sum / (1 - left) : sum + (left * history[0][i]);

                // Numbers below 3, three roundings of each in every one of up to 20 steps.
                Assert.That(actual[i], Is.EqualTo(expected).Within(60 * 3 * 1.2e-16 * (1 + Magnified(n))), $"step {n}");
            }
        }

        Assert.That(average.Updates, Is.EqualTo(20));

        // 1 − dⁿ is exact to 1e-16 only, and small at the start.
        double Magnified(int n) => warmUp ? 1 / (1 - Math.Pow(decay, n)) : 0;
    }

    [Test]
    public void Weights_that_do_not_change_are_their_own_average_to_the_bit()
    {
        Holder<float> model = new(33);
        model.Fill(3);
        WeightAverage<float> average = new(model, 0.9999);
        for (int i = 0; i < 1000; i++)
        {
            average.Update();
        }

        Assert.That(Both(average[model.Values]), Is.EqualTo(Both(model.Values.Value)));
    }

    [Test]
    public void The_first_step_of_a_warm_up_takes_the_weights_to_the_bit()
    {
        Holder<float> model = new(9);
        WeightAverage<float> average = new(model, 0.99, warmUp: true);
        model.Fill(1);
        average.Update();
        Assert.That(Both(average[model.Values]), Is.EqualTo(Both(model.Values.Value)));
    }

    [Test]
    public void A_swap_exchanges_both_and_a_second_one_brings_them_back()
    {
        Holder<float> model = new(17);
        WeightAverage<float> average = new(model, 0.5);
        model.Fill(1);
        average.Update();
        float[] weights = Both(model.Values.Value), mean = Both(average[model.Values]);
        float[] small = model.Small.Value.ToArray();
        average.Swap();
        Assert.That(average.IsSwapped);
        Assert.That(Both(model.Values.Value), Is.EqualTo(mean).And.Not.EqualTo(weights));
        Assert.That(Both(average[model.Values]), Is.EqualTo(weights));
        Assert.That(() => average.Update(), Throws.InvalidOperationException.With.Message.Contains("Swap again"));
        average.Swap();
        Assert.That(average.IsSwapped, Is.False);
        Assert.That(Both(model.Values.Value), Is.EqualTo(weights));
        Assert.That(Both(average[model.Values]), Is.EqualTo(mean));
        Assert.That(model.Small.Value.ToArray(), Is.EqualTo(small));
    }

    [Test]
    public void Steady_steps_and_swaps_allocate_nothing()
    {
        Holder<float> model = new(100);
        WeightAverage<float> average = new(model, 0.99, warmUp: true);
        Round();
        Round();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Round();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Round()
        {
            for (int i = 0; i < 50; i++)
            {
                average.Update();
                average.Swap();
                average.Swap();
            }
        }
    }

    [Test]
    public void What_is_no_decay_or_no_parameter_is_refused()
    {
        Holder<double> model = new(1);
        foreach (double decay in new[] { -0.1, 1, double.NaN })
        {
            Assert.That(
                () => new WeightAverage<double>(model, decay),
                Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("WeightAverage: 'decay' is"));
        }

        WeightAverage<double> average = new(model, 0.9);
        Assert.That(() => average[new Holder<double>(1).Values], Throws.ArgumentException);
    }

    private static T[] Both<T>(NdArray<T> x)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => [.. x.ToArray(), .. x.ImaginaryToArray()];

    /// <summary>A complex parameter and a smaller real one.</summary>
    private sealed class Holder<T> : Module<T>
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        internal Holder(int count)
        {
            CpuBackend<T> backend = new(1);
            Small = AddParameter("small", NdArray<T>.Full([1], T.One, backend));
            Values = AddParameter("values", NdArray<T>.Zeros([count], backend, complex: true));
            Fill(0);
        }

        internal Variable<T> Small { get; }

        internal Variable<T> Values { get; }

        /// <summary>Numbers from −1.5 to 1.5, others for each seed.</summary>
        internal void Fill(int seed)
        {
            RandomSource random = new((ulong)seed);
            NdArray<T> values = Values.Value;
            T[] re = new T[values.Shape.Count], im = new T[re.Length];
            for (int i = 0; i < re.Length; i++)
            {
                re[i] = T.CreateChecked(random.NextDouble(-1.5, 1.5));
                im[i] = T.CreateChecked(random.NextDouble(-1.5, 1.5));
            }

            values.Assign(NdArray<T>.From(re, im, values.Shape, values.Backend));
        }
    }
}
