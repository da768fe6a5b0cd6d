using System.Numerics;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Scaffolding;

/// <summary>A classifier as a stream: encoder, blocks, running mean where that is read, decoder.</summary>
internal sealed class ClassifierStepper<T> : Stepper<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Stepper<T> _encoder;
    private readonly Stepper<T> _blocks;
    private readonly Stepper<T>? _norm;
    private readonly Stepper<T> _decoder;
    private readonly T[] _sample;
    private readonly bool _mean;

    internal ClassifierStepper(SequenceClassifier<T> classifier)
    {
        _encoder = classifier.SignalEncoder?.CreateStepper() ?? classifier.TokenEncoder!.CreateStepper();
        _blocks = classifier.Blocks.CreateStepper();
        _norm = classifier.FinalNorm?.CreateStepper();
        _decoder = classifier.Decoder.CreateStepper();
        _sample = new T[classifier.Channels];
        _mean = classifier.Readout == Readout.Mean;
    }

    public override int InputSize => _encoder.InputSize;

    public override int OutputSize => _decoder.OutputSize;

    public override int StateSize => _blocks.StateSize + (_mean ? _sample.Length + 1 : 0);

    protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
    {
        _encoder.StepCore(u, default, _sample);
        _blocks.StepCore(_sample, state[.._blocks.StateSize], _sample);
        _norm?.StepCore(_sample, default, _sample);
        if (_mean)
        {
            Span<T> sum = state.Slice(_blocks.StateSize, _sample.Length);
            Elementwise.Binary<T, Add<T>>(default, sum, _sample, sum);
            T count = state[^1] += T.One;
            Elementwise.Unary(new Scale<T>(T.One / count), sum, _sample.AsSpan());
        }

        _decoder.StepCore(_sample, default, y);
    }
}
