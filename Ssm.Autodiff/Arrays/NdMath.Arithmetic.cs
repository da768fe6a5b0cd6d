namespace Ssm.Autodiff;

/// <content>Arithmetic over real and complex operands in any mix, with broadcasting.</content>
internal static partial class NdMath
{
    internal static NdArray<T> Add<T>(NdArray<T> a, NdArray<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => Planewise(nameof(Add), a, b, new Add<T>());

    internal static NdArray<T> Subtract<T>(NdArray<T> a, NdArray<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => Planewise(nameof(Subtract), a, b, new Subtract<T>());

    /// <summary>y += x, both of one shape and kind.</summary>
    internal static void AddInPlace<T>(NdArray<T> y, NdArray<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        BroadcastPlan plan = BroadcastPlan.Create(y.Shape.Sizes, x.Shape.Sizes);
        y.Backend.Binary(new Add<T>(), plan, y.Re, x.Re, y.Re);
        if (y.IsComplex)
        {
            y.Backend.Binary(new Add<T>(), plan, y.Im, x.Im, y.Im);
        }
    }

    internal static NdArray<T> Multiply<T>(NdArray<T> a, NdArray<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireSameDevice(nameof(Multiply), a, b);
        if (!a.IsComplex || !b.IsComplex)
        {
            return RealTimes(nameof(Multiply), a, b);
        }

        BroadcastPlan plan = BroadcastPlan.Create(a.Shape.Sizes, b.Shape.Sizes);
        NdArray<T> y = NdArray<T>.Allocate(Broadcast(a.Shape, b.Shape), a.Backend, complex: true);
        a.Backend.ComplexMultiply(plan, a.Planes, b.Planes, y.Planes);
        return y;
    }

    /// <summary>conj(a) ⊙ b.</summary>
    internal static NdArray<T> MultiplyConjugate<T>(NdArray<T> a, NdArray<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!a.IsComplex)
        {
            return Multiply(a, b);
        }

        if (!b.IsComplex)
        {
            return Multiply(Conjugate(a), b);
        }

        RequireSameDevice(nameof(MultiplyConjugate), a, b);
        BroadcastPlan plan = BroadcastPlan.Create(a.Shape.Sizes, b.Shape.Sizes);
        NdArray<T> y = NdArray<T>.Allocate(Broadcast(a.Shape, b.Shape), a.Backend, complex: true);
        a.Backend.ComplexMultiplyConjugate(plan, a.Planes, b.Planes, y.Planes);
        return y;
    }

    internal static NdArray<T> Divide<T>(NdArray<T> a, NdArray<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireSameDevice(nameof(Divide), a, b);
        BroadcastPlan plan = BroadcastPlan.Create(a.Shape.Sizes, b.Shape.Sizes);
        NdArray<T> y = NdArray<T>.Allocate(Broadcast(a.Shape, b.Shape), a.Backend, a.IsComplex || b.IsComplex);
        if (b.IsComplex)
        {
            a.Backend.ComplexDivide(plan, ToComplex(a).Planes, b.Planes, y.Planes);
            return y;
        }

        a.Backend.Binary(new Divide<T>(), plan, a.Re, b.Re, y.Re);
        if (a.IsComplex)
        {
            a.Backend.Binary(new Divide<T>(), plan, a.Im, b.Re, y.Im);
        }

        return y;
    }

    /// <summary>A real op on both planes, as for f(x + iy) = f(x) + i·f(y).</summary>
    internal static NdArray<T> PlanewiseUnary<T, TOp>(NdArray<T> x, TOp op)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IUnaryOp<T>
    {
        NdArray<T> y = NdArray<T>.Allocate(x.Shape, x.Backend, x.IsComplex);
        x.Backend.Unary(op, x.Re, y.Re);
        if (x.IsComplex)
        {
            x.Backend.Unary(op, x.Im, y.Im);
        }

        return y;
    }

    internal static NdArray<T> Negate<T>(NdArray<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => PlanewiseUnary(x, new Negate<T>());

    /// <summary>x times a real constant.</summary>
    internal static NdArray<T> Scale<T>(NdArray<T> x, T factor)
        where T : unmanaged, IFloatingPointIeee754<T> => PlanewiseUnary(x, new Scale<T>(factor));

    /// <summary>The conjugate; the real plane is shared.</summary>
    internal static NdArray<T> Conjugate<T>(NdArray<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        x.IsComplex ? Join(x.RealPart(), Negate(x.ImaginaryPart())) : x;

    /// <summary>A real binary op over real operands.</summary>
    internal static NdArray<T> Binary<T, TOp>(string operation, NdArray<T> a, NdArray<T> b, TOp op)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IBinaryOp<T>
    {
        RequireSameDevice(operation, a, b);
        RequireReal(operation, a);
        RequireReal(operation, b);
        BroadcastPlan plan = BroadcastPlan.Create(a.Shape.Sizes, b.Shape.Sizes);
        NdArray<T> y = NdArray<T>.Allocate(Broadcast(a.Shape, b.Shape), a.Backend);
        a.Backend.Binary(op, plan, a.Re, b.Re, y.Re);
        return y;
    }

    // Sums and differences treat the planes apart; a real operand has zeros for imaginary parts.
    private static NdArray<T> Planewise<T, TOp>(string operation, NdArray<T> a, NdArray<T> b, TOp op)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IBinaryOp<T>
    {
        NdArray<T> re = Binary(operation, a.RealPart(), b.RealPart(), op);
        if (!a.IsComplex && !b.IsComplex)
        {
            return re;
        }

        NdArray<T> zero = NdArray<T>.AllocateFull(Shape.Scalar, T.Zero, a.Backend);
        NdArray<T> im = Binary(
            operation, a.IsComplex ? a.ImaginaryPart() : zero, b.IsComplex ? b.ImaginaryPart() : zero, op);

        // Where the complex operand is the smaller one, its imaginary parts are still to be repeated.
        if (im.Shape != re.Shape)
        {
            im = Binary(operation, im, NdArray<T>.AllocateZeros(re.Shape, a.Backend), new Add<T>());
        }

        return Join(re, im);
    }

    private static NdArray<T> RealTimes<T>(string operation, NdArray<T> a, NdArray<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> re = Binary(operation, a.RealPart(), b.RealPart(), new Multiply<T>());
        if (!a.IsComplex && !b.IsComplex)
        {
            return re;
        }

        NdArray<T> im = a.IsComplex
            ? Binary(operation, a.ImaginaryPart(), b, new Multiply<T>())
            : Binary(operation, a, b.ImaginaryPart(), new Multiply<T>());
        return Join(re, im);
    }
}
