using System.Numerics;
using Ssm.Perf.Bench;
using Ssm.Perf.Rivals;

namespace Ssm.Tests.Perf;

[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class RivalFftwTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly string s_dtype = typeof(T) == typeof(float) ? "f32" : "f64";

    [TestCase(1, 16, false, 1)]
    [TestCase(1, 16, false, 2)]     // more threads than rows
    [TestCase(5, 12, false, 1)]
    [TestCase(5, 12, false, 2)]     // rows shared out
    [TestCase(5, 12, true, 1)]
    [TestCase(5, 12, true, 3)]
    [TestCase(2, 7, false, 1)]
    public void A_transform_is_the_definition(int rows, int length, bool channelsLast, int threads)
    {
        if (FftwLibrary.TryLoad(s_dtype, out string? missing) is not { } library)
        {
            Assert.That(missing, Does.Contain("apt-get install libfftw3"));
            return;
        }

        foreach (FftwKind kind in new[] { FftwKind.Complex, FftwKind.RealToComplex })
        {
            FftwTransform<T> transform =
                FftwTransform<T>.Prepare(library, kind, rows, length, channelsLast, threads, seed: 3);
            transform.Run();
            double[] numbers = RivalOracle.Double<T>(transform.Input.Span);
            Complex[] input = kind == FftwKind.Complex
                ? RivalOracle.Interleaved(numbers)
                : [.. numbers.Select(x => new Complex(x, 0))];
            Complex[] output = RivalOracle.Interleaved(RivalOracle.Double<T>(transform.Output.Span));
            int bins = kind == FftwKind.Complex ? length : (length / 2) + 1, step = channelsLast ? rows : 1;
            for (int row = 0; row < rows; row++)
            {
                Complex[] x = RivalOracle.Every(input, channelsLast ? row : row * length, step, length);
                Complex[] actual = RivalOracle.Every(output, channelsLast ? row : row * bins, step, bins);

                // log2(n) levels of a few roundings each.
                Assert.That(
                    RivalOracle.Units<T>(actual, RivalOracle.Fourier(x)[..bins]), Is.LessThan(8 * Math.Log2(length)));
            }
        }
    }

    [TestCase(1, 1, 1, 1)]
    [TestCase(2, 3, 5, 1)]
    [TestCase(2, 3, 40, 2)]     // vectors of bins, channels shared out
    [TestCase(3, 2, 33, 8)]     // more threads than channels
    public void A_convolution_is_the_sum(int batch, int channels, int length, int threads)
    {
        if (FftwLibrary.TryLoad(s_dtype, out string? missing) is not { } library)
        {
            Assert.That(missing, Does.Contain("apt-get install libfftw3"));
            return;
        }

        FftwConvolution<T> convolution = new(library, batch, channels, length, threads, seed: 3);
        convolution.Run();
        convolution.Run();
        double[] u = RivalOracle.Double<T>(convolution.Input.Span), k = RivalOracle.Double<T>(convolution.Kernel.Span);
        double[] y = RivalOracle.Double<T>(convolution.Output.Span);
        for (int row = 0; row < batch * channels; row++)
        {
            int first = row * length, kernel = row % channels * length;
            double[] expected = RivalOracle.Causal(
                u.AsSpan(first, length), k.AsSpan(kernel, length));

            // Three transforms; a spectrum's largest bin stands up to sqrt(2L) above the result it is made of.
            double bound = 24 * (1 + Math.Log2(2 * length)) * Math.Sqrt(2 * length);
            Assert.That(RivalOracle.Units<T>(y[first..(first + length)], expected), Is.LessThan(bound));
        }
    }

    [TestCase("gemm", "2x3x4", "fwd")]
    [TestCase("fft.c2c", "2x8", "fwd+bwd")]
    public void It_has_nothing_to_say_about_other_work(string workload, string size, string pass)
    {
        BenchRequest request = new(workload, BenchSize.Parse(size), s_dtype, pass, 1, 1);

        Assert.That(new FftwRivals().For(request), Is.Empty);
    }
}
