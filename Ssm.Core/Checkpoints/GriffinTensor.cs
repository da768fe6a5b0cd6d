using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Core.Checkpoints;

/// <summary>A tensor of a checkpoint of Griffin, and the parameters of the model that it holds.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Shape">Its shape in the file.</param>
/// <param name="Layout">How its numbers lie in the parameters.</param>
/// <param name="Parameters">The parameters' names in the model.</param>
internal sealed record GriffinTensor(
    string Name, Shape Shape, GriffinTensorLayout Layout, params IReadOnlyList<string> Parameters)
{
    /// <summary>Cuts a stored tensor into the numbers of its parameters.</summary>
    internal T[][] Split<T>(T[] stored)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = stored.Length / Parameters.Count;
        T[][] parts = new T[Parameters.Count][];
        for (int i = 0; i < parts.Length; i++)
        {
            ReadOnlySpan<T> part = stored.AsSpan(i * count, count);
            parts[i] = Layout switch
            {
                GriffinTensorLayout.StackedTransposed => Transpose(part, Shape[^2], Shape[^1]),
                GriffinTensorLayout.Filters => Transpose(part, Shape[0], Shape[^1]),
                _ => part.ToArray(),
            };
        }

        return parts;
    }

    /// <summary>Joins the numbers of the parameters to the stored tensor: the inverse of <see cref="Split"/>.</summary>
    internal T[] Join<T>(IReadOnlyList<T[]> parts)
        where T : unmanaged, IFloatingPointIeee754<T> => [.. parts.SelectMany(part => Layout switch
        {
            GriffinTensorLayout.StackedTransposed => Transpose<T>(part, Shape[^1], Shape[^2]),
            GriffinTensorLayout.Filters => Transpose<T>(part, Shape[^1], Shape[0]),
            _ => part,
        })];

    private static T[] Transpose<T>(ReadOnlySpan<T> x, int rows, int columns)
        where T : unmanaged
    {
        T[] y = new T[x.Length];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                y[(j * rows) + i] = x[(i * columns) + j];
            }
        }

        return y;
    }
}
