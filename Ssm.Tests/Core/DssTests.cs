using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Implementation;
using Ssm.Core.Initialization;
using Ssm.Core.Models;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

public sealed class DssTests
{
    [Test]
    public void The_softmax_kernel_weighs_each_mode_with_a_softmax_over_time([Values(0, 1, 2)] int growing)
    {
        // The normaliser's square is 0.05 or more here, and the reference's reciprocal is off by 1e-7 in its place.
        Dss<double> layer = Create(2, new DssOptions { Modes = 3, KernelLength = 12, DtMin = 0.05 });
        double[] re = layer.ARe.Value.ToArray();
        for (int n = 0; n < growing; n++)
        {
            re[n] = 0.8 + n;
        }

        layer.ARe.Value.Assign(re);
        double[] dt = Op.Exp(layer.Dt).Value.ToArray(), im = layer.AIm.Value.ToArray();
        double[] kernel = layer.Kernel(12).Value.ToArray();
        Complex[] w = ArrayOf.Complex(layer.W.Value);
        for (int h = 0; h < 2; h++)
        {
            for (int l = 0; l < 12; l++)
            {
                Complex sum = 0;
                for (int n = 0; n < 3; n++)
                {
                    Complex lambda = new(re[n], im[n]), z = dt[h] * lambda, all = 0;
                    for (int r = 0; r < 12; r++)
                    {
                        all += Complex.Exp(r * z);
                    }

                    sum += w[(h * 3) + n] / lambda * Complex.Exp(l * z) / all;
                }

                Assert.That(kernel[(l * 2) + h], Is.EqualTo(sum.Real).Within(1e-5), $"{h}, {l}");
            }
        }
    }

    [Test]
    public void Exp_is_the_zero_order_hold_of_S4D_with_the_modes_alone()
    {
        Dss<double> layer = Create(3, new DssOptions { Modes = 4, Variant = DssVariant.Exp });
        S4D<double> diagonal = new(3, new S4DOptions { Order = 8, Copies = 1 }, new RandomSource(2));
        diagonal.Dt.Value.Assign(layer.Dt.Value);
        diagonal.ARe.Value.Assign(layer.ARe.Value);
        diagonal.AIm!.Value.Assign(layer.AIm.Value);
        diagonal.B.Value.Assign(ArrayOf.Complex<double>([1, 1, 1, 1], [1, 4], null));
        diagonal.C.Value.Assign(Op.Scale(layer.W, 0.5).Value);
        Assert.That(
            layer.Kernel(30).Value.ToArray(), Is.EqualTo(diagonal.Kernel(30).Value.ToArray()).Within(1e-13));
    }

    [Test]
    public void Growing_modes_run_as_a_recurrence_over_the_length_they_are_made_for()
    {
        Dss<double> layer = Create(2, new DssOptions { Modes = 3, KernelLength = 40 });
        layer.ARe.Value.Assign(new double[] { 0.5, -0.5, 0.2 });
        Variable<double> u = Normal([2, 40, 2], 3);
        double[] whole = layer.Forward(u).Value.ToArray();
        double[] recurrent = layer.Forward(u, layer.ZeroState(2)).Y.Value.ToArray();
        Assert.That(recurrent, Is.EqualTo(whole).Within(1e-10));
    }

    [Test]
    public void The_softmax_kernel_has_the_gradients_of_difference_quotients()
    {
        NdArray<double> lambda = ArrayOf.Complex<double>([new(-0.5, 1), new(0.6, 2), new(-0.7, 0.4)], [1, 3], null);
        NdArray<double> weights = ArrayOf.Complex<double>([new(1, 2), new(0.5, -1), new(-1, 0.3)], [1, 3], null);
        NdArray<double> dt = NdArray<double>.From([0.1, 0.2, 0.3], [1, 3]);
        Check(x => DssKernel.Softmax(x[0], x[1], x[2], 9));
        Check(x => DssKernel.SoftmaxWeights(x[0], x[1], x[2], 9));

        void Check(Func<Variable<double>[], Variable<double>> function)
        {
            foreach (GradCheckResult result in GradCheck.Run(function, [lambda, dt, weights]))
            {
                Assert.That(result.RelativeError, Is.LessThan(1e-7), $"{result}");
            }
        }
    }

    [Test]
    public void It_starts_with_the_upper_half_of_the_spectrum_of_HiPPO()
    {
        Complex[] lambda = HippoNormal.Create(HippoMeasure.LegS, 16).Lambda;
        foreach (DssVariant variant in Enum.GetValues<DssVariant>())
        {
            Dss<double> layer = Create(200, new DssOptions { Modes = 8, Variant = variant });
            double[] re = layer.ARe.Value.ToArray();
            Assert.That(
                variant == DssVariant.Exp ? re.Select(x => -Math.Exp(x)) : re, Is.All.EqualTo(-0.5).Within(1e-15));
            Assert.That(layer.AIm.Value.ToArray(), Is.EqualTo(lambda.Select(z => -z.Imaginary)));
            Assert.That(layer.AIm.Value.ToArray(), Is.All.Positive);
            NdArray<double> w = layer.W.Value;
            double[] parts = [.. w.ToArray(), .. w.ImaginaryToArray()];
            Assert.That(HippoGolden.VarianceDeviations(parts, 1), Is.LessThan(4));
            Assert.That(HippoGolden.VarianceDeviations(layer.D.Value.ToArray(), 1), Is.LessThan(4));
            double[] dt = Op.Exp(layer.Dt).Value.ToArray();
            Assert.That(
                HippoGolden.KolmogorovSmirnov(dt, x => Math.Log(x / 1e-3) / Math.Log(100)), Is.LessThan(2.23));
        }
    }

    [Test]
    public void Bad_arguments_are_named()
    {
        Dss<double> layer = Create(3, new DssOptions { Modes = 2 });
        Assert.Multiple(() =>
        {
            Refused(() => Create(0, new DssOptions()), "channels");
            Refused(() => Create(3, new DssOptions { Modes = 0 }), "options.Modes");
            Refused(() => Create(3, new DssOptions { KernelLength = 0 }), "options.KernelLength");
            Refused(() => Create(3, new DssOptions { Copies = 2 }), "2 copies of Λ do not divide 3 channels");
            Refused(() => Create(3, new DssOptions { Variant = (DssVariant)7 }), "there is no such variant");
            Refused(() => layer.Forward(Normal([1, 2, 2], 1)), "Dss: 'u' is Double(1, 2, 2)");
            Refused(() => layer.Forward(Normal([1, 2, 3], 1), Normal([1, 2], 1)), "Dss: 'state' is Double(1, 2)");
            Refused(() => DssKernel.Softmax(layer.W, layer.Dt, layer.W, 0), "length");
        });

        static void Refused(Action action, string message) => Assert.That(
            action, Throws.InstanceOf<ArgumentException>().With.Message.Contains(message));
    }

    private static Dss<double> Create(int channels, DssOptions options) => new(channels, options, new RandomSource(1));

    private static Variable<double> Normal(Shape shape, ulong seed)
    {
        double[] values = new double[shape.Count];
        Initializers.Normal<double>(values, 1, new RandomSource(seed));
        return NdArray<double>.From(values, shape);
    }
}
