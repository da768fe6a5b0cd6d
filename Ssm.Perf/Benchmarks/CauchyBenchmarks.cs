using System.Numerics;
using BenchmarkDotNet.Attributes;
using Ssm.Kernels;

namespace Ssm.Perf.Benchmarks;

/// <summary>The four Cauchy sums of an S4 kernel; the baseline is the definition in complex numbers.</summary>
[MemoryDiagnoser]
public class CauchyBenchmarks
{
    private readonly CauchyShape _shape = new(4, 1024, 16, 32);
    private readonly float[][] _planes = new float[10][];

    [GlobalSetup]
    public void Setup()
    {
        RandomSource source = new(seed: 1);
        int[] counts =
        [
            _shape.Weights, _shape.Weights, _shape.Poles, _shape.Poles, _shape.Sums, _shape.Sums,
            _shape.Weights, _shape.Weights, _shape.Poles, _shape.Poles,
        ];
        for (int i = 0; i < counts.Length; i++)
        {
            _planes[i] = new float[counts[i]];
            for (int j = 0; j < counts[i]; j++)
            {
                _planes[i][j] = (float)source.NextDouble(-1.0, i == 2 ? -0.01 : 1.0);
            }
        }
    }

    [Benchmark(Baseline = true)]
    public float Scalar()
    {
        for (int k = 0; k < _shape.Frequencies; k++)
        {
            Complex node = Complex.Exp(new(0.0, -2.0 * Math.PI * k / _shape.Length));
            for (int i = 0; i < _shape.Numerators * _shape.Channels; i++)
            {
                (int numerator, int h) = Math.DivRem(i, _shape.Channels);
                Complex sum = 0.0;
                for (int n = 0; n < _shape.Modes; n++)
                {
                    int weight = (i * _shape.Modes) + n, pole = (h * _shape.Modes) + n;
                    Complex v = new(_planes[0][weight], _planes[1][weight]);
                    Complex z = new(_planes[2][pole], _planes[3][pole]);
                    sum += v / ((2.0 * (1.0 - node)) - ((1.0 + node) * z));
                    sum += Complex.Conjugate(v) / ((2.0 * (1.0 - node)) - ((1.0 + node) * Complex.Conjugate(z)));
                }

                int to = (((numerator * _shape.Frequencies) + k) * _shape.Channels) + h;
                (_planes[4][to], _planes[5][to]) = ((float)sum.Real, (float)sum.Imaginary);
            }
        }

        return _planes[4][^1];
    }

    [Benchmark]
    public float Forward()
    {
        Cauchy.Forward<float>(
            new(_planes[0], _planes[1]), new(_planes[2], _planes[3]), new(_planes[4], _planes[5]), _shape);
        return _planes[4][^1];
    }

    [Benchmark]
    public float Adjoint()
    {
        Cauchy.Adjoint<float>(
            new(_planes[0], _planes[1]), new(_planes[2], _planes[3]), new(_planes[4], _planes[5]),
            new(_planes[6], _planes[7]), new(_planes[8], _planes[9]), _shape);
        return _planes[8][^1];
    }
}
