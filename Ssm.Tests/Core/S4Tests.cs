using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Checkpoints;
using Ssm.Core.Implementation;
using Ssm.Core.Initialization;
using Ssm.Core.Models;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

public sealed class S4Tests
{
    [Test]
    public void A_bidirectional_layer_is_the_sum_over_the_past_and_over_what_comes_next([Values(1, 2)] int outputs)
    {
        const int batch = 2, channels = 3;
        S4Options options = new()
        {
            Order = 6, KernelLength = 8, Bidirectional = true, OutputChannels = outputs,
        };
        S4<double> layer = new(channels, options, new RandomSource(1));
        foreach (int length in new[] { 0, 1, 2, 8, 13 })
        {
            Variable<double> u = Normal([batch, length, channels], 2);
            double[] input = u.Value.ToArray(), y = layer.Forward(u).Value.ToArray();
            double[] kernel = layer.Kernel(length).Value.ToArray(), d = layer.D.Value.ToArray();
            Assert.That(y, Has.Length.EqualTo(batch * length * outputs * channels));
            for (int i = 0; i < y.Length; i++)
            {
                int h = i % channels, m = i / channels % outputs, t = i / channels / outputs % Math.Max(length, 1);
                int row = i / channels / outputs / Math.Max(length, 1);
                double sum = d[(m * channels) + h] * At(t);
                for (int s = 0; s < length; s++)
                {
                    (int map, int lag) = s <= t ? (m, t - s) : (outputs + m, s - t - 1);
                    sum += kernel[(((map * length) + lag) * channels) + h] * At(s);
                }

                // Sums of at most 13 products, by transforms.
                Assert.That(y[i], Is.EqualTo(sum).Within(1e-13 * 1e3));

                double At(int time) => input[(((row * length) + time) * channels) + h];
            }
        }
    }

    [Test]
    public void Output_channels_are_layers_of_their_own_that_share_a_state()
    {
        S4Options options = new() { Order = 6, KernelLength = 20, OutputChannels = 3 };
        S4<double> layer = new(2, options, new RandomSource(3));
        Variable<double> u = Normal([2, 20, 2], 4), state = Normal([2, layer.StateSize], 5);
        double[] whole = layer.Forward(u).Value.ToArray();
        (Variable<double> chunk, Variable<double> last) = layer.Forward(u, state);
        for (int m = 0; m < 3; m++)
        {
            S4<double> one = new(2, options with { OutputChannels = 1 }, new RandomSource(3));
            one.Dt.Value.Assign(layer.Dt.Value);
            one.C.Value.Assign(Op.Slice(layer.C, 0, m, 1).Value);
            one.D.Value.Assign(Op.Slice(layer.D, 0, m, 1).Value);
            AssertClose(Part(layer.Forward(u), m), one.Forward(u).Value.ToArray());
            (Variable<double> y, Variable<double> its) = one.Forward(u, state);
            AssertClose(Part(chunk, m), y.Value.ToArray());
            AssertClose(last.Value.ToArray(), its.Value.ToArray());
        }

        Assert.That(whole, Has.Length.EqualTo(2 * 20 * 6));
        double[] x = state.Value.ToArray()[..layer.StateSize], stepped = new double[6];
        layer.CreateStepper().Step(u.Value.ToArray().AsSpan(0, 2), x, stepped);
        AssertClose(stepped, chunk.Value.ToArray()[..6]);

        static double[] Part(Variable<double> y, int m) => Op.Slice(y, 2, 2 * m, 2).Value.ToArray();
    }

    [Test]
    public void A_chunk_in_float_is_as_exact_as_the_whole_sequence()
    {
        // Over 1024 steps the slowest modes hardly decay, so that I − Ā^L is near singular; it is inverted in double.
        const int length = 1024;
        S4Options options = new() { Order = 64, KernelLength = length, DtMin = 1e-4, DtMax = 1e-3 };
        S4<double> exact = new(3, options, new RandomSource(6));
        S4<float> single = new(3, options, new RandomSource(6));
        Variable<double> u = Normal([1, length, 3], 7);
        NdArray<float> rounded = NdArray<float>.From(
            Array.ConvertAll(u.Value.ToArray(), x => (float)x), u.Shape);
        double[] expected = exact.Forward(u).Value.ToArray();

        // The rounding of z = Δλ alone moves the phase of mode n by L·|z|·2⁻²⁴, a few times 1e-5 for the fastest.
        AssertClose(Wide(single.Forward(rounded)), expected, 1e-4);
        AssertClose(Wide(single.Forward(rounded, single.ZeroState(1)).Y), expected, 1e-4);

        static double[] Wide(Variable<float> x) => Array.ConvertAll(x.Value.ToArray(), y => (double)y);
    }

    [Test]
    public void Gradients_in_float_go_through_the_part_in_double()
    {
        S4Options options = new() { Order = 8, KernelLength = 12 };
        double[][] exact = Gradients<double>(), single = Gradients<float>();
        for (int i = 0; i < exact.Length; i++)
        {
            AssertClose(single[i], exact[i], 1e-3);
        }

        double[][] Gradients<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            S4<T> layer = new(2, options, new RandomSource(8));
            Tape<T> tape = new();
            tape.Watch(layer.Variables);
            NdArray<T> u = Converted<T>(Normal([2, 30, 2], 9)), state = Converted<T>(Normal([2, layer.StateSize], 1));
            Gradients<T> gradients = tape.Backward(Op.Sum(Op.Square(layer.Forward(u, state).Y)));
            return [.. layer.Variables.Select(v =>
                Array.ConvertAll(gradients[v]!.ToArray(), double.CreateChecked))];
        }

        static NdArray<T> Converted<T>(Variable<double> x)
            where T : unmanaged, IFloatingPointIeee754<T> => NdArray<T>.From(
                Array.ConvertAll(x.Value.ToArray(), T.CreateChecked), x.Shape);
    }

    [Test]
    public void The_discrete_system_has_the_gradients_of_difference_quotients([Values(1, 2)] int rank)
    {
        RandomSource random = new(10);
        NdArray<double> lambda = Numbers(2, 3), b = Numbers(2, 3), p = Numbers(rank, 2, 3), c = Numbers(1, 2, 3);
        NdArray<double> dt = NdArray<double>.From([0.1, 0.2, 0.3, 0.2, 0.1, 0.3], [2, 3]);
        lambda = Op.Complex(-Op.Exp(Op.Real<double>(lambda)), Op.Imaginary<double>(lambda)).Value;
        Check(x => Discrete(x).Dense());
        Check(x => Discrete(x).BBar(x[3]));
        Check(x => Discrete(x).Truncate(x[4], 5));
        Check(x => Discrete(x).Complete(x[4], 5));
        Check(x => Discrete(x).Lengthen(x[4], 3, 2));
        Check(x => DplrKernel.Truncated(x[0], x[1], x[3], x[2], x[4], 6));
        Check(x => DplrKernel.Truncated(x[0], x[1], x[3], x[2], x[4], 5));

        DplrSystem<double> Discrete(Variable<double>[] x) => new(x[0], x[1], x[2]);

        void Check(Func<Variable<double>[], Variable<double>> function)
        {
            foreach (GradCheckResult result in GradCheck.Run(function, [lambda, dt, p, b, c]))
            {
                Assert.That(result.RelativeError, Is.LessThan(1e-7), $"{result}");
            }
        }

        NdArray<double> Numbers(params int[] shape)
        {
            Complex[] numbers = new Complex[shape.Aggregate((x, y) => x * y)];
            Initializers.ComplexNormal(numbers, 0.7, random);
            return ArrayOf.Complex<double>(numbers, new Shape(shape), null);
        }
    }

    [TestCase(HippoMeasure.LegS, 1)]
    [TestCase(HippoMeasure.LegT, 2)]
    [TestCase(HippoMeasure.FouT, 1)]
    [TestCase(HippoMeasure.LagT, 1)]
    public void It_starts_as_the_normal_form_of_HiPPO(HippoMeasure measure, int rank)
    {
        S4Options options = new() { Order = 16, Measure = measure, KernelLength = 4, Copies = 2 };
        S4<double> layer = new(4, options, new RandomSource(11));
        DiagonalHippo hippo = HippoNormal.Create(measure, 16);
        Assert.That(layer.P.Shape, Is.EqualTo(new Shape(rank, 2, 8)));
        for (int i = 0; i < 16; i++)
        {
            // The other mode of each pair, with both parts of −Λ at least 1e-4.
            Complex z = hippo.Lambda[i % 8];
            double re = Math.Exp(layer.ARe.Value.ToArray()[i]);
            Assert.That(re, Is.EqualTo(Math.Max(-z.Real, 1e-4)).Within(1e-15));
            Assert.That(layer.AIm.Value.ToArray()[i], Is.EqualTo(Math.Max(-z.Imaginary, 1e-4)));
            Assert.That(layer.B.Value.ToArray()[i], Is.EqualTo(hippo.B[i % 8].Real));
            Assert.That(layer.B.Value.ImaginaryToArray()[i], Is.EqualTo(-hippo.B[i % 8].Imaginary));
            for (int r = 0; r < rank; r++)
            {
                Complex p = hippo.P[(r * 8) + (i % 8)];
                Assert.That(layer.P.Value.ToArray()[(r * 16) + i], Is.EqualTo(p.Real));
                Assert.That(layer.P.Value.ImaginaryToArray()[(r * 16) + i], Is.EqualTo(-p.Imaginary));
            }
        }
    }

    [Test]
    public void Its_random_parts_have_the_published_distributions()
    {
        S4<double> layer = new(400, new S4Options { Order = 8, KernelLength = 64, Copies = 1 }, new RandomSource(12));
        double[] dt = Op.Softplus(layer.Dt).Value.ToArray();
        Assert.That(
            HippoGolden.KolmogorovSmirnov(dt, x => Math.Log(x / 1e-3) / Math.Log(100)), Is.LessThan(2.23));
        NdArray<double> c = layer.Output().Value;
        Assert.That(HippoGolden.VarianceDeviations([.. c.ToArray(), .. c.ImaginaryToArray()], 0.5), Is.LessThan(4));
        Assert.That(HippoGolden.VarianceDeviations(layer.D.Value.ToArray(), 1), Is.LessThan(4));
    }

    [Test]
    public void A_checkpoint_keeps_the_length_that_C_is_tuned_to()
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid()}.safetensors");
        S4Options options = new() { Order = 4, KernelLength = 6 };
        S4<double> saved = new(2, options, new RandomSource(13)), loaded = new(2, options, new RandomSource(14));
        saved.Lengthen(24);
        ModelCheckpoint.Save(path, saved);
        ModelCheckpoint.Load(path, loaded);
        File.Delete(path);
        Assert.That(loaded.KernelLength, Is.EqualTo(24));
        Assert.That(loaded.Kernel(30).Value.ToArray(), Is.EqualTo(saved.Kernel(30).Value.ToArray()));
    }

    [Test]
    public void Bad_arguments_are_named()
    {
        RandomSource random = new(15);
        S4<double> layer = new(3, new S4Options { Order = 4, KernelLength = 5 }, random);
        Variable<double> real = NdArray<double>.Zeros([2, 3]);
        Assert.Multiple(() =>
        {
            Refused(() => Make(0, new S4Options()), "channels");
            Refused(() => Make(3, new S4Options { Order = 5 }), "'order' is 5");
            Refused(() => Make(3, new S4Options { Copies = 2 }), "2 copies of (Λ, P, B) do not divide 3 channels");
            Refused(() => Make(3, new S4Options { KernelLength = 0 }), "options.KernelLength");
            Refused(() => Make(3, new S4Options { OutputChannels = 0 }), "options.OutputChannels");
            Refused(() => Make(3, new S4Options { InputClip = -1 }), "'clip' is -1");
            Refused(() => Make(3, new S4Options { DtMin = 0 }), "'smallest' is 0");
            Refused(() => layer.Kernel(-1), "length");
            Refused(() => layer.Resample(0), "'rate' is 0, expected a positive number");
            Refused(() => layer.Resample(double.NaN), "'rate' is NaN");
            Refused(() => layer.Forward(Normal([2, 4, 2], 1)), "S4: 'u' is Double(2, 4, 2), expected real (B, L, 3)");
            Refused(() => layer.Forward(Normal([2, 4, 3], 1), Normal([2, 5], 1)), "S4: 'state' is Double(2, 5)");
            Refused(() => DplrKernel.Truncated(real, real, real, real, real, 4), "DplrKernel: 'lambda' is");
        });

        void Make(int channels, S4Options options) => _ = new S4<double>(channels, options, random);

        static void Refused(Action action, string message) => Assert.That(
            action, Throws.InstanceOf<ArgumentException>().With.Message.Contains(message));
    }

    private static Variable<double> Normal(Shape shape, ulong seed)
    {
        double[] values = new double[shape.Count];
        Initializers.Normal<double>(values, 1, new RandomSource(seed));
        return NdArray<double>.From(values, shape);
    }

    private static void AssertClose(double[] actual, double[] expected, double tolerance = 1e-10)
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length));
        double worst = actual.Zip(expected, (x, y) => Math.Abs(x - y)).Max();
        Assert.That(worst, Is.LessThanOrEqualTo(tolerance * expected.Max(Math.Abs)));
    }
}
