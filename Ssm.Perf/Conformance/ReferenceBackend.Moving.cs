using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Primitives that move numbers.</content>
internal sealed partial class ReferenceBackend
{
    public void CopyRows(View<double> from, View<double> to, in RowCopy shape)
    {
        double[] numbers = Read(from), results = Read(to);
        for (int row = 0; row < shape.Rows; row++)
        {
            for (int i = 0; i < shape.Width; i++)
            {
                results[(row * shape.ToStride) + i] = numbers[(row * shape.FromStride) + i];
            }
        }

        Write(to, results);
    }

    public void Permute(View<double> x, View<double> y, ReadOnlySpan<int> sizes, ReadOnlySpan<int> order)
    {
        double[] numbers = Read(x), results = new double[y.Length];
        for (int at = 0; at < numbers.Length; at++)
        {
            // The index along each axis of x, and from them the place in y.
            int[] index = new int[sizes.Length];
            for (int axis = sizes.Length - 1, rest = at; axis >= 0; axis--)
            {
                (rest, index[axis]) = Math.DivRem(rest, sizes[axis]);
            }

            int to = 0;
            foreach (int axis in order)
            {
                to = (to * sizes[axis]) + index[axis];
            }

            results[to] = numbers[at];
        }

        Write(y, results);
    }

    public void Flip(View<double> x, View<double> y, in AxisShape shape)
    {
        double[] numbers = Read(x), results = new double[y.Length];
        for (int outer = 0; outer < shape.Outer; outer++)
        {
            for (int i = 0; i < shape.Length; i++)
            {
                for (int inner = 0; inner < shape.Inner; inner++)
                {
                    results[At(shape, outer, shape.Length - 1 - i, inner)] = numbers[At(shape, outer, i, inner)];
                }
            }
        }

        Write(y, results);
    }

    public void Gather(View<double> table, View<int> indices, View<double> y, int width)
    {
        double[] numbers = Read(table), results = new double[y.Length];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = numbers[(Span(indices)[i / width] * width) + (i % width)];
        }

        Write(y, results);
    }

    public void ScatterAdd(View<double> rows, View<int> indices, View<double> table, int width)
    {
        double[] numbers = Read(rows), results = Read(table);
        for (int i = 0; i < numbers.Length; i++)
        {
            results[(Span(indices)[i / width] * width) + (i % width)] += numbers[i];
        }

        Write(table, results);
    }
}
