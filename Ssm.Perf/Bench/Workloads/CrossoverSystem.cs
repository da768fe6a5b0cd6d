using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>The diagonal systems of <see cref="CrossoverWorkload"/>: H channels with N complex modes each.</summary>
/// <remarks>
/// x[t] = a ⊙ x[t−1] + u[t] and y[t] = 2 Re Σ c x[t], where a = e^(dt·(−1/2 + iπn)) with dt from 0.001 to 0.1, the
/// initialisation S4D-Lin of Gu, Gupta, Goel and Ré, "On the Parameterization and Initialization of Diagonal State
/// Space Models", 2022, arXiv:2206.11893. The states of up to 16 channels are one block, (N, channels): lanes run
/// across channels, so the sum over modes crosses no lane.
/// </remarks>
internal sealed class CrossoverSystem
{
    /// <summary>Channels of a block: a cache line of floats in a row of inputs.</summary>
    internal const int BlockChannels = 16;

    private readonly Complex[] _factors;
    private readonly Complex[] _weights;

    internal CrossoverSystem(int channels, int modes, RandomSource random)
    {
        Channels = channels;
        Modes = modes;
        _factors = new Complex[channels * modes];
        _weights = new Complex[channels * modes];
        for (int h = 0; h < channels; h++)
        {
            double dt = Math.Pow(10, -random.NextDouble(1, 3));
            for (int n = 0; n < modes; n++)
            {
                _factors[(h * modes) + n] = Complex.Exp(dt * new Complex(-0.5, Math.PI * n));
                _weights[(h * modes) + n] = new Complex(random.NextNormal(), random.NextNormal()) / modes;
            }
        }
    }

    internal int Channels { get; }

    internal int Modes { get; }

    internal int Blocks => (Channels + BlockChannels - 1) / BlockChannels;

    /// <summary>Channels of a block: the last may have fewer.</summary>
    internal int ChannelsOf(int block) => Math.Min(BlockChannels, Channels - (block * BlockChannels));

    internal int StatesOf(int block) => Modes * ChannelsOf(block);

    /// <summary>a, (H, N).</summary>
    internal (T[] Re, T[] Im) Factors<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => Planes<T>(_factors);

    /// <summary>c, (H, N).</summary>
    internal (T[] Re, T[] Im) Weights<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => Planes<T>(_weights);

    /// <summary>a of a block, (N, channels).</summary>
    internal void Factors<T>(int block, Planar<T> into)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Fill(block, into, i => _factors[i]);

    /// <summary>2 conj(c) of a block, (N, channels): Re (c x) is then a sum of products, without a minus.</summary>
    internal void Weights<T>(int block, Planar<T> into)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Fill(block, into, i => 2 * Complex.Conjugate(_weights[i]));

    /// <summary>K[l] = 2 Re Σ c a^l of a channel.</summary>
    internal void Response(int channel, Span<double> response)
    {
        const int Fresh = 64;
        response.Clear();
        for (int n = 0; n < Modes; n++)
        {
            Complex a = _factors[(channel * Modes) + n], c = _weights[(channel * Modes) + n], x = c;
            for (int l = 0; l < response.Length; l++)
            {
                // Powers by multiplication alone would drift.
                x = l % Fresh == 0 ? c * Complex.Pow(a, l) : x * a;
                response[l] += 2 * x.Real;
            }
        }
    }

    /// <summary>The outputs of a channel, step by step: the judge of all forms.</summary>
    internal void Apply(int channel, ReadOnlySpan<double> u, Span<double> y)
    {
        y.Clear();
        for (int n = 0; n < Modes; n++)
        {
            Complex a = _factors[(channel * Modes) + n], c = _weights[(channel * Modes) + n], x = 0;
            for (int t = 0; t < u.Length; t++)
            {
                x = (a * x) + u[t];
                y[t] += 2 * ((c.Real * x.Real) - (c.Imaginary * x.Imaginary));
            }
        }
    }

    private static (T[] Re, T[] Im) Planes<T>(Complex[] all)
        where T : unmanaged, IFloatingPointIeee754<T> => (
            Array.ConvertAll(all, z => T.CreateTruncating(z.Real)),
            Array.ConvertAll(all, z => T.CreateTruncating(z.Imaginary)));

    private void Fill<T>(int block, Planar<T> into, Func<int, Complex> value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int channels = ChannelsOf(block);
        for (int i = 0; i < into.Length; i++)
        {
            int channel = (block * BlockChannels) + (i % channels);
            Complex z = value((channel * Modes) + (i / channels));
            into.Re[i] = T.CreateTruncating(z.Real);
            into.Im[i] = T.CreateTruncating(z.Imaginary);
        }
    }
}
