using System.Numerics;
using System.Runtime.InteropServices;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels.Contracts;

/// <summary>Memory that holds the arrays of a call, each with some elements before and after it.</summary>
internal sealed class KernelMemory<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int After = 5;

    private readonly KernelCall<T> _call;
    private readonly Dictionary<string, int> _first = [];
    private readonly T[][] _memory;
    private readonly int[] _lengths;
    private readonly int _before;

    /// <summary>Copies the inputs of a call; outputs begin as something else each time.</summary>
    /// <param name="call">The call.</param>
    /// <param name="before">Elements before each array: decides its alignment.</param>
    /// <param name="stale">What the outputs hold before the call.</param>
    /// <param name="longer">The name of the array that is too long or too short.</param>
    /// <param name="by">By so many elements.</param>
    internal KernelMemory(KernelCall<T> call, int before, double stale, string? longer = null, int by = 0)
    {
        _call = call;
        _before = before;
        _memory = new T[call.Arrays.Count][];
        _lengths = new int[call.Arrays.Count];
        for (int i = 0; i < _memory.Length; i++)
        {
            KernelArray<T> array = call.Arrays[i];
            _lengths[i] = array.Content.Length + (array.Name == longer ? by : 0);
            _memory[i] = new T[before + _lengths[i] + After];
            _memory[i].AsSpan().Fill(T.NaN);
            Span<T> inside = _memory[i].AsSpan(before, _lengths[i]);
            if (array.Use == KernelUse.Written)
            {
                inside.Fill(T.CreateTruncating(stale));
            }
            else
            {
                array.Content.AsSpan(0, Math.Min(inside.Length, array.Content.Length)).CopyTo(inside);
            }

            _first.TryAdd(array.Name, i);
        }
    }

    /// <summary>The array of that name; of a complex one the plane of real parts.</summary>
    internal Span<T> this[string name] => Of(_first[name]);

    /// <summary>The planes of that name.</summary>
    internal Planar<T> Planes(string name) => new(Of(_first[name]), Of(_first[name] + 1));

    internal Span<T> Of(int array) => _memory[array].AsSpan(_before, _lengths[array]);

    /// <summary>Lets an output be the memory of an input.</summary>
    internal void Share(string output, string input)
    {
        int planes = _call.Arrays[_first[output]].Plane == 0 ? 1 : 2;
        for (int plane = 0; plane < planes; plane++)
        {
            _memory[_first[output] + plane] = _memory[_first[input] + plane];
        }
    }

    /// <summary>Whether all that the call wrote has the bits that it has there.</summary>
    internal bool SameResults(KernelMemory<T> other)
    {
        bool same = true;
        for (int i = 0; i < _memory.Length; i++)
        {
            same &= _call.Arrays[i].Use == KernelUse.Read || SameBits(Of(i), other.Of(i));
        }

        return same;
    }

    /// <summary>Whether nothing beside the arrays, and no input, was written.</summary>
    internal bool IsIntactElsewhere()
    {
        bool intact = true;
        for (int i = 0; i < _memory.Length; i++)
        {
            ReadOnlySpan<T> all = _memory[i];
            intact &= all[.._before].IndexOfAnyExcept(T.NaN) < 0;
            intact &= all[(_before + _lengths[i])..].IndexOfAnyExcept(T.NaN) < 0;
            intact &= _call.Arrays[i].Use != KernelUse.Read || SameBits(Of(i), _call.Arrays[i].Content);
        }

        return intact;
    }

    internal static bool SameBits(ReadOnlySpan<T> x, ReadOnlySpan<T> y) =>
        MemoryMarshal.AsBytes(x).SequenceEqual(MemoryMarshal.AsBytes(y));
}
