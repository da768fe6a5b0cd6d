using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

public sealed class GradientsTests
{
    [Test]
    public void A_contribution_is_summed_over_the_axes_that_broadcasting_repeated()
    {
        Variable<double> x = Watched(NdArray<double>.Zeros([3, 1]));
        Gradients<double> gradients = new();
        gradients.Add(x, Range([2, 3, 2]));

        // Row r holds 2r, 2r + 1 and, in the second block, 2r + 6, 2r + 7.
        Assert.That(gradients[x]!.Shape, Is.EqualTo(new Shape(3, 1)));
        Assert.That(gradients[x]!.ToArray(), Is.EqualTo(new[] { 14.0, 22.0, 30.0 }));
    }

    [Test]
    public void A_real_variable_receives_the_real_part()
    {
        Variable<double> x = Watched(NdArray<double>.Zeros([2]));
        Gradients<double> gradients = new();
        gradients.Add(x, NdArray<double>.From([1.0, 2.0], [3.0, 4.0], [2]));
        Assert.That(gradients[x]!.IsComplex, Is.False);
        Assert.That(gradients[x]!.ToArray(), Is.EqualTo(new[] { 1.0, 2.0 }));
    }

    [Test]
    public void A_complex_variable_receives_a_real_contribution_with_zeros_beside_it()
    {
        Variable<double> x = Watched(NdArray<double>.Zeros([2], complex: true));
        Gradients<double> gradients = new();
        gradients.Add(x, NdArray<double>.From([1.0, 2.0], [2]));
        Assert.That(gradients[x]!.ImaginaryToArray(), Is.EqualTo(new[] { 0.0, 0.0 }));
    }

    [Test]
    public void An_empty_batch_contributes_zeros()
    {
        Variable<double> x = Watched(NdArray<double>.Full([3, 2], 1.0));
        Gradients<double> gradients = new();
        gradients.Add(x, NdArray<double>.Zeros([0, 3, 2]));
        Assert.That(gradients[x]!.ToArray(), Is.EqualTo(new double[6]));
    }

    [Test]
    public void Contributions_are_never_written_to()
    {
        Variable<double> x = Watched(NdArray<double>.Zeros([2]));
        NdArray<double> one = NdArray<double>.Full([2], 1.0);
        Gradients<double> gradients = new();
        for (int i = 0; i < 4; i++)
        {
            gradients.Add(x, one);
        }

        Assert.That(gradients[x]!.ToArray(), Is.EqualTo(new[] { 4.0, 4.0 }));
        Assert.That(one.ToArray(), Is.EqualTo(new[] { 1.0, 1.0 }));
    }

    [Test]
    public void A_constant_receives_nothing()
    {
        Variable<double> constant = new(NdArray<double>.Zeros([2]));
        Gradients<double> gradients = new();
        gradients.Add(constant, NdArray<double>.Zeros([2]));
        Assert.That(gradients[constant], Is.Null);
    }

    private static Variable<double> Watched(NdArray<double> value) =>
        new Tape<double>().Watch(new Variable<double>(value));

    private static NdArray<double> Range(Shape shape) =>
        NdArray<double>.From([.. Enumerable.Range(0, shape.Count).Select(i => (double)i)], shape);
}
