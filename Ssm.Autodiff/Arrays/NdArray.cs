using System.Runtime.CompilerServices;

namespace Ssm.Autodiff;

/// <summary>A contiguous row-major array on one device, real or complex.</summary>
/// <remarks>
/// Complex data is planar: a plane of real and one of imaginary parts, each laid out like a real array of the same
/// shape. Real data has no second plane. There are no strides: reshaping is free, permuting copies.
/// </remarks>
public sealed partial class NdArray<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _generation;

    /// <summary>Wraps memory that is already there.</summary>
    internal NdArray(Shape shape, IBackend<T> backend, View<T> re, View<T> im = default)
    {
        System.Diagnostics.Debug.Assert(re.Length == shape.Count, "The real plane has one element per entry.");
        System.Diagnostics.Debug.Assert(im.IsNothing || im.Length == shape.Count, "So has the imaginary plane.");
        Shape = shape;
        Backend = backend;
        Re = re;
        Im = im;
        _generation = TapeMemory<T>.GenerationOf(re) + TapeMemory<T>.GenerationOf(im);
    }

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>Whether there is a plane of imaginary parts.</summary>
    public bool IsComplex => !Im.IsNothing;

    /// <summary>The device that holds the data.</summary>
    public IBackend<T> Backend { get; }

    /// <summary>The real parts.</summary>
    public View<T> Re { get; }

    /// <summary>The imaginary parts; the view of nothing where the array is real.</summary>
    public View<T> Im { get; }

    /// <summary>Both planes of a complex array.</summary>
    internal ComplexView<T> Planes => new(Re, Im);

    /// <summary>Bytes of its elements.</summary>
    internal long Bytes => (long)Shape.Count * Unsafe.SizeOf<T>() * (IsComplex ? 2 : 1);

    /// <summary>
    /// Memory of the given shape whose content is whatever was there; for ops that write all of it. It is the tape's
    /// that records, and lasts as long as the tape has a use for it.
    /// </summary>
    internal static NdArray<T> Allocate(Shape shape, IBackend<T> backend, bool complex = false)
    {
        int count = shape.Count;
        View<T> re = new(TapeMemory<T>.Allocate(backend, count), 0, count);
        View<T> im = complex ? new View<T>(TapeMemory<T>.Allocate(backend, count), 0, count) : default;
        return new NdArray<T>(shape, backend, re, im);
    }

    /// <summary>Zeros in memory as that of <see cref="Allocate"/>.</summary>
    internal static NdArray<T> AllocateZeros(Shape shape, IBackend<T> backend, bool complex = false)
    {
        NdArray<T> array = Allocate(shape, backend, complex);
        backend.Fill(array.Re, T.Zero);
        if (complex)
        {
            backend.Fill(array.Im, T.Zero);
        }

        return array;
    }

    /// <summary>One value everywhere, in memory as that of <see cref="Allocate"/>.</summary>
    internal static NdArray<T> AllocateFull(Shape shape, T value, IBackend<T> backend)
    {
        NdArray<T> array = Allocate(shape, backend);
        backend.Fill(array.Re, value);
        return array;
    }

    /// <exception cref="InvalidOperationException">The memory went back to the tape's.</exception>
    internal void RequireAlive()
    {
        if (_generation != TapeMemory<T>.GenerationOf(Re) + TapeMemory<T>.GenerationOf(Im))
        {
            throw new InvalidOperationException(
                $"NdArray: the array {this} was an intermediate of a pass that is over, and its memory was used " +
                "again; read Value or Detach before Backward, or record on a tape without a TapeMemory.");
        }
    }

    /// <summary>An array that holds <paramref name="value"/> everywhere.</summary>
    public static NdArray<T> Full(Shape shape, T value, IBackend<T>? backend = null)
    {
        NdArray<T> array = New(shape, backend ?? CpuBackend<T>.Default);
        array.Backend.Fill(array.Re, value);
        return array;
    }

    /// <summary>Zeros, real or complex.</summary>
    public static NdArray<T> Zeros(Shape shape, IBackend<T>? backend = null, bool complex = false)
    {
        NdArray<T> array = New(shape, backend ?? CpuBackend<T>.Default, complex);
        array.Backend.Fill(array.Re, T.Zero);
        if (complex)
        {
            array.Backend.Fill(array.Im, T.Zero);
        }

        return array;
    }

    /// <summary>A real array with a copy of <paramref name="values"/>, row-major.</summary>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public static NdArray<T> From(ReadOnlySpan<T> values, Shape shape, IBackend<T>? backend = null)
    {
        CheckCount(values.Length, shape, nameof(values));
        NdArray<T> array = New(shape, backend ?? CpuBackend<T>.Default);
        array.Backend.Upload(values, array.Re);
        return array;
    }

    /// <summary>A complex array with a copy of both planes, row-major.</summary>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public static NdArray<T> From(
        ReadOnlySpan<T> re, ReadOnlySpan<T> im, Shape shape, IBackend<T>? backend = null)
    {
        CheckCount(re.Length, shape, nameof(re));
        CheckCount(im.Length, shape, nameof(im));
        NdArray<T> array = New(shape, backend ?? CpuBackend<T>.Default, complex: true);
        array.Backend.Upload(re, array.Re);
        array.Backend.Upload(im, array.Im);
        return array;
    }

    /// <summary>A real array with a copy of <paramref name="values"/> in the memory of the pass that runs.</summary>
    /// <remarks>
    /// For masks and weights that ops of the pass take: on a tape with a <see cref="TapeMemory{T}"/> it lasts until the
    /// backward pass has come by, and the next pass uses its memory again. Without one it is as
    /// <see cref="From(ReadOnlySpan{T}, Shape, IBackend{T})"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public static NdArray<T> Temporary(ReadOnlySpan<T> values, Shape shape, IBackend<T>? backend = null)
    {
        CheckCount(values.Length, shape, nameof(values));
        NdArray<T> array = Allocate(shape, backend ?? CpuBackend<T>.Default);
        array.Backend.Upload(values, array.Re);
        return array;
    }

    /// <summary>A complex array as the real one of <see cref="Temporary(ReadOnlySpan{T}, Shape, IBackend{T})"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public static NdArray<T> Temporary(
        ReadOnlySpan<T> re, ReadOnlySpan<T> im, Shape shape, IBackend<T>? backend = null)
    {
        CheckCount(re.Length, shape, nameof(re));
        CheckCount(im.Length, shape, nameof(im));
        NdArray<T> array = Allocate(shape, backend ?? CpuBackend<T>.Default, complex: true);
        array.Backend.Upload(re, array.Re);
        array.Backend.Upload(im, array.Im);
        return array;
    }

    /// <summary>A scalar.</summary>
    public static NdArray<T> Scalar(T value, IBackend<T>? backend = null) => Full(Shape.Scalar, value, backend);

    /// <summary>The same memory under another shape.</summary>
    /// <exception cref="ArgumentException">The shapes differ in their number of elements.</exception>
    public NdArray<T> Reshape(Shape shape)
    {
        if (shape.Count != Shape.Count)
        {
            throw new ArgumentException(
                $"Reshape: {Shape} has {Shape.Count} elements, {shape} has {shape.Count}; they must be as many.",
                nameof(shape));
        }

        return new NdArray<T>(shape, Backend, Re, Im);
    }

    /// <summary>The real parts, as a view of the same memory.</summary>
    public NdArray<T> RealPart() => IsComplex ? new NdArray<T>(Shape, Backend, Re) : this;

    /// <summary>The imaginary parts, as a view of the same memory.</summary>
    /// <exception cref="InvalidOperationException">The array is real.</exception>
    public NdArray<T> ImaginaryPart() => IsComplex
        ? new NdArray<T>(Shape, Backend, Im)
        : throw new InvalidOperationException($"ImaginaryPart: the array {Shape} is real and has no imaginary plane.");

    /// <summary>A copy of the real parts on the host.</summary>
    public T[] ToArray() => Download(Re);

    /// <summary>A copy of the imaginary parts on the host; zeros where the array is real.</summary>
    public T[] ImaginaryToArray() => IsComplex ? Download(Im) : new T[Shape.Count];

    /// <summary>The one element of an array of one element.</summary>
    /// <exception cref="InvalidOperationException">There is more than one, or it is complex.</exception>
    public T Item()
    {
        if (Shape.Count != 1 || IsComplex)
        {
            throw new InvalidOperationException($"Item: the array is {this}, expected one real element.");
        }

        return Download(Re)[0];
    }

    /// <summary>A copy with memory of its own.</summary>
    public NdArray<T> Copy()
    {
        NdArray<T> copy = New(Shape, Backend, IsComplex);
        copy.Assign(this);
        return copy;
    }

    /// <summary>Overwrites the content with that of another array of the same shape and kind.</summary>
    /// <remarks>For parameters and states between passes; an array that a tape still holds must not change.</remarks>
    /// <exception cref="ArgumentException">The other array differs in shape, kind or device.</exception>
    public void Assign(NdArray<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Shape != Shape || source.IsComplex != IsComplex)
        {
            throw new ArgumentException($"Assign: 'source' is {source}, expected {this}.", nameof(source));
        }

        RequireAlive();
        source.RequireAlive();
        NdMath.RequireSameDevice(nameof(Assign), this, source);
        Backend.Copy(source.Re, Re);
        if (IsComplex)
        {
            Backend.Copy(source.Im, Im);
        }
    }

    /// <summary>Overwrites the content with values from the host, of a real array.</summary>
    /// <exception cref="ArgumentException">The number of values is not the array's, or the array is
    /// complex.</exception>
    public void Assign(ReadOnlySpan<T> values)
    {
        CheckCount(values.Length, Shape, nameof(values));
        if (IsComplex)
        {
            throw new ArgumentException($"Assign: the array is {this}, expected a real one; assign a complex array.");
        }

        Backend.Upload(values, Re);
    }

    /// <summary>Element type and shape.</summary>
    public override string ToString() => $"{(IsComplex ? "complex " : "")}{typeof(T).Name}{Shape}";

    // Whoever asked for it may hold it for as long as he likes, so it is nothing for a tape to take back.
    private static NdArray<T> New(Shape shape, IBackend<T> backend, bool complex = false)
    {
        int count = shape.Count;
        View<T> re = new(backend.Allocate(count), 0, count);
        return new NdArray<T>(shape, backend, re, complex ? new View<T>(backend.Allocate(count), 0, count) : default);
    }

    private static void CheckCount(int count, Shape shape, string argument)
    {
        if (count != shape.Count)
        {
            throw new ArgumentException(
                $"NdArray: '{argument}' has {count} values, expected {shape.Count} for shape {shape}.", argument);
        }
    }

    private T[] Download(View<T> plane)
    {
        RequireAlive();
        T[] values = GC.AllocateUninitializedArray<T>(plane.Length);
        Backend.Download(plane, values);
        return values;
    }
}
