using System.Numerics;

namespace Ssm.Core.Streaming;

/// <summary>
/// A layer or model frozen for streaming: one sample in, one sample out, on spans, without allocation.
/// </summary>
/// <remarks>
/// The state is the caller's memory and may be copied, forked or cleared between steps; it has the layout of a row of
/// the chunk form's state, so the two can continue each other. An instance holds only constants and scratch, so it is
/// used by one thread at a time; one instance can serve any number of states in turn.
/// </remarks>
public abstract class Stepper<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Numbers in one input sample.</summary>
    public abstract int InputSize { get; }

    /// <summary>Numbers in one output sample.</summary>
    public abstract int OutputSize { get; }

    /// <summary>Numbers in a state; all zero before the first step.</summary>
    public abstract int StateSize { get; }

    /// <summary>
    /// Takes one step: reads <paramref name="u"/>, moves <paramref name="state"/> on, writes <paramref name="y"/>.
    /// </summary>
    /// <param name="u">The input sample; may be the same memory as <paramref name="y"/>.</param>
    /// <param name="state">The state, changed in place.</param>
    /// <param name="y">The output sample.</param>
    /// <exception cref="ArgumentException">A span has the wrong length.</exception>
    public void Step(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
    {
        if (u.Length != InputSize || state.Length != StateSize || y.Length != OutputSize)
        {
            throw new ArgumentException(
                $"Step: 'u', 'state' and 'y' have {u.Length}, {state.Length} and {y.Length} numbers, expected " +
                $"{InputSize}, {StateSize} and {OutputSize}.");
        }

        StepCore(u, state, y);
    }

    /// <summary>The step itself, with lengths checked.</summary>
    protected internal abstract void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y);
}
