using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Discretization;
using Ssm.Core.Implementation;
using Ssm.Core.Initialization;
using Ssm.Core.Models;
using Ssm.Core.Parametrization;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

/// <summary>The kernel of S4 against a dense recurrence, published numbers and its own limits.</summary>
public sealed class S4KernelTests
{
    // Dense systems of at most ten states that cond(I − Ā^L) ≤ 1e3 makes a thousand times worse than rounding.
    private const double Tolerance = 1e-11;

    private static readonly S4Options[] Choices =
    [
        new() { Order = 2, KernelLength = 7 },
        new() { Order = 8, KernelLength = 16, DtTransform = Transform.Exp, Copies = 1 },
        new() { Order = 6, KernelLength = 9, Measure = HippoMeasure.LegT, TieDt = false },
        new() { Order = 6, KernelLength = 12, Measure = HippoMeasure.LagT, RealTransform = Transform.Softplus },
        new() { Order = 8, KernelLength = 11, Measure = HippoMeasure.FourierDecay, ImagTransform = Transform.Relu },
        new() { Order = 10, KernelLength = 1, Copies = 2, OutputChannels = 2, Bidirectional = true },
    ];

    [TestCaseSource(nameof(Choices))]
    public void It_is_that_of_the_dense_recurrence_at_its_length_below_and_beyond(S4Options options)
    {
        S4<double> layer = Create(4, options with { DtMin = 0.05, DtMax = 0.5 }, seed: 3);
        int wrap = options.KernelLength;
        foreach (int length in new[] { 0, 1, (wrap / 2) + 1, wrap, wrap + 1, (5 * wrap) + 2 })
        {
            Variable<double> kernel = layer.Kernel(length);
            Assert.That(kernel.Shape, Is.EqualTo(new Shape(layer.C.Shape[0], length, 4)));
            AssertKernel(layer, kernel, wrap);
        }
    }

    [Test]
    public void A_system_of_any_rank_has_the_kernel_of_its_dense_recurrence([Values(1, 2, 3, 4)] int rank)
    {
        RandomSource random = new((ulong)rank);
        const int modes = 3, length = 10;
        Complex[] lambda = Numbers(modes), b = Numbers(modes), p = Numbers(rank * modes), c = Numbers(modes);
        double[] dt = [0.1, 0.3, 0.2];
        lambda = Array.ConvertAll(lambda, z => new Complex(-Math.Abs(z.Real) - 0.1, 3 * z.Imaginary));
        Variable<double> kernel = DplrKernel.Truncated<double>(
            Array1(lambda), NdArray<double>.From(dt, [1, modes]), Array1(b), Array2(p, rank), Array2(c, 1), length);
        AssertClose(kernel.Value.ToArray(), new DplrOracle(lambda, dt, b, p, c).Kernel(length, length), Tolerance);

        Complex[] Numbers(int count)
        {
            Complex[] numbers = new Complex[count];
            Initializers.ComplexNormal(numbers, 1, random);
            return numbers;
        }

        static NdArray<double> Array1(Complex[] z) => ArrayOf.Complex<double>(z, [1, modes], null);
        static NdArray<double> Array2(Complex[] z, int rows) => ArrayOf.Complex<double>(z, [rows, 1, modes], null);
    }

    [Test]
    public void LegS_of_order_4_has_the_published_numbers()
    {
        // Unclipped, Δ = 0.1, L = 8. The numbers are of the other mode of each pair, hence the conjugates.
        S4Options options = new()
        {
            Order = 4, InputClip = double.PositiveInfinity, KernelLength = 8, DtMin = 0.1, DtMax = 0.1,
        };
        S4<double> layer = Create(1, options, seed: 1);
        NdArray<double> plain = ArrayOf.Complex<double>([new(1, -0.5), new(-0.3, -0.2)], [1, 1, 2], null);
        DplrSystem<double> system = Discrete(layer);
        layer.C.Value.Assign(system.Truncate(plain, 8).Value);
        Complex[] wrapped = ArrayOf.Complex(layer.C.Value);
        Assert.That((wrapped[0] - new Complex(1.18869606, -0.63951257)).Magnitude, Is.LessThan(1e-8));
        Assert.That((wrapped[1] - new Complex(-0.06394847, 0.2138105)).Magnitude, Is.LessThan(1e-8));
        double[] expected =
        [
            -0.10352609, 0.12673701, 0.18999923, 0.17368368, 0.12619104, 0.07278509, 0.02537668, -0.01153936,
        ];
        AssertClose(layer.Kernel(8).Value.ToArray(), expected, 1e-8 / 0.19);
        AssertClose(layer.Output().Value.ToArray(), [1, -0.3], 1e-12);
        AssertClose(layer.Output().Value.ImaginaryToArray(), [-0.5, -0.2], 1e-12);
    }

    [Test]
    public void Without_a_low_rank_term_it_is_that_of_S4D()
    {
        S4<double> layer = Create(3, new S4Options { Order = 6, KernelLength = 20, DtTransform = Transform.Exp }, 5);
        layer.P.Value.Assign(NdArray<double>.Zeros(layer.P.Shape, complex: true));
        S4D<double> diagonal = new(
            3, new S4DOptions { Order = 6, Discretization = DiscretizationMethod.Bilinear }, new RandomSource(1));
        diagonal.Dt.Value.Assign(layer.Dt.Value);
        diagonal.ARe.Value.Assign(layer.ARe.Value);
        diagonal.AIm!.Value.Assign(layer.AIm.Value);
        diagonal.B.Value.Assign(layer.B.Value);
        diagonal.C.Value.Assign(layer.Output().Value.Reshape([3, 3]));
        AssertClose(layer.Kernel(20).Value.ToArray(), diagonal.Kernel(20).Value.ToArray(), Tolerance);
    }

    [TestCase(HippoMeasure.LegS)]
    [TestCase(HippoMeasure.LegT)]
    public void In_float_it_keeps_five_digits_over_16384_steps(HippoMeasure measure)
    {
        const int length = 16384;
        S4Options options = new() { Order = 64, KernelLength = length, Measure = measure };
        S4<double> exact = Create(2, options, seed: 7);
        S4<float> single = new(2, options, new RandomSource(7));
        double[] expected = exact.Kernel(length).Value.ToArray();
        AssertClose(Array.ConvertAll(single.Kernel(length).Value.ToArray(), x => (double)x), expected, 1e-5);
    }

    [Test]
    public void Lengthening_changes_the_length_and_not_the_function()
    {
        S4<double> layer = Create(3, new S4Options { Order = 8, KernelLength = 10 }, seed: 8);
        double[] before = layer.Kernel(70).Value.ToArray(), output = layer.Output().Value.ToArray();
        layer.Lengthen(10);
        Assert.That(layer.KernelLength, Is.EqualTo(10));
        layer.Lengthen(41);
        Assert.That(layer.KernelLength, Is.EqualTo(80));
        AssertClose(layer.Kernel(70).Value.ToArray(), before, Tolerance);
        AssertClose(layer.Output().Value.ToArray(), output, 1e-9);
    }

    [TestCase(2.0)]
    [TestCase(0.5)]
    [TestCase(1.3)]
    public void At_another_rate_the_step_is_another_and_C_wraps_there(double rate)
    {
        S4<double> layer = Create(3, new S4Options { Order = 8, KernelLength = 20 }, seed: 9);
        S4<double> other = layer.Resample(rate);
        int wrap = (int)Math.Round(20 / rate);
        AssertKernel(other, other.Kernel(wrap), wrap);
        AssertKernel(other, other.Kernel(2 * wrap), wrap);
        Assert.That(other.Variables, Is.EqualTo(layer.Variables));
    }

    [Test]
    public void Plain_gradients_of_the_recurrence_are_the_published_ones()
    {
        foreach (string name in HippoGolden.Cases("s4_dplr", ""))
        {
            S4Golden golden = new(name);
            if (golden.HasDense)
            {
                golden.AssertDenseGradients();
            }
        }
    }

    private static DplrSystem<double> Discrete(S4<double> layer) => new(
        Eigenvalues.NegativeReal(layer.ARe, layer.AIm, layer.Options.RealTransform, layer.Options.ImagTransform),
        Op.BroadcastTo(layer.Options.DtTransform.Apply(layer.Dt), layer.ARe.Shape),
        layer.P);

    private static void AssertKernel(S4<double> layer, Variable<double> kernel, int wrap)
    {
        (int maps, int length, int channels) = (kernel.Shape[0], kernel.Shape[1], kernel.Shape[2]);
        double[] taps = kernel.Value.ToArray();
        for (int i = 0; i < maps * channels; i++)
        {
            (int m, int h) = (i / channels, i % channels);
            double[] one = [.. Enumerable.Range(0, length).Select(l => taps[(((m * length) + l) * channels) + h])];
            AssertClose(one, DplrOracle.Of(layer, h, m).Kernel(wrap, length), Tolerance);
        }
    }

    private static S4<double> Create(int channels, S4Options options, ulong seed) =>
        new(channels, options, new RandomSource(seed));

    private static void AssertClose(double[] actual, double[] expected, double tolerance)
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length));
        double size = expected.Select(Math.Abs).DefaultIfEmpty(1).Max();
        double worst = actual.Zip(expected, (x, y) => Math.Abs(x - y)).DefaultIfEmpty().Max();
        Assert.That(worst, Is.LessThanOrEqualTo(tolerance * size));
    }
}
