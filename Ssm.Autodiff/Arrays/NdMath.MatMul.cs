namespace Ssm.Autodiff;

/// <content>Matrix products over the last two axes, real and complex in any mix, batched with broadcasting.</content>
internal static partial class NdMath
{
    /// <summary>op(a)·op(b), where op is the (plain) transpose of the last two axes if asked for.</summary>
    /// <remarks>The axes before the last two are batch axes: equal on both sides, or absent on one.</remarks>
    internal static NdArray<T> MatMul<T>(NdArray<T> a, NdArray<T> b, bool transposeA = false, bool transposeB = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireSameDevice(nameof(MatMul), a, b);
        MatMulPlan plan = MatMulPlan.Create(a.Shape, b.Shape, transposeA, transposeB);
        NdArray<T> c = NdArray<T>.Allocate(plan.Result, a.Backend, a.IsComplex || b.IsComplex);
        IBackend<T> backend = a.Backend;
        backend.MatMul(a.Re, b.Re, c.Re, plan.Shape, plan.Batch, accumulate: false);
        if (a.IsComplex && b.IsComplex)
        {
            // (Ar + iAi)(Br + iBi): the subtraction is the sum with a negated plane.
            backend.MatMul(Negate(a.ImaginaryPart()).Re, b.Im, c.Re, plan.Shape, plan.Batch, accumulate: true);
            backend.MatMul(a.Re, b.Im, c.Im, plan.Shape, plan.Batch, accumulate: false);
            backend.MatMul(a.Im, b.Re, c.Im, plan.Shape, plan.Batch, accumulate: true);
        }
        else if (a.IsComplex)
        {
            backend.MatMul(a.Im, b.Re, c.Im, plan.Shape, plan.Batch, accumulate: false);
        }
        else if (b.IsComplex)
        {
            backend.MatMul(a.Re, b.Im, c.Im, plan.Shape, plan.Batch, accumulate: false);
        }

        return c;
    }

    /// <summary>Re(op(a)·op(b)) of complex operands: half of the products.</summary>
    internal static NdArray<T> MatMulRealPart<T>(
        NdArray<T> a, NdArray<T> b, bool transposeA = false, bool transposeB = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!a.IsComplex || !b.IsComplex)
        {
            return MatMul(a.RealPart(), b.RealPart(), transposeA, transposeB);
        }

        RequireSameDevice(nameof(MatMul), a, b);
        MatMulPlan plan = MatMulPlan.Create(a.Shape, b.Shape, transposeA, transposeB);
        NdArray<T> c = NdArray<T>.Allocate(plan.Result, a.Backend);

        // The smaller operand is the one to negate.
        bool negateLeft = a.Shape.Count <= b.Shape.Count;
        View<T> ai = negateLeft ? Negate(a.ImaginaryPart()).Re : a.Im;
        View<T> bi = negateLeft ? b.Im : Negate(b.ImaginaryPart()).Re;
        a.Backend.MatMul(a.Re, b.Re, c.Re, plan.Shape, plan.Batch, accumulate: false);
        a.Backend.MatMul(ai, bi, c.Re, plan.Shape, plan.Batch, accumulate: true);
        return c;
    }
}
