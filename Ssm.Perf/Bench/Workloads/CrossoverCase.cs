using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>What all forms of <see cref="CrossoverWorkload"/> share: the system, the signal, and the judge.</summary>
internal abstract class CrossoverCase<T> : BenchCase
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int JudgedChannels = 9;

    private protected CrossoverCase(BenchRequest request)
    {
        Length = request.Size["L"];
        Channels = request.Size["H"];
        Threads = request.Threads;
        RandomSource random = new(request.Seed);
        Factors = new T[Channels];
        for (int h = 0; h < Channels; h++)
        {
            // Memories of ten to ten thousand steps.
            Factors[h] = T.CreateTruncating(1 - Math.Pow(10, -random.NextDouble(1, 4)));
        }

        Inputs = new T[checked(Length * Channels)];
        Outputs = new T[Inputs.Length];
        for (int i = 0; i < Inputs.Length; i++)
        {
            Inputs[i] = T.CreateTruncating(random.NextNormal());
        }
    }

    internal override double Bytes => ((2.0 * Length * Channels) + Channels) * SizeOfNumber;

    internal override double Operations => 2.0 * Length * Channels;

    private protected int Length { get; }

    private protected int Channels { get; }

    private protected int Threads { get; }

    /// <summary>a, (H).</summary>
    private protected T[] Factors { get; }

    /// <summary>u, (L, H).</summary>
    private protected T[] Inputs { get; }

    /// <summary>y, (L, H).</summary>
    private protected T[] Outputs { get; }

    private protected ScanShape Shape => new(1, Length, Channels);

    private static int SizeOfNumber => System.Runtime.CompilerServices.Unsafe.SizeOf<T>();

    internal override double Error()
    {
        double worst = 0, largest = 0;
        int judged = Math.Min(Channels, JudgedChannels);
        for (int i = 0; i < judged; i++)
        {
            int channel = (int)((long)i * Channels / judged);
            double a = double.CreateTruncating(Factors[channel]), y = 0;
            for (int t = 0; t < Length; t++)
            {
                int at = (t * Channels) + channel;
                y = (a * y) + double.CreateTruncating(Inputs[at]);
                worst = Math.Max(worst, Math.Abs(double.CreateTruncating(Outputs[at]) - y));
                largest = Math.Max(largest, Math.Abs(y));
            }
        }

        return worst / largest;
    }

    /// <summary>The impulse response a^l, (L, H).</summary>
    private protected T[] Response()
    {
        T[] response = new T[Inputs.Length];
        for (int h = 0; h < Channels; h++)
        {
            double a = double.CreateTruncating(Factors[h]);
            for (int l = 0; l < Length; l++)
            {
                response[(l * Channels) + h] = T.CreateTruncating(Math.Pow(a, l));
            }
        }

        return response;
    }
}
