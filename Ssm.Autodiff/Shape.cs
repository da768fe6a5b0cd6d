using System.Collections;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Ssm.Autodiff;

/// <summary>The sizes of an array's axes, outermost first. The empty shape is that of a scalar.</summary>
/// <remarks>
/// Built from sizes: <c>Shape s = [B, L, H];</c> or <c>new Shape(B, L, H)</c>. A value: equal where the sizes are.
/// </remarks>
[CollectionBuilder(typeof(ShapeBuilder), nameof(ShapeBuilder.Create))]
public readonly struct Shape : IEquatable<Shape>, IEnumerable<int>
{
    private readonly int[]? _sizes;

    /// <summary>A shape of the given sizes.</summary>
    /// <exception cref="ArgumentException">A size is negative, or there are more elements than an array can
    /// hold.</exception>
    public Shape(params ReadOnlySpan<int> sizes)
    {
        long count = 1;
        foreach (int size in sizes)
        {
            count = size < 0 ? -1 : count * size;
            if (count is < 0 or > int.MaxValue)
            {
                throw new ArgumentException(
                    $"Shape: ({string.Join(", ", sizes.ToArray())}) has a negative size or more than 2^31 − 1 " +
                    "elements.");
            }
        }

        _sizes = sizes.ToArray();
    }

    /// <summary>The shape of a scalar: no axes, one element.</summary>
    public static Shape Scalar => default;

    /// <summary>The number of axes.</summary>
    public int Rank => _sizes?.Length ?? 0;

    /// <summary>The number of axes, under the name by which list patterns and spreads ask for it.</summary>
    /// <remarks>Without it the compiler would take <see cref="Count"/> for the number of sizes to copy.</remarks>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public int Length => Rank;

    /// <summary>The number of elements: the product of the sizes.</summary>
    public int Count
    {
        get
        {
            int count = 1;
            foreach (int size in Sizes)
            {
                count *= size;
            }

            return count;
        }
    }

    /// <summary>The sizes themselves.</summary>
    public ReadOnlySpan<int> Sizes => _sizes;

    /// <summary>The size of one axis; <c>shape[^1]</c> is the innermost.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int this[Index axis]
    {
        get
        {
            int i = axis.GetOffset(Rank);
            return (uint)i < (uint)Rank
                ? _sizes![i]
                : throw new ArgumentOutOfRangeException(nameof(axis), $"Shape: {this} has no axis {axis}.");
        }
    }

    /// <summary>Whether two shapes have the same sizes.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ in a size or in rank.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>
    /// The axis counted from the front, for an axis that may be counted from the end: −1 is the innermost.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int Axis(int axis, string operation)
    {
        int i = axis < 0 ? axis + Rank : axis;
        return (uint)i < (uint)Rank
            ? i
            : throw new ArgumentOutOfRangeException(
                nameof(axis), $"{operation}: 'axis' is {axis}, expected {-Rank} to {Rank - 1} for shape {this}.");
    }

    /// <summary>
    /// The product of the sizes from axis <paramref name="start"/> up to axis <paramref name="end"/>.
    /// </summary>
    public int CountOf(int start, int end)
    {
        int count = 1;
        foreach (int size in Sizes[start..end])
        {
            count *= size;
        }

        return count;
    }

    /// <summary>This shape with another size of one axis.</summary>
    public Shape With(int axis, int size)
    {
        int[] sizes = Sizes.ToArray();
        sizes[Axis(axis, nameof(With))] = size;
        return new Shape(sizes);
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) => Sizes.SequenceEqual(other.Sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (int size in Sizes)
        {
            hash.Add(size);
        }

        return hash.ToHashCode();
    }

    /// <summary>The sizes in parentheses, as <c>(2, 64, 16)</c>.</summary>
    public override string ToString() => $"({string.Join(", ", _sizes ?? [])})";

    /// <summary>Walks the sizes, outermost first.</summary>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(_sizes ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
