namespace Ssm.Autodiff;

/// <content>The memory that gradients live in: while a tape is played, the tape's; after it, their own.</content>
public sealed partial class Gradients<T>
{
    private readonly Dictionary<Variable<T>, NdArray<T>> _cleared = [];
    private Tape<T>? _tape;

    /// <summary>Forgets all gradients but not their memory, which the next backward pass into this object uses again.
    /// </summary>
    /// <remarks>So an array that the indexer gave before holds other numbers after it.</remarks>
    public void Clear()
    {
        foreach ((Variable<T> variable, Sum sum) in _sums)
        {
            if (sum.IsOwn && sum.IsLeafs)
            {
                _cleared[variable] = sum.Value;
            }
        }

        _sums.Clear();
    }

    /// <summary>Begins a backward pass.</summary>
    internal void Open(Tape<T> tape)
    {
        _tape = tape;
        foreach (Sum sum in _sums.Values)
        {
            tape.Memory.CountGradient(sum.Value);
        }
    }

    /// <summary>Ends it: what is left is the leaves', in memory that is no tape's.</summary>
    internal void Close()
    {
        foreach ((Variable<T> leaf, Sum sum) in _sums)
        {
            if (!sum.IsLeafs)
            {
                _sums[leaf] = TapeMemory<T>.Owns(sum.Value)
                    ? new Sum(sum.Value.Copy(), IsOwn: true, IsLeafs: true)
                    : sum with { IsLeafs = true };
                Drop(sum);
            }
        }

        _tape = null;
    }

    /// <summary>Says that a gradient that was taken is done with.</summary>
    internal void Release(NdArray<T>? gradient)
    {
        if (gradient is not null)
        {
            _tape?.Memory.Release(gradient);
        }
    }

    private void Start(Variable<T> variable, NdArray<T> first)
    {
        if (_cleared.Remove(variable, out NdArray<T>? own))
        {
            own.Assign(first);
            _tape?.Memory.CountGradient(own);
            _sums.Add(variable, new Sum(own, IsOwn: true, IsLeafs: true));
        }
        else
        {
            Store(variable, new Sum(first, IsOwn: false));
        }
    }

    private void Store(Variable<T> variable, Sum sum)
    {
        _tape?.Memory.Hold(sum.Value);
        _sums[variable] = sum;
    }

    private void Drop(Sum sum)
    {
        if (!sum.IsLeafs)
        {
            _tape?.Memory.Release(sum.Value);
        }
    }
}
