using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

/// <summary>The ops that move numbers, against index arithmetic written out.</summary>
public sealed class MovingTests
{
    private static readonly Shape Size = [3, 4, 5];

    [TestCase(0, 1, 2)]
    [TestCase(0, 2, 1)]
    [TestCase(1, 0, 2)]
    [TestCase(1, 2, 0)]
    [TestCase(2, 0, 1)]
    [TestCase(2, 1, 0)]
    public void Permute_puts_axis_order_i_at_axis_i(int first, int second, int third)
    {
        int[] order = [first, second, third];
        Variable<double> y = Op.Permute(Range(Size), order);
        Assert.That(y.Shape, Is.EqualTo(new Shape(Size[first], Size[second], Size[third])));
        Check(y, to =>
        {
            int[] from = new int[3];
            for (int i = 0; i < 3; i++)
            {
                from[order[i]] = to[i];
            }

            return from;
        });
    }

    [Test]
    public void Slice_select_and_flip_read_where_they_say([Values(0, 1, 2, -1, -2, -3)] int axis)
    {
        int at = axis < 0 ? axis + 3 : axis;
        Check(Op.Slice(Range(Size), axis, 1, 2), to => Moved(to, at, to[at] + 1));
        Check(Op.Flip(Range(Size), axis), to => Moved(to, at, Size[at] - 1 - to[at]));
        Check(Op.Select(Range(Size), axis, 2), to =>
        {
            List<int> from = [.. to];
            from.Insert(at, 2);
            return [.. from];
        });
    }

    [Test]
    public void Concat_of_the_slices_is_the_whole([Values(0, 1, 2, -1)] int axis)
    {
        Variable<double> x = Range(Size);
        int length = x.Shape[x.Shape.Axis(axis, "Test")];
        Variable<double> y = Op.Concat(axis, Op.Slice(x, axis, 0, 1), Op.Slice(x, axis, 1, length - 1));
        Assert.That(y.Shape, Is.EqualTo(Size));
        Assert.That(y.Value.ToArray(), Is.EqualTo(x.Value.ToArray()));
    }

    [Test]
    public void What_does_not_fit_is_an_error()
    {
        Variable<double> x = Range(Size);
        Assert.That(() => Op.Permute(x, 0, 1), Throws.ArgumentException);
        Assert.That(() => Op.Permute(x, 0, 1, 1), Throws.ArgumentException);
        Assert.That(() => Op.Slice(x, 1, 3, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Op.Slice(x, 1, -1, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Op.Select(x, 1, 4), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Op.Concat<double>(0), Throws.ArgumentException);
        Assert.That(() => Op.Concat(0, x, Range([3, 4, 6])), Throws.ArgumentException);
        Assert.That(() => Op.BroadcastTo(x, [3, 4, 1]), Throws.ArgumentException);
        Assert.That(() => Op.Transpose(Range([3])), Throws.ArgumentException);
    }

    private static Variable<double> Range(Shape shape) =>
        new(NdArray<double>.From([.. Enumerable.Range(0, shape.Count).Select(i => (double)i)], shape));

    private static int[] Moved(int[] index, int axis, int value)
    {
        int[] moved = [.. index];
        moved[axis] = value;
        return moved;
    }

    // Element `to` of the result is element `from(to)` of Range(Size), whose value is its flat position.
    private static void Check(Variable<double> y, Func<int[], int[]> from)
    {
        double[] values = y.Value.ToArray();
        for (int flat = 0; flat < values.Length; flat++)
        {
            int[] to = new int[y.Shape.Rank];
            int rest = flat;
            for (int axis = to.Length - 1; axis >= 0; axis--)
            {
                (rest, to[axis]) = Math.DivRem(rest, y.Shape[axis]);
            }

            int[] at = from(to);
            Assert.That(values[flat], Is.EqualTo((((at[0] * Size[1]) + at[1]) * Size[2]) + at[2]));
        }
    }
}
