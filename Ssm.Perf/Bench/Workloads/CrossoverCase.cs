using System.Numerics;
using System.Runtime.CompilerServices;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>What all forms of <see cref="CrossoverWorkload"/> share: the system, the signal, and the judge.</summary>
internal abstract class CrossoverCase<T> : BenchCase
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int JudgedChannels = 4;

    private protected CrossoverCase(BenchRequest request)
    {
        Length = request.Size["L"];
        Threads = request.Threads;
        RandomSource random = new(request.Seed);
        Model = new CrossoverSystem(request.Size["H"], request.Size["N"], random);
        Inputs = new T[checked(Length * Channels)];
        Outputs = new T[Inputs.Length];
        for (int i = 0; i < Inputs.Length; i++)
        {
            Inputs[i] = T.CreateTruncating(random.NextNormal());
        }
    }

    internal override double Bytes =>
        ((2.0 * Length * Channels) + (4.0 * Channels * Model.Modes)) * Unsafe.SizeOf<T>();

    /// <summary>Of the recurrence: 7 for a state's step, 4 for its share of the output.</summary>
    internal override double Operations => 11.0 * Length * Channels * Model.Modes;

    private protected int Length { get; }

    private protected int Channels => Model.Channels;

    private protected int Threads { get; }

    private protected CrossoverSystem Model { get; }

    /// <summary>u, (L, H).</summary>
    private protected T[] Inputs { get; }

    /// <summary>y, (L, H).</summary>
    private protected T[] Outputs { get; }

    internal override double Error()
    {
        double worst = 0, largest = 0;
        double[] u = new double[Length], y = new double[Length];
        int judged = Math.Min(Channels, JudgedChannels);
        for (int i = 0; i < judged; i++)
        {
            int channel = (int)((long)i * Channels / judged);
            for (int t = 0; t < Length; t++)
            {
                u[t] = double.CreateTruncating(Inputs[(t * Channels) + channel]);
            }

            Model.Apply(channel, u, y);
            for (int t = 0; t < Length; t++)
            {
                double ours = double.CreateTruncating(Outputs[(t * Channels) + channel]);
                worst = Math.Max(worst, Math.Abs(ours - y[t]));
                largest = Math.Max(largest, Math.Abs(y[t]));
            }
        }

        return worst / largest;
    }

    /// <summary>The impulse response, (L, H).</summary>
    private protected T[] Response()
    {
        T[] response = new T[Inputs.Length];
        double[] channel = new double[Length];
        for (int h = 0; h < Channels; h++)
        {
            Model.Response(h, channel);
            for (int l = 0; l < Length; l++)
            {
                response[(l * Channels) + h] = T.CreateTruncating(channel[l]);
            }
        }

        return response;
    }
}
