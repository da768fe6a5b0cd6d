using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Tests.Autodiff;

public sealed class NdArrayTests
{
    [Test]
    public void Values_are_copied_in_and_out()
    {
        double[] values = [1, 2, 3, 4, 5, 6];
        NdArray<double> x = NdArray<double>.From(values, [2, 3]);
        values[0] = 9;
        Assert.That(x.ToArray(), Is.EqualTo(new double[] { 1, 2, 3, 4, 5, 6 }));
        x.ToArray()[0] = 9;
        Assert.That(x.ToArray()[0], Is.EqualTo(1));
        Assert.That(x.IsComplex, Is.False);
        Assert.That(x.ImaginaryToArray(), Is.EqualTo(new double[6]));
    }

    [Test]
    public void Parts_and_reshapes_share_the_memory_and_copies_do_not()
    {
        NdArray<double> z = NdArray<double>.From([1.0, 2.0], [3.0, 4.0], [2]);
        NdArray<double> im = z.ImaginaryPart();
        NdArray<double> column = z.Reshape([2, 1]);
        NdArray<double> copy = z.Copy();
        z.Assign(NdArray<double>.From([5.0, 6.0], [7.0, 8.0], [2]));
        Assert.That(im.ToArray(), Is.EqualTo(new[] { 7.0, 8.0 }));
        Assert.That(z.RealPart().ToArray(), Is.EqualTo(new[] { 5.0, 6.0 }));
        Assert.That(column.ToArray(), Is.EqualTo(new[] { 5.0, 6.0 }));
        Assert.That(copy.ImaginaryToArray(), Is.EqualTo(new[] { 3.0, 4.0 }));
    }

    [Test]
    public void Scalars_have_an_item()
    {
        Assert.That(NdArray<float>.Scalar(2.5f).Item(), Is.EqualTo(2.5f));
        Assert.That(NdArray<float>.Full([1, 1], 3f).Item(), Is.EqualTo(3f));
        Assert.That(() => NdArray<float>.Zeros([2]).Item(), Throws.InvalidOperationException);
        Assert.That(() => NdArray<float>.Zeros([1], complex: true).Item(), Throws.InvalidOperationException);
    }

    [Test]
    public void Empty_arrays_are_arrays()
    {
        NdArray<double> x = NdArray<double>.Zeros([0, 3], complex: true);
        Assert.That(x.ToArray(), Is.Empty);
        Assert.That(x.Reshape([3, 0]).Shape, Is.EqualTo(new Shape(3, 0)));
    }

    [TestCase(false, false)]
    [TestCase(false, true)]
    [TestCase(true, false)]
    [TestCase(true, true)]
    public void The_conjugate_product_takes_real_and_complex_factors_in_any_mix(bool left, bool right)
    {
        Complex a = new(2, left ? 3 : 0);
        Complex b = new(5, right ? -7 : 0);
        NdArray<double> y = NdMath.MultiplyConjugate(Array(a, left), Array(b, right));
        Complex expected = Complex.Conjugate(a) * b;
        Assert.That(y.IsComplex, Is.EqualTo(left || right));
        Assert.That(y.ToArray(), Is.EqualTo(new[] { expected.Real }));
        Assert.That(y.ImaginaryToArray(), Is.EqualTo(new[] { expected.Imaginary }));

        static NdArray<double> Array(Complex z, bool complex) => complex
            ? NdArray<double>.From([z.Real], [z.Imaginary], [1])
            : NdArray<double>.From([z.Real], [1]);
    }

    [Test]
    public void What_does_not_fit_is_an_error()
    {
        NdArray<double> x = NdArray<double>.Zeros([2, 3]);
        Assert.That(() => NdArray<double>.From([1.0], [2]), Throws.ArgumentException);
        Assert.That(() => NdArray<double>.From([1.0, 2.0], [1.0], [2]), Throws.ArgumentException);
        Assert.That(() => x.Reshape([5]), Throws.ArgumentException.With.Message.Contains("(2, 3) has 6"));
        Assert.That(() => x.ImaginaryPart(), Throws.InvalidOperationException);
        Assert.That(() => x.Assign(NdArray<double>.Zeros([3, 2])), Throws.ArgumentException);
        Assert.That(() => x.Assign(NdArray<double>.Zeros([2, 3], complex: true)), Throws.ArgumentException);
        Assert.That(() => x.Assign([1.0]), Throws.ArgumentException);
    }

    [Test]
    public void Arrays_of_two_devices_do_not_meet()
    {
        NdArray<double> x = NdArray<double>.Zeros([2], new CpuBackend<double>(1));
        NdArray<double> y = NdArray<double>.Zeros([2], new CpuBackend<double>(2));
        Assert.That(() => Op.Add<double>(x, y), Throws.ArgumentException.With.Message.Contains("Add"));
        Assert.That(() => x.Assign(y), Throws.ArgumentException);
    }

    [Test]
    public void Indices_know_their_range()
    {
        Assert.That(() => new Indices([1, 2], [3]), Throws.ArgumentException);
        Assert.That(
            () => Op.Embedding<double>(NdArray<double>.Zeros([3, 2]), new Indices([3], [1])),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("index 3"));
    }
}
