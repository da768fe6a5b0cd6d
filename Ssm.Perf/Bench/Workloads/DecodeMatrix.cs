using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>A weight matrix of a decoding step in one of three precisions, of values that a seed gives again.</summary>
internal sealed class DecodeMatrix
{
    private readonly ulong _seed;
    private readonly float[]? _floats;
    private readonly ushort[]? _brainFloats;
    private readonly sbyte[]? _bytes;
    private readonly float[]? _scales;

    internal DecodeMatrix(int rows, int columns, string dtype, ulong seed)
    {
        (Rows, Columns, _seed) = (rows, columns, seed);
        float[] values = Values();
        switch (dtype)
        {
            case "bf16":
                _brainFloats = new ushort[values.Length];
                BrainFloat.Round(values, _brainFloats);
                break;
            case "int8":
                _bytes = new sbyte[values.Length];
                _scales = new float[rows];
                QuantizedMatVec.Quantize(values, columns, _bytes, _scales);
                break;
            default:
                _floats = values;
                break;
        }
    }

    internal int Rows { get; }

    internal int Columns { get; }

    internal double Bytes =>
        ((double)Rows * Columns * (_floats is not null ? 4 : _brainFloats is not null ? 2 : 1))
        + (4.0 * (_scales?.Length ?? 0));

    /// <summary>The weights before they were rounded: uniform, ±1/√columns.</summary>
    internal float[] Values()
    {
        RandomSource random = new(_seed);
        float[] values = new float[Rows * Columns];
        double bound = 1 / Math.Sqrt(Columns);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)random.NextDouble(-bound, bound);
        }

        return values;
    }

    internal void Multiply(ReadOnlySpan<float> x, Span<float> y, int threads)
    {
        if (_floats is not null)
        {
            MatMul.Multiply(x, _floats, y, new MatMulShape(1, Rows, Columns, false, true), false, threads);
        }
        else if (_brainFloats is not null)
        {
            BrainFloat.Multiply(_brainFloats, x, y, threads);
        }
        else
        {
            QuantizedMatVec.Multiply(_bytes, _scales, x, y, threads);
        }
    }

    /// <summary>The same in double, with the weights that were not rounded.</summary>
    internal double[] Expected(ReadOnlySpan<double> x)
    {
        float[] values = Values();
        double[] y = new double[Rows];
        for (int i = 0; i < Rows; i++)
        {
            double sum = 0;
            for (int k = 0; k < Columns; k++)
            {
                sum += values[(i * Columns) + k] * x[k];
            }

            y[i] = sum;
        }

        return y;
    }
}
