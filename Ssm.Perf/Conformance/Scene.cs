using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <summary>A backend and the operands of one case on it.</summary>
/// <remarks>
/// Every operand lies in memory of its own between two guard zones of NaN, results are NaN before they are written: a
/// number that is read from beside an operand, or not written, shows in the results.
/// </remarks>
internal sealed class Scene<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Guard = 64;

    private readonly SceneData _data;
    private readonly SceneLayout _layout;
    private readonly List<SceneOperand<T>> _operands = [];

    internal Scene(IBackend<T> backend, SceneData data, SceneLayout layout)
    {
        Backend = backend;
        _data = data;
        _layout = layout;
    }

    internal IBackend<T> Backend { get; }

    internal IReadOnlyList<SceneOperand<T>> Operands => _operands;

    /// <summary>Numbers to read.</summary>
    internal View<T> Input(string name, int length, Fill? fill = null) =>
        Place(name, SceneRole.Input, Numbers(_data.Draw(name, length, fill ?? Fill.Unit)), default);

    /// <summary>Complex numbers to read.</summary>
    internal ComplexView<T> ComplexInput(string name, int length, Fill? fill = null) => new(
        Place(name, SceneRole.Input, Numbers(_data.Draw(name, length, fill ?? Fill.Unit)), default),
        Place(SceneData.Imaginary(name), SceneRole.Input,
            Numbers(_data.Draw(name, length, fill ?? Fill.Unit, imaginary: true)), default));

    /// <summary>Whole numbers to read.</summary>
    internal View<int> Indices(string name, int length, Func<RandomSource, int, int> draw)
    {
        RandomSource source = _data.Source(name);
        int[] numbers = new int[length];
        for (int i = 0; i < length; i++)
        {
            numbers[i] = draw(source, i);
        }

        int front = Front();
        int[] whole = new int[front + length + Guard];
        Array.Fill(whole, int.MinValue);
        numbers.CopyTo(whole, front);
        Buffer<int> buffer = Backend.AllocateIndices(whole.Length);
        Backend.UploadIndices(whole, new View<int>(buffer, 0, whole.Length));
        return new View<int>(buffer, front, length);
    }

    /// <summary>Where sequences start over: the first step of each and about one step in sixteen; never all.</summary>
    internal View<int> Resets(int batch, int length) => Indices(
        "resets", batch * length,
        (source, i) => i % Math.Max(length, 1) == 0 ? i & 1 : source.NextInt32(16) == 0 ? 3 : 0);

    /// <summary>Numbers to write.</summary>
    internal View<T> Output(string name, int length, Tolerance tolerance) =>
        Place(name, SceneRole.Result, Empty(length), tolerance);

    /// <summary>Complex numbers to write.</summary>
    internal ComplexView<T> ComplexOutput(string name, int length, Tolerance tolerance) => new(
        Place(name, SceneRole.Result, Empty(length), tolerance),
        Place(SceneData.Imaginary(name), SceneRole.Result, Empty(length), tolerance));

    /// <summary>Numbers to read and to write in place.</summary>
    internal View<T> Changed(string name, int length, Tolerance tolerance, Fill? fill = null) =>
        Place(name, SceneRole.Result, Numbers(_data.Draw(name, length, fill ?? Fill.Unit)), tolerance);

    /// <summary>Complex numbers to read and to write in place.</summary>
    internal ComplexView<T> ComplexChanged(string name, int length, Tolerance tolerance, Fill? fill = null) => new(
        Place(name, SceneRole.Result, Numbers(_data.Draw(name, length, fill ?? Fill.Unit)), tolerance),
        Place(SceneData.Imaginary(name), SceneRole.Result,
            Numbers(_data.Draw(name, length, fill ?? Fill.Unit, imaginary: true)), tolerance));

    /// <summary>Memory for what only the device's own adjoint understands.</summary>
    internal View<T> Kept(string name, int length) => Place(name, SceneRole.Kept, Empty(length), default);

    /// <summary>Numbers to read that are the results of another primitive: the reference's, rounded.</summary>
    internal View<T> Given(string name, int length, Action<View<T>> compute) =>
        Given([name], length, views => compute(views[0]))[0];

    /// <summary>Complex numbers to read that are the results of another primitive.</summary>
    internal ComplexView<T> ComplexGiven(string name, int length, Action<ComplexView<T>> compute)
    {
        View<T>[] planes = Given(
            [name, SceneData.Imaginary(name)], length, views => compute(new ComplexView<T>(views[0], views[1])));
        return new ComplexView<T>(planes[0], planes[1]);
    }

    /// <summary>Several results of one primitive, all of the same length, to read.</summary>
    internal View<T>[] Given(string[] names, int length, Action<View<T>[]> compute)
    {
        // The first scene of a case is the reference's.
        if (_data.Find(names[0]) is null)
        {
            View<T>[] views = Array.ConvertAll(names, _ => Scratch(length));
            compute(views);
            for (int i = 0; i < names.Length; i++)
            {
                T[] numbers = new T[length];
                Backend.Download(views[i], numbers);
                _data.Keep(names[i], Array.ConvertAll(numbers, static x => double.CreateTruncating(x)));
            }
        }

        return Array.ConvertAll(names, name => Place(name, SceneRole.Input, Numbers(_data.Find(name)!), default));
    }

    /// <summary>Memory that nobody looks at.</summary>
    internal View<T> Scratch(int length) => new(Backend.Allocate(length), 0, length);

    /// <summary>Fetches everything, after the primitive has run.</summary>
    internal void Download()
    {
        foreach (SceneOperand<T> operand in _operands)
        {
            operand.Download(Backend);
        }
    }

    private View<T> Place(string name, SceneRole role, T[] numbers, Tolerance tolerance)
    {
        int front = Front();
        T[] whole = new T[front + numbers.Length + Guard];
        Array.Fill(whole, T.NaN);
        numbers.CopyTo(whole, front);
        Buffer<T> buffer = Backend.Allocate(whole.Length);
        Backend.Upload(whole, new View<T>(buffer, 0, whole.Length));
        SceneOperand<T> operand = new(name, role, buffer, whole, front, numbers.Length, tolerance);
        _operands.Add(operand);
        return operand.View;
    }

    // 1, 3, 5, 7, 1 … past the guard: an odd start that differs from the operand before.
    private int Front() => _layout == SceneLayout.Aligned ? Guard : Guard + 1 + (2 * (_operands.Count % 4));

    private static T[] Numbers(double[] numbers) => Array.ConvertAll(numbers, static x => T.CreateTruncating(x));

    private static T[] Empty(int length)
    {
        T[] numbers = new T[length];
        Array.Fill(numbers, T.NaN);
        return numbers;
    }
}
