using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Devices;

/// <summary>Makes the operands of a case on a device, and knows which of them are results.</summary>
/// <remarks>
/// The numbers depend on the seed and the order of the calls alone. Those of the judge in double are the same as those
/// of the device, rounded to its element type.
/// </remarks>
internal sealed class DeviceArrays<T>(IBackend<T> backend, ulong seed, bool roundToSingle)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RandomSource _random = new(seed);
    private readonly List<View<T>> _results = [];

    /// <summary>The device.</summary>
    internal IBackend<T> Backend => backend;

    /// <summary>What a run writes.</summary>
    internal IReadOnlyList<View<T>> Results => _results;

    /// <summary>Uniform numbers.</summary>
    internal View<T> Uniform(int count, double low = -1.0, double high = 1.0) =>
        Upload(count, () => _random.NextDouble(low, high));

    /// <summary>Uniform complex numbers.</summary>
    internal ComplexView<T> UniformComplex(int count) => new(Uniform(count), Uniform(count));

    /// <summary>Poles of a trained model: close to the unit circle.</summary>
    internal ComplexView<T> Poles(int count)
    {
        double[] re = new double[count], im = new double[count];
        for (int i = 0; i < count; i++)
        {
            (double size, double phase) = (_random.NextDouble(0.9, 0.999), _random.NextDouble(-Math.PI, Math.PI));
            re[i] = size * Math.Cos(phase);
            im[i] = size * Math.Sin(phase);
        }

        int next = 0, nextIm = 0;
        return new(Upload(count, () => re[next++]), Upload(count, () => im[nextIm++]));
    }

    /// <summary>Labels of so many classes.</summary>
    internal View<int> Labels(int count, int classes)
    {
        int[] labels = new int[count];
        foreach (ref int label in labels.AsSpan())
        {
            label = _random.NextInt32(classes);
        }

        View<int> view = new(backend.AllocateIndices(count), 0, count);
        backend.UploadIndices(labels, view);
        return view;
    }

    /// <summary>Memory that is no result.</summary>
    internal View<T> Scratch(int count) => new(backend.Allocate(count), 0, count);

    /// <summary>Memory that a run writes, zero before.</summary>
    internal View<T> Result(int count)
    {
        View<T> view = Scratch(count);
        backend.Fill(view, T.Zero);
        _results.Add(view);
        return view;
    }

    /// <summary>Two planes that a run writes.</summary>
    internal ComplexView<T> ComplexResult(int count) => new(Result(count), Result(count));

    private View<T> Upload(int count, Func<double> next)
    {
        T[] values = new T[count];
        foreach (ref T value in values.AsSpan())
        {
            double x = next();
            value = T.CreateChecked(roundToSingle ? (float)x : x);
        }

        View<T> view = Scratch(count);
        backend.Upload(values, view);
        return view;
    }
}
