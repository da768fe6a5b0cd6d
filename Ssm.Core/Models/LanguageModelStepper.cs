using System.Numerics;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>A language model as a stream: from a token's number to the logits of the next one.</summary>
internal sealed class LanguageModelStepper<T> : Stepper<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Stepper<T> _blocks;
    private readonly Stepper<T> _norm;
    private readonly Stepper<T>? _head;
    private readonly MatMulShape _shape;
    private readonly T[] _table;
    private readonly T[] _row;
    private readonly T _scale;
    private readonly T? _cap;

    internal LanguageModelStepper(LanguageModel<T> model)
    {
        _blocks = model.Blocks.CreateStepper();
        _norm = model.FinalNorm.CreateStepper();
        _head = model.Head?.CreateStepper();
        _shape = new MatMulShape(1, model.Vocabulary, model.Channels, false, true);

        // One copy of the table for both of its uses.
        _table = model.Embedding.Table.Value.ToArray();
        _row = new T[model.Channels];
        _scale = T.CreateChecked(model.Options.EmbeddingScale);
        _cap = model.Options.LogitSoftCap is { } cap ? T.CreateChecked(cap) : null;
    }

    public override int InputSize => 1;

    public override int OutputSize => _shape.N;

    public override int StateSize => _blocks.StateSize;

    protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
    {
        int token = int.CreateSaturating(u[0]);
        if ((uint)token >= (uint)_shape.N || T.CreateChecked(token) != u[0])
        {
            throw new ArgumentException(
                $"LanguageModel: token {u[0]}, expected a whole number 0 to {_shape.N - 1}.");
        }

        Elementwise.Unary(new Scale<T>(_scale), _table.AsSpan(token * _shape.K, _shape.K), _row.AsSpan());
        _blocks.StepCore(_row, state, _row);
        _norm.StepCore(_row, default, _row);
        if (_head is null)
        {
            MatMul.Affine<T, Identity<T>>(_row, _table, default, default, y, _shape, threads: 1);
        }
        else
        {
            _head.StepCore(_row, default, y);
        }

        if (_cap is { } cap)
        {
            Elementwise.Unary(new Scale<T>(T.One / cap), y, y);
            Elementwise.Unary<T, Tanh<T>>(default, y, y);
            Elementwise.Unary(new Scale<T>(cap), y, y);
        }
    }
}
