using Ssm.Autodiff;

namespace Ssm.Tests.Docs;

/// <summary>The rules of docs/autodiff-higher-order.md, on numbers that are exact in binary.</summary>
public sealed class HigherOrderChapter
{
    [Test]
    public void A_tangent_of_a_holomorphic_function_is_a_pullback_between_two_conjugates()
    {
        Tape<double> tape = new();
        Variable<double> z = tape.Watch(new Variable<double>(NdArray<double>.From([1], [2], [1])));     // 1 + 2i
        NdArray<double> conjugate = NdArray<double>.From([1], [-1], [1]);                               // of ż = 1 + i
        NdArray<double> pulled = tape.Backward(Op.Square(z), conjugate)[z]!;

        Assert.That(pulled.ToArray(), Is.EqualTo(new[] { -2.0 }));
        Assert.That(pulled.ImaginaryToArray(), Is.EqualTo(new[] { -6.0 }));     // ẇ = 2zż = −2 + 6i
    }

    [Test]
    public void The_tangent_of_a_scan_is_a_scan()
    {
        // The numbers of the chapter on the autodiff, section 3.
        Variable<double> a = Row(0.5, 2, -1), before = Row(2, 2, 4);                // a[t], h[t−1]
        Variable<double> tangentOfA = Row(1, 0, 1), tangentOfB = Row(0, 1, 0);
        Variable<double> tangent = Op.DiagonalScan(a, (tangentOfA * before) + tangentOfB);
        Assert.That(tangent.Value.ToArray(), Is.EqualTo(new[] { 2.0, 5, -1 }));

        // ⟨h̄, ḣ⟩ = ⟨ā, ȧ⟩ + ⟨b̄, ḃ⟩
        Assert.That(Sum(Row(1, 10, 100) * tangent), Is.EqualTo(-48.0));
        Assert.That(Sum((Row(-358, -180, 400) * tangentOfA) + (Row(-179, -90, 100) * tangentOfB)), Is.EqualTo(-48.0));
    }

    [Test]
    public void A_Hessian_times_a_vector_is_a_difference_of_gradients()
    {
        // L = Σ x³ has the gradient 3x², whose central difference is exact: 6x ⊙ v.
        NdArray<double> x = NdArray<double>.From([1, 2, -3], [3]), v = NdArray<double>.From([1, 0.5, 2], [3]);
        const double step = 1.0 / 1024;
        Variable<double> difference = Gradient(Moved(x, v, step)) - Gradient(Moved(x, v, -step));
        NdArray<double> product = Op.Scale(difference, 0.5 / step).Value;

        Assert.That(product.ToArray(), Is.EqualTo(new[] { 6.0, 6.0, -36.0 }));
    }

    private static Variable<double> Moved(NdArray<double> x, NdArray<double> v, double step) =>
        Op.Add<double>(x, Op.Scale<double>(v, step));

    private static Variable<double> Gradient(Variable<double> at)
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Watch(at);
        return tape.Backward(Op.Sum(x * x * x))[x]!;
    }

    private static Variable<double> Row(params ReadOnlySpan<double> values) =>
        new(NdArray<double>.From(values, [1, values.Length, 1]));

    private static double Sum(Variable<double> x) => Op.Sum(x).Value.Item();
}
