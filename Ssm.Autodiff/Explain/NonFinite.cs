using System.Globalization;

namespace Ssm.Autodiff;

/// <summary>Finds and describes numbers that are not finite.</summary>
internal static class NonFinite
{
    /// <summary>The first NaN or infinity of an array and where it is; null where all numbers are finite.</summary>
    internal static string? FirstIn<T>(NdArray<T> array)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        FirstIn(array.ToArray(), array.Shape, "")
        ?? (array.IsComplex ? FirstIn(array.ImaginaryToArray(), array.Shape, " in the imaginary part") : null);

    /// <summary>Type, shape, and the range of the numbers, or the first that is not finite.</summary>
    internal static string Describe<T>(NdArray<T> array)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (FirstIn(array) is { } found)
        {
            return $"{array} with {found}";
        }

        if (array.Shape.Count == 0)
        {
            return $"{array}, empty";
        }

        T[] values = [.. array.ToArray(), .. array.IsComplex ? array.ImaginaryToArray() : []];
        return string.Create(CultureInfo.InvariantCulture, $"{array} from {values.Min():G4} to {values.Max():G4}");
    }

    private static string? FirstIn<T>(T[] values, Shape shape, string where)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int index = Array.FindIndex(values, x => !T.IsFinite(x));
        if (index < 0)
        {
            return null;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{values[index]} at {Place(shape, index)}{where}");
    }

    /// <summary>An element's indices, as <c>(0, 2)</c>.</summary>
    internal static string Place(Shape shape, int index)
    {
        int[] place = new int[shape.Rank];
        int rest = index;
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            (rest, place[axis]) = Math.DivRem(rest, shape[axis]);
        }

        return $"({string.Join(", ", place)})";
    }
}
