using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class IndexingTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [Test]
    public void Gather_copies_the_rows_that_the_indices_name()
    {
        RandomSource source = new(81);
        for (int width = 1; width <= (2 * Vector<T>.Count) + 1; width++)
        {
            int[] indices = [4, 0, 0, 2, 4];
            T[] table = ScanTestData.Random<T>(source, 5 * width), rows = new T[5 * width];
            Gather.Forward<T>(table, indices, rows, width);
            for (int i = 0; i < rows.Length; i++)
            {
                Assert.That(rows[i], Is.EqualTo(table[(indices[i / width] * width) + (i % width)]));
            }
        }
    }

    [Test]
    public void Scatter_adds_in_the_order_of_the_indices_for_any_number_of_threads()
    {
        // Bit equality with the loop in T: the order of additions is part of the contract.
        RandomSource source = new(82);
        foreach (int width in (int[])[.. Enumerable.Range(1, (2 * Vector<T>.Count) + 1), 63, 64, 65, 200])
        {
            const int entries = 7, count = 1000;
            int[] indices = new int[count];
            for (int i = 0; i < count; i++)
            {
                indices[i] = source.NextInt32(entries - 1);
            }

            T[] rows = ScanTestData.Random<T>(source, count * width);
            T[] start = ScanTestData.Random<T>(source, entries * width);
            T[] expected = (T[])start.Clone();
            for (int i = 0; i < rows.Length; i++)
            {
                expected[(indices[i / width] * width) + (i % width)] += rows[i];
            }

            foreach (int threads in ScanTestData.Threads)
            {
                T[] table = (T[])start.Clone();
                ScatterAddRows.Forward<T>(rows, indices, table, width, threads);
                Assert.That(table.AsSpan().SequenceEqual(expected), Is.True, $"{width} columns, {threads} threads");
            }
        }
    }

    [Test]
    public void Scatter_is_the_transpose_of_gather()
    {
        RandomSource source = new(83);
        const int width = 6;
        int[] indices = [3, 1, 3, 0];
        T[] table = ScanTestData.Random<T>(source, 5 * width), rows = new T[4 * width];
        T[] dRows = ScanTestData.Random<T>(source, 4 * width), dTable = new T[5 * width];
        Gather.Forward<T>(table, indices, rows, width);
        ScatterAddRows.Forward<T>(dRows, indices, dTable, width);
        double left = ScanTestData.Dot(ScanTestData.ToDouble<T>(rows), ScanTestData.ToDouble<T>(dRows));
        double right = ScanTestData.Dot(ScanTestData.ToDouble<T>(table), ScanTestData.ToDouble<T>(dTable));
        Assert.That(right, Is.EqualTo(left).Within(24 * 2 * ScanTestData.Unit<T>()));
    }

    [Test]
    public void No_indices_do_nothing()
    {
        T[] table = [T.One, T.One];
        Gather.Forward<T>(table, [], [], 2);
        ScatterAddRows.Forward<T>([], [], table, 2);
        Assert.That(table, Is.EqualTo((T[])[T.One, T.One]));
    }

    [Test]
    public void An_index_outside_the_table_is_refused_by_its_place([Values(-1, 2)] int bad)
    {
        Assert.That(
            () => Gather.Forward<T>(new T[6], [0, bad], new T[6], 3),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
                .With.Message.Contains($"'indices[1]' is {bad}, expected 0 to 1"));
        Assert.That(
            () => ScatterAddRows.Forward<T>(new T[6], [bad, 0], new T[6], 3),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
                .With.Message.Contains($"'indices[0]' is {bad}, expected 0 to 1"));
    }
}
