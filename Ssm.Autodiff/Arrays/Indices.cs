namespace Ssm.Autodiff;

/// <summary>Whole numbers for ops that look things up: tokens, labels, positions. They have no gradient.</summary>
public sealed class Indices
{
    private readonly int[] _values;

    // The copy on a device, made when the first op there asks for it; an instance is used by one thread at a time.
    private (object Backend, View<int> View)? _onDevice;

    /// <summary>A copy of <paramref name="values"/>, row-major.</summary>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public Indices(ReadOnlySpan<int> values, Shape shape)
    {
        if (values.Length != shape.Count)
        {
            throw new ArgumentException(
                $"Indices: 'values' has {values.Length} values, expected {shape.Count} for shape " +
                $"{shape}.", nameof(values));
        }

        _values = values.ToArray();
        Shape = shape;
    }

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>The values, row-major.</summary>
    public ReadOnlySpan<int> Values => _values;

    /// <exception cref="ArgumentOutOfRangeException">A value lies outside least … bound − 1.</exception>
    internal void RequireRange(string operation, int least, int bound)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            if (_values[i] < least || _values[i] >= bound)
            {
                throw new ArgumentOutOfRangeException(
                    paramName: null,
                    $"{operation}: index {_values[i]} at position {i} of {Shape}, expected {least} to {bound - 1}.");
            }
        }
    }

    internal View<int> On<T>(IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (_onDevice is not { } copy || !ReferenceEquals(copy.Backend, backend))
        {
            View<int> view = new(backend.AllocateIndices(_values.Length), 0, _values.Length);
            backend.UploadIndices(_values, view);
            _onDevice = copy = (backend, view);
        }

        return copy.View;
    }
}
