using System.Numerics;
using System.Runtime.CompilerServices;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;

namespace Ssm.Core.Implementation;

/// <summary>
/// One diagonal system for all channels, run by a scan: x[t] = ā ⊙ x[t−1] + B̄ u[t], y[t] = s·Re(C x[t]) + D ⊙ u[t].
/// </summary>
/// <remarks>
/// What S5 and the LRU share: the structure (MIMO) and the implementation (scan) of the survey's Table I. Their
/// parametrisation and discretisation are their own, in <see cref="Discretize"/>. A bidirectional layer runs a second
/// scan backwards in time and gives its states columns of C of their own. Shapes: H channels, P modes.
/// </remarks>
public abstract class DiagonalMimoLayer<T> : SequenceLayer<T>, IDiagonalSystem
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly bool _bidirectional;
    private readonly T _scale;

    /// <param name="channels">Channels, H.</param>
    /// <param name="modes">Modes, P.</param>
    /// <param name="bidirectional">Whether a second scan runs backwards in time.</param>
    /// <param name="scale">s: 2 where each mode stands for a conjugate pair, else 1.</param>
    private protected DiagonalMimoLayer(int channels, int modes, bool bidirectional, int scale)
    {
        Channels = channels;
        Modes = modes;
        _bidirectional = bidirectional;
        _scale = T.CreateChecked(scale);
    }

    /// <summary>Channels, H.</summary>
    public int Channels { get; }

    /// <summary>Modes, P.</summary>
    public int Modes { get; }

    /// <summary>B, complex, (P, H).</summary>
    public abstract Variable<T> B { get; }

    /// <summary>C, complex, (H, P), or (H, 2P) with the columns of the backward scan last.</summary>
    public abstract Variable<T> C { get; }

    /// <summary>D, (H).</summary>
    public abstract Variable<T> D { get; }

    /// <inheritdoc/>
    public override bool IsCausal => !_bidirectional;

    /// <summary>Real parts, then imaginary parts, each (P).</summary>
    public override int StateSize => 2 * Modes;

    /// <summary>The discrete system: ā (P) and B̄ (P, H).</summary>
    public abstract (Variable<T> ABar, Variable<T> BBar) Discretize();

    /// <summary>The whole sequence by one recurrence, or two if the layer is bidirectional.</summary>
    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)               // (B, L, H)
    {
        RequireInput(GetType().Name, u, Channels);
        (Variable<T> aBar, Variable<T> bBar) = Discretize();                                    // (P), (P, H)
        if (!_bidirectional)
        {
            return Op.S5Recurrence(u, aBar, bBar, C, D, _scale).Y;
        }

        Variable<T> forward = Op.Slice(C, 1, 0, Modes);                                         // (H, P)
        Variable<T> backward = Op.Slice(C, 1, Modes, Modes);
        return Op.S5Recurrence(u, aBar, bBar, forward, D, _scale).Y +
            Op.ReverseS5Recurrence(u, aBar, bBar, backward, null, _scale).Y;
    }

    /// <summary>A chunk by the same recurrence, from a state on.</summary>
    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        RequireCausal();
        RequireInput(GetType().Name, u, Channels);
        RequireState(GetType().Name, u, state);
        if (u.Shape[1] == 0)
        {
            return (u, state);
        }

        (Variable<T> aBar, Variable<T> bBar) = Discretize();
        (Variable<T> y, Variable<T> last) =
            Op.S5Recurrence(u, aBar, bBar, C, D, _scale, StateVector.Split(state));
        return (y, StateVector.Join(last));
    }

    /// <inheritdoc/>
    public Complex[] Poles() => ArrayOf.Complex(Discretize().ABar.Value);

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper()
    {
        RequireCausal();
        (Variable<T> aBar, Variable<T> bBar) = Discretize();
        return new DiagonalMimoStepper<T>(aBar.Value, bBar.Value, C.Value, D.Value, _scale);
    }

    private void RequireCausal([CallerMemberName] string form = "")
    {
        if (_bidirectional)
        {
            throw new NotSupportedException(
                $"{form}: a bidirectional layer reads the future and has no chunks or steps; use Forward on whole " +
                "sequences.");
        }
    }
}
