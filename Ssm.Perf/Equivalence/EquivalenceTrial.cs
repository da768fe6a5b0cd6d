using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;
using Ssm.Kernels;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Equivalence;

/// <summary>A model in one element type with inputs and the outputs that are expected.</summary>
internal sealed class EquivalenceTrial<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Rows of a batch.</summary>
    internal const int Batch = 3;

    internal EquivalenceTrial(EquivalenceModel model, EquivalenceRequest request, IBackend<T> backend)
    {
        Model = model;
        Request = request;
        Dtype = typeof(T) == typeof(double) ? "f64" : "f32";
        Backend = backend;
        Layer = NewLayer(Backend);
        SequenceLayer<double> judge = model.Create(request.Parameters(), CpuBackend<double>.Default);
        HostArrays.CopyNumbers(Layer, judge);
        Reference = new EquivalenceReference(model, judge);
        U = HostArrays.Normal(Batch * request.Length * model.Channels, request.Inputs());
        Expected = Reference.Run(U, Segments.FromLengths([Length, Length, Length], Length));
        Padded = [.. EquivalenceSegments.Of(this)];
    }

    internal EquivalenceModel Model { get; }

    internal EquivalenceRequest Request { get; }

    internal string Dtype { get; }

    internal IBackend<T> Backend { get; }

    internal SequenceLayer<T> Layer { get; }

    internal EquivalenceReference Reference { get; }

    /// <summary>Steps, L.</summary>
    internal int Length => Request.Length;

    /// <summary>The input, (B, L, H).</summary>
    internal double[] U { get; }

    /// <summary>The reference's output, (B, L, outputs).</summary>
    internal double[] Expected { get; }

    /// <summary>The input in padded and packed rows.</summary>
    internal IReadOnlyList<EquivalenceSegments> Padded { get; }

    /// <summary>What rounding may do.</summary>
    internal required double Tolerance { get; init; }

    /// <summary>The layer once more, with the same parameters to the bit, on another device.</summary>
    internal SequenceLayer<T> NewLayer(IBackend<T> backend) => Model.Create(Request.Parameters(), backend);

    /// <summary>(B, L, H) on the layer's device.</summary>
    internal Variable<T> Input(ReadOnlySpan<double> values) => Input(values, Batch, Backend);

    /// <summary>(rows, L, H) on a device.</summary>
    internal Variable<T> Input(ReadOnlySpan<double> values, int rows, IBackend<T> backend) => NdArray<T>.From(
        HostArrays.FromDouble<T>(values), [rows, values.Length / (rows * Model.Channels), Model.Channels], backend);

    /// <summary>Some steps of one row of the input.</summary>
    internal ReadOnlySpan<double> RowOf(double[] u, int row, int start, int length) =>
        u.AsSpan(((row * Length) + start) * Model.Channels, length * Model.Channels);

    /// <summary>Steps of one row, from a state on.</summary>
    /// <returns>(L, outputs).</returns>
    internal double[] Step(Stepper<T> stepper, ReadOnlySpan<double> u, Span<T> state)
    {
        T[] inputs = HostArrays.FromDouble<T>(u);
        int length = inputs.Length / Model.Channels;
        T[] y = new T[length * stepper.OutputSize];
        for (int t = 0; t < length; t++)
        {
            stepper.Step(
                inputs.AsSpan(t * Model.Channels, Model.Channels), state,
                y.AsSpan(t * stepper.OutputSize, stepper.OutputSize));
        }

        return HostArrays.ToDouble<T>(y);
    }

    /// <summary>A form against the reference.</summary>
    internal EquivalenceRow Row(string form, double[] actual, double[]? expected = null) =>
        Row(form, EquivalenceForms.Reference, actual, expected ?? Expected, Tolerance);

    /// <summary>A form that has to have the bits of another.</summary>
    internal EquivalenceRow Same(string form, string against, double[] actual, double[] expected) =>
        Row(form, against, actual, expected, tolerance: 0);

    internal EquivalenceRow Row(
        string form, string against, double[] actual, double[] expected, double tolerance) => new(
            Model.Name, form, against, Dtype, Backend.Name, Error(actual, expected), tolerance);

    internal static double[] ToHost(Variable<T> y) => HostArrays.ToDouble<T>(y.Value.ToArray());

    // The largest difference relative to the largest expected number; NaN where one of them is NaN.
    private static double Error(double[] actual, double[] expected)
    {
        if (actual.Length != expected.Length)
        {
            return double.NaN;
        }

        double worst = 0;
        double largest = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            worst = Math.Max(worst, Math.Abs(actual[i] - expected[i]));
            largest = Math.Max(largest, Math.Abs(expected[i]));
        }

        return largest == 0 ? worst : worst / largest;
    }
}
