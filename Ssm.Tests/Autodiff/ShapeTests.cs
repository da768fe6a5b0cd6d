using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

public sealed class ShapeTests
{
    [Test]
    public void A_shape_is_a_value()
    {
        Shape shape = [2, 3];
        Assert.That(shape, Is.EqualTo(new Shape(2, 3)));
        Assert.That(shape == new Shape(2, 3), Is.True);
        Assert.That(shape != new Shape(3, 2), Is.True);
        Assert.That(shape != new Shape(2, 3, 1), Is.True);
        Assert.That(shape.GetHashCode(), Is.EqualTo(new Shape(2, 3).GetHashCode()));
        Assert.That(default(Shape), Is.EqualTo(Shape.Scalar));
        Assert.That(new Shape([]), Is.EqualTo(Shape.Scalar));
    }

    [TestCase(new int[0], 1)]
    [TestCase(new[] { 0 }, 0)]
    [TestCase(new[] { 2, 3, 4 }, 24)]
    [TestCase(new[] { 5, 0, 4 }, 0)]
    public void Count_is_the_product_of_the_sizes(int[] sizes, int count) =>
        Assert.That(new Shape(sizes).Count, Is.EqualTo(count));

    [Test]
    public void A_shape_spreads_into_its_sizes()
    {
        Shape shape = [2, 3, 4];
        int[] sizes = [.. shape];
        Assert.That(sizes, Is.EqualTo(new[] { 2, 3, 4 }));
        Shape longer = [.. shape, 5];
        Assert.That(longer, Is.EqualTo(new Shape(2, 3, 4, 5)));
        Assert.That(shape is [2, _, 4], Is.True);
    }

    [Test]
    public void Axes_count_from_either_end()
    {
        Shape shape = [2, 3, 4];
        Assert.That(shape[0], Is.EqualTo(2));
        Assert.That(shape[^1], Is.EqualTo(4));
        Assert.That(shape.Axis(-1, "Test"), Is.EqualTo(2));
        Assert.That(shape.Axis(0, "Test"), Is.Zero);
        Assert.That(shape.CountOf(1, 3), Is.EqualTo(12));
        Assert.That(shape.CountOf(1, 1), Is.EqualTo(1));
        Assert.That(shape.With(-2, 7), Is.EqualTo(new Shape(2, 7, 4)));
        Assert.That(shape.ToString(), Is.EqualTo("(2, 3, 4)"));
    }

    [Test]
    public void What_is_no_shape_or_no_axis_is_an_error()
    {
        Assert.That(() => new Shape(2, -1), Throws.ArgumentException);
        Assert.That(() => new Shape(1 << 16, 1 << 15), Throws.ArgumentException);
        Shape shape = [2, 3];
        Assert.That(() => shape[2], Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => shape.Axis(2, "Sum"), Throws.InstanceOf<ArgumentOutOfRangeException>()
            .With.Message.StartsWith("Sum: 'axis' is 2, expected -2 to 1"));
        Assert.That(() => shape.Axis(-3, "Sum"), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
