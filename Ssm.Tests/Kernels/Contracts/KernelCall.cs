using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels.Contracts;

/// <summary>A call of a kernel: its arrays, and how to make it on any memory that holds them.</summary>
internal sealed class KernelCall<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RandomSource _source = new(2024);
    private Action<KernelMemory<T>, int>? _run;

    internal List<KernelArray<T>> Arrays { get; } = [];

    /// <summary>Which output may be the memory of which input.</summary>
    internal List<(string Output, string Input)> Aliases { get; } = [];

    /// <summary>Inputs whose numbers have no effect.</summary>
    internal HashSet<string> Ignored { get; } = [];

    /// <summary>The place of element i of an array (…, channels).</summary>
    internal static Func<int, Place> Lane(int channels) => i => new(-1, i % channels);

    /// <summary>The place of element i of an array (rows, width) whose rows stand for themselves.</summary>
    internal static Func<int, Place> Row(int width) => i => new(i / width, -1);

    /// <summary>The place of element i of an array (rows, width) of which each element stands for itself.</summary>
    internal static Func<int, Place> Both(int width) => i => new(i / width, i % width);

    /// <summary>The place of element i of an array (channels, width).</summary>
    internal static Func<int, Place> Group(int width) => i => new(-1, i / width);

    /// <summary>The place of element i of an array (batch, length, channels).</summary>
    internal static Func<int, Place> Sequence(int length, int channels) =>
        i => new(i / Math.Max(1, length * channels), i % channels);

    /// <summary>The place of element i of an array (batch, channels, width).</summary>
    internal static Func<int, Place> States(int channels, int width) =>
        i => new(i / (channels * width), i / width % channels);

    /// <summary>The place of an element that belongs to everything.</summary>
    internal static Place All(int index) => new(-1, -1);

    internal KernelCall<T> In(
        string name, int length, Func<int, Place> place, double low = -1.0, double high = 1.0) =>
        Add(name, KernelUse.Read, length, place, 0, low, high);

    internal KernelCall<T> Out(string name, int length, Func<int, Place> place) =>
        Add(name, KernelUse.Written, length, place, 0, 0.0, 0.0);

    /// <summary>An array that is read and then written.</summary>
    internal KernelCall<T> Both(
        string name, int length, Func<int, Place> place, double low = -1.0, double high = 1.0) =>
        Add(name, KernelUse.Changed, length, place, 0, low, high);

    /// <summary>A number that a kernel returns: an array of one, which the kernel does not see.</summary>
    internal KernelCall<T> Result(string name)
    {
        Arrays.Add(new(name, KernelUse.Written, new T[1], All, 0, Checked: false));
        return this;
    }

    /// <summary>An array that may be longer than it need be.</summary>
    internal KernelCall<T> Room(string name, KernelUse use, int length, Func<int, Place> place)
    {
        Add(name, use, length, place, 0, -1.0, 1.0);
        Arrays[^1] = Arrays[^1] with { Checked = false };
        return this;
    }

    /// <summary>A complex array that is read: two planes.</summary>
    internal KernelCall<T> ComplexIn(
        string name, int length, Func<int, Place> place, double low = -1.0, double high = 1.0) =>
        Add(name, KernelUse.Read, length, place, 1, low, high)
            .Add(name, KernelUse.Read, length, place, 2, low, high);

    internal KernelCall<T> ComplexOut(string name, int length, Func<int, Place> place) =>
        Add(name, KernelUse.Written, length, place, 1, 0.0, 0.0)
            .Add(name, KernelUse.Written, length, place, 2, 0.0, 0.0);

    internal KernelCall<T> ComplexBoth(string name, int length, Func<int, Place> place) =>
        Add(name, KernelUse.Changed, length, place, 1, -1.0, 1.0)
            .Add(name, KernelUse.Changed, length, place, 2, -1.0, 1.0);

    /// <summary>Says that an output may be exactly the memory of an input.</summary>
    internal KernelCall<T> MayBe(string output, string input)
    {
        Aliases.Add((output, input));
        return this;
    }

    /// <summary>Says that an input is there for its kind alone: its numbers have no effect.</summary>
    internal KernelCall<T> Ignores(string input)
    {
        Ignored.Add(input);
        return this;
    }

    internal KernelCall<T> Does(Action<KernelMemory<T>, int> run)
    {
        _run = run;
        return this;
    }

    internal void Run(KernelMemory<T> memory, int threads) => _run!(memory, threads);

    private KernelCall<T> Add(
        string name, KernelUse use, int length, Func<int, Place> place, int plane, double low, double high)
    {
        T[] content = new T[length];
        for (int i = 0; i < length && use != KernelUse.Written; i++)
        {
            content[i] = T.CreateTruncating(_source.NextDouble(low, high));
        }

        Arrays.Add(new(name, use, content, place, plane, Checked: true));
        return this;
    }
}
