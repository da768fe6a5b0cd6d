using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>The step from one token to the next one's logits; its error is that of the second token's logits, against
/// the same model in double with weights that were not rounded.</summary>
internal sealed class MambaDecodeCase : BenchCase
{
    private const int Words = 50280;
    private const ulong SeedsPerLayer = 4;

    private readonly int _threads;
    private readonly DecodeLayer[] _layers;
    private readonly DecodeMatrix _head;
    private readonly DecodeScratch _scratch;
    private readonly float[] _embedded;
    private readonly float[] _h;
    private readonly float[] _logits = new float[Words];

    internal MambaDecodeCase(int width, int layers, string dtype, int threads, ulong seed)
    {
        _threads = threads;
        _layers = new DecodeLayer[layers];
        for (int i = 0; i < layers; i++)
        {
            _layers[i] = new DecodeLayer(width, dtype, seed + 1 + (SeedsPerLayer * (ulong)i));
        }

        _head = new DecodeMatrix(Words, width, dtype, seed);
        _scratch = new DecodeScratch(width);
        _embedded = _head.Values()[..width];
        _h = new float[width];
    }

    internal override double Bytes => _head.Bytes + _layers.Sum(l => l.Bytes) + (4.0 * _logits.Length);

    internal override double Operations => 2 * (((double)Words * _h.Length) + _layers.Sum(l => l.Weights));

    internal override void Run()
    {
        _embedded.CopyTo(_h, 0);
        foreach (DecodeLayer layer in _layers)
        {
            layer.Step(_h, _scratch, _threads);
        }

        RmsNorm.Forward<float>(_h, [], 0, 1e-5f, _scratch.Normed, _scratch.Inverse, _h.Length);
        _head.Multiply(_scratch.Normed, _logits, _threads);
    }

    internal override double Error()
    {
        foreach (DecodeLayer layer in _layers)
        {
            layer.Reset();
        }

        Run();
        Expected();
        Run();
        double[] expected = _head.Expected(DecodeLayer.Normed(Expected()));
        (double largest, double error) = (0, 0);
        for (int i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            error = Math.Max(error, Math.Abs(_logits[i] - expected[i]));
        }

        return error / largest;
    }

    private double[] Expected()
    {
        double[] h = [.. _embedded.Select(x => (double)x)];
        foreach (DecodeLayer layer in _layers)
        {
            layer.Expected(h);
        }

        return h;
    }
}
