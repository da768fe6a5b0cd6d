namespace Ssm.Autodiff;

/// <content>Matrix products over the last two axes, real and complex in any mix, batched with broadcasting.</content>
internal static partial class NdMath
{
    /// <summary>op(a)·op(b), where op is the transpose of the last two axes, the conjugate, both or neither.</summary>
    /// <remarks>The axes before the last two are batch axes: equal on both sides, or absent on one.</remarks>
    internal static NdArray<T> MatMul<T>(
        NdArray<T> a, NdArray<T> b, bool transposeA = false, bool transposeB = false,
        MatMulConjugates conjugates = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireSameDevice(nameof(MatMul), a, b);
        MatMulPlan plan = MatMulPlan.Create(a.Shape, b.Shape, transposeA, transposeB);
        NdArray<T> c = NdArray<T>.Allocate(plan.Result, a.Backend, a.IsComplex || b.IsComplex);
        IBackend<T> backend = a.Backend;
        if (a.IsComplex && b.IsComplex)
        {
            backend.ComplexMatMul(a.Planes, b.Planes, c.Planes, plan.Shape, plan.Batch, conjugates);
            return c;
        }

        backend.MatMul(a.Re, b.Re, c.Re, plan.Shape, plan.Batch, accumulate: false);
        if (c.IsComplex)
        {
            (View<T> left, View<T> right) = a.IsComplex ? (a.Im, b.Re) : (a.Re, b.Im);
            backend.MatMul(left, right, c.Im, plan.Shape, plan.Batch, accumulate: false);
            if (a.IsComplex ? conjugates.Left : conjugates.Right)
            {
                backend.Unary(new Negate<T>(), c.Im, c.Im);
            }
        }

        return c;
    }

    /// <summary>Re(op(a)·op(b)) of complex operands: half of the products.</summary>
    internal static NdArray<T> MatMulRealPart<T>(
        NdArray<T> a, NdArray<T> b, bool transposeA = false, bool transposeB = false,
        MatMulConjugates conjugates = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!a.IsComplex || !b.IsComplex)
        {
            return MatMul(a.RealPart(), b.RealPart(), transposeA, transposeB);
        }

        RequireSameDevice(nameof(MatMul), a, b);
        MatMulPlan plan = MatMulPlan.Create(a.Shape, b.Shape, transposeA, transposeB);
        NdArray<T> c = NdArray<T>.Allocate(plan.Result, a.Backend);
        a.Backend.ComplexMatMulRealPart(a.Planes, b.Planes, c.Re, plan.Shape, plan.Batch, conjugates);
        return c;
    }
}
