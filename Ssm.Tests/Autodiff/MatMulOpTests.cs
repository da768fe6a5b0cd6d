using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Tests.Autodiff;

/// <summary>Matrix products of arrays against three loops over complex numbers.</summary>
public sealed class MatMulOpTests
{
    private static IEnumerable<TestCaseData> Cases() =>
        from left in new int[][] { [3, 4], [2, 3, 4], [1, 3, 4] }
        from right in new int[][] { [4, 5], [2, 4, 5], [1, 4, 5] }
        from transposeLeft in new[] { false, true }
        from transposeRight in new[] { false, true }
        from complex in new[] { 0, 1, 2, 3 }
        select new TestCaseData(left, right, transposeLeft, transposeRight, complex);

    [TestCaseSource(nameof(Cases))]
    public void The_product_is_that_of_the_loops(int[] left, int[] right, bool tl, bool tr, int complex)
    {
        RandomSource random = new(5);
        Variable<double> a = Values(tl ? Swap(left) : left, (complex & 1) != 0, random);
        Variable<double> b = Values(tr ? Swap(right) : right, (complex & 2) != 0, random);
        int batchLeft = left.Length == 3 ? left[0] : 1;
        int batchRight = right.Length == 3 ? right[0] : 1;
        Variable<double> y = Op.MatMul(a, b, tl, tr);
        Variable<double> re = Op.MatMulRealPart(a, b, tl, tr);
        Assert.That(y.IsComplex, Is.EqualTo(complex != 0));
        Assert.That(re.IsComplex, Is.False);
        Assert.That(y.Shape.Sizes[^2..].ToArray(), Is.EqualTo(new[] { 3, 5 }));
        for (int i = 0; i < y.Shape.Count; i++)
        {
            (int batch, int rest) = Math.DivRem(i, 15);
            Complex sum = default;
            for (int k = 0; k < 4; k++)
            {
                int row = rest / 5, column = rest % 5;
                int at = (batchLeft == 1 ? 0 : batch * 12) + (tl ? (k * 3) + row : (row * 4) + k);
                int bt = (batchRight == 1 ? 0 : batch * 20) + (tr ? (column * 4) + k : (k * 5) + column);
                sum += At(a, at) * At(b, bt);
            }

            // Four products and sums of numbers below 1.5 · √2.
            Assert.That((At(y, i) - sum).Magnitude, Is.LessThan(1e-14));
            Assert.That(At(re, i).Real, Is.EqualTo(sum.Real).Within(1e-14));
        }
    }

    [Test]
    public void Batch_axes_broadcast()
    {
        RandomSource random = new(6);
        Variable<double> a = Values([2, 1, 3, 4], true, random);
        Variable<double> b = Values([3, 4, 2], false, random);
        Variable<double> y = Op.MatMul(a, b);
        Assert.That(y.Shape, Is.EqualTo(new Shape(2, 3, 3, 2)));
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                Variable<double> one = Op.MatMul(Op.Select(Op.Select(a, 0, i), 0, 0), Op.Select(b, 0, j));
                Variable<double> same = Op.Select(Op.Select(y, 0, i), 0, j);
                Assert.That(same.Value.ToArray(), Is.EqualTo(one.Value.ToArray()).Within(1e-14));
                Assert.That(same.Value.ImaginaryToArray(), Is.EqualTo(one.Value.ImaginaryToArray()).Within(1e-14));
            }
        }
    }

    [Test]
    public void What_does_not_fit_is_an_error()
    {
        RandomSource random = new(7);
        Variable<double> x = Values([2, 3, 4], false, random);
        Assert.That(() => Op.MatMul(x, Values([3, 4], false, random)), Throws.ArgumentException);
        Assert.That(() => Op.MatMul(x, Values([4], false, random)), Throws.ArgumentException);
        Assert.That(() => Op.MatMul(x, Values([3, 4, 5], false, random)), Throws.ArgumentException);
    }

    private static Variable<double> Values(int[] sizes, bool complex, RandomSource random) =>
        new((complex ? OpInput.Complex(sizes) : OpInput.Real(sizes)).Values(random));

    private static int[] Swap(int[] sizes) => [.. sizes[..^2], sizes[^1], sizes[^2]];

    private static Complex At(Variable<double> x, int i) => new(x.Value.ToArray()[i], x.Value.ImaginaryToArray()[i]);
}
