using System.Numerics;
using MathNet.Numerics.Distributions;
using Ssm.Core.Initialization;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

public sealed class InitializationWeightTests
{
    private const int Count = 20_000;

    [Test]
    public void Uniform_numbers_are_uniform()
    {
        double[] x = new double[Count];
        Initializers.Uniform<double>(x, -2, 5, new RandomSource(41));
        Assert.That(x, Is.All.InRange(-2, 5));
        Assert.That(HippoGolden.KolmogorovSmirnov(x, u => (u + 2) / 7), Is.LessThan(2.23));
    }

    [Test]
    public void Normal_numbers_are_normal()
    {
        double[] x = new double[Count];
        Initializers.Normal<double>(x, 0.02, new RandomSource(42));
        Assert.That(HippoGolden.KolmogorovSmirnov(x, u => Normal.CDF(0, 0.02, u)), Is.LessThan(2.23));
    }

    [TestCase(1)]
    [TestCase(64)]
    public void A_linear_layer_of_PyTorch_is_bounded_by_the_root_of_its_inputs(int fanIn)
    {
        double[] x = new double[Count];
        double bound = 1 / Math.Sqrt(fanIn);
        Initializers.TorchLinear<double>(x, fanIn, new RandomSource(43));
        Assert.That(HippoGolden.KolmogorovSmirnov(x, u => (u + bound) / (2 * bound)), Is.LessThan(2.23));
        Assert.That(HippoGolden.VarianceDeviations(x, 1.0 / (3 * fanIn), kurtosis: 1.8), Is.LessThan(4));
    }

    [TestCase(1)]
    [TestCase(64)]
    public void LeCun_normal_numbers_are_cut_and_have_the_whole_variance(int fanIn)
    {
        double[] x = new double[Count];
        Initializers.LecunNormal<double>(x, fanIn, new RandomSource(44));
        double scale = 1 / (0.87962566103423978 * Math.Sqrt(fanIn));
        double tail = Normal.CDF(0, 1, -2);
        Assert.That(x, Is.All.InRange(-2 * scale, 2 * scale));
        Assert.That(
            HippoGolden.KolmogorovSmirnov(x, u => (Normal.CDF(0, scale, u) - tail) / (1 - (2 * tail))),
            Is.LessThan(2.23));
        Assert.That(HippoGolden.VarianceDeviations(x, 1.0 / fanIn), Is.LessThan(4));
    }

    [Test]
    public void Parts_of_complex_normal_numbers_are_independent()
    {
        Complex[] z = new Complex[Count];
        Initializers.ComplexNormal(z, Math.Sqrt(0.5), new RandomSource(45));
        Assert.That(HippoGolden.VarianceDeviations([.. z.Select(x => x.Real)], 0.5), Is.LessThan(4));
        Assert.That(HippoGolden.VarianceDeviations([.. z.Select(x => x.Imaginary)], 0.5), Is.LessThan(4));

        // The mean of n products of independent numbers of variance ½ has the standard deviation ½ / √n.
        Assert.That(z.Average(x => x.Real * x.Imaginary) * Math.Sqrt(Count), Is.EqualTo(0).Within(4 * 0.5));
    }

    [Test]
    public void Single_and_double_precision_agree_but_for_one_rounding()
    {
        float[] single = new float[100];
        double[] twice = new double[100];
        Initializers.LecunNormal<float>(single, 9, new RandomSource(46));
        Initializers.LecunNormal<double>(twice, 9, new RandomSource(46));
        Assert.That(single, Is.EqualTo(twice.Select(x => (float)x)));
        Initializers.Uniform<float>(single, -1, 1, new RandomSource(47));
        Initializers.Uniform<double>(twice, -1, 1, new RandomSource(47));
        Assert.That(single, Is.EqualTo(twice.Select(x => (float)x)));
        Initializers.Normal<float>(single, 3, new RandomSource(48));
        Initializers.Normal<double>(twice, 3, new RandomSource(48));
        Assert.That(single, Is.EqualTo(twice.Select(x => (float)x)));
    }

    [Test]
    public void Numbers_out_of_their_ranges_are_refused()
    {
        double[] x = new double[3];
        RandomSource random = new(1);
        Assert.That(
            () => Initializers.TorchLinear<double>(x, 0, random),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("'fanIn' is 0, expected 1 or more"));
        Assert.That(() => Initializers.LecunNormal<double>(x, -1, random),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Initializers.Normal<double>(x, -1, random), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Initializers.Normal<double>(x, double.NaN, random),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Initializers.Uniform<double>(x, 1, 0, random), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Initializers.Normal<double>(x, 1, null!), Throws.ArgumentNullException);
        Assert.That(x, Is.All.Zero);
        Assert.That(() => Initializers.Normal<double>([], 1, random), Throws.Nothing);
    }
}
