using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Elementwise primitives: each number through the scalar form of its op.</content>
internal sealed partial class ReferenceBackend
{
    public void Unary<TOp>(TOp op, View<double> x, View<double> y)
        where TOp : struct, IUnaryOp<double> => Write(y, Each(Signed(x), v => op.Invoke(v)));

    public void UnaryAdjoint<TOp>(TOp op, View<double> x, View<double> y, View<double> dy, View<double> dx)
        where TOp : struct, IUnaryOp<double>
    {
        double[] inputs = Signed(x), outputs = Signed(y), gradients = Signed(dy);
        Write(dx, Each(inputs.Length, i => op.Derivative(inputs[i], outputs[i]) * gradients[i]));
    }

    public void Binary<TOp>(TOp op, BroadcastPlan plan, View<double> a, View<double> b, View<double> y)
        where TOp : struct, IBinaryOp<double>
    {
        double[] left = Signed(a), right = Signed(b);
        Write(y, Each(plan.Length, i =>
        {
            (int l, int r) = Places(plan, i);
            return op.Invoke(left[l], right[r]);
        }));
    }

    public void BinaryAdjointLeft<TOp>(
        TOp op, BroadcastPlan plan, View<double> a, View<double> b, View<double> y, View<double> dy, View<double> da)
        where TOp : struct, IBinaryOp<double>
    {
        double[] left = Signed(a), right = Signed(b), outputs = Signed(y), gradients = Signed(dy);
        Write(da, Each(plan.Length, i =>
        {
            (int l, int r) = Places(plan, i);
            return op.DerivativeLeft(left[l], right[r], outputs[i]) * gradients[i];
        }));
    }

    public void BinaryAdjointRight<TOp>(
        TOp op, BroadcastPlan plan, View<double> a, View<double> b, View<double> y, View<double> dy, View<double> db)
        where TOp : struct, IBinaryOp<double>
    {
        double[] left = Signed(a), right = Signed(b), outputs = Signed(y), gradients = Signed(dy);
        Write(db, Each(plan.Length, i =>
        {
            (int l, int r) = Places(plan, i);
            return op.DerivativeRight(left[l], right[r], outputs[i]) * gradients[i];
        }));
    }

    public void ComplexUnary<TOp>(TOp op, ComplexView<double> z, ComplexView<double> w)
        where TOp : struct, IComplexUnaryOp<double> =>
        Write(w, Array.ConvertAll(Signed(z), v => Number(op.Invoke(Number(v)))));

    public void ComplexUnaryAdjoint<TOp>(
        TOp op, ComplexView<double> z, ComplexView<double> w, ComplexView<double> dw, ComplexView<double> dz)
        where TOp : struct, IComplexUnaryOp<double>
    {
        Complex[] inputs = Signed(z), outputs = Signed(w), gradients = Signed(dw);
        Complex[] results = new Complex[inputs.Length];
        for (int i = 0; i < results.Length; i++)
        {
            Complex slope = Number(op.Derivative(Number(inputs[i]), Number(outputs[i])));
            results[i] = Complex.Conjugate(slope) * gradients[i];
        }

        Write(dz, results);
    }

    public void ComplexToReal<TOp>(TOp op, ComplexView<double> z, View<double> y)
        where TOp : struct, IComplexToRealOp<double>
    {
        Complex[] inputs = Signed(z);
        Write(y, Each(inputs.Length, i => op.Invoke(Number(inputs[i]))));
    }

    public void ComplexToRealAdjoint<TOp>(
        TOp op, ComplexView<double> z, View<double> y, View<double> dy, ComplexView<double> dz)
        where TOp : struct, IComplexToRealOp<double>
    {
        Complex[] inputs = Signed(z), results = new Complex[z.Length];
        double[] outputs = Signed(y), gradients = Signed(dy);
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = gradients[i] * Number(op.Gradient(Number(inputs[i]), outputs[i]));
        }

        Write(dz, results);
    }

    public void ComplexMultiply(
        BroadcastPlan plan, ComplexView<double> a, ComplexView<double> b, ComplexView<double> y) =>
        Pairs(plan, a, b, y, static (left, right) => left * right);

    public void ComplexMultiplyConjugate(
        BroadcastPlan plan, ComplexView<double> a, ComplexView<double> b, ComplexView<double> y) =>
        Pairs(plan, a, b, y, static (left, right) => Complex.Conjugate(left) * right);

    public void ComplexDivide(
        BroadcastPlan plan, ComplexView<double> a, ComplexView<double> b, ComplexView<double> y) =>
        Pairs(plan, a, b, y, static (left, right) => left / right);

    private void Pairs(
        BroadcastPlan plan, ComplexView<double> a, ComplexView<double> b, ComplexView<double> y,
        Func<Complex, Complex, Complex> f)
    {
        Complex[] left = Signed(a), right = Signed(b), results = new Complex[plan.Length];
        for (int i = 0; i < results.Length; i++)
        {
            (int l, int r) = Places(plan, i);
            results[i] = f(left[l], right[r]);
        }

        Write(y, results);
    }

    // Where the operands of result i lie: its index along each axis, from the last to the first.
    private static (int Left, int Right) Places(BroadcastPlan plan, int i)
    {
        int left = 0, right = 0;
        for (int axis = plan.Sizes.Length - 1; axis >= 0; axis--)
        {
            (i, int index) = Math.DivRem(i, plan.Sizes[axis]);
            left += index * plan.LeftStrides[axis];
            right += index * plan.RightStrides[axis];
        }

        return (left, right);
    }

    // An op computes with the numbers themselves; only its result is replaced by its magnitude.
    private double[] Each(double[] numbers, Func<double, double> f) => Each(numbers.Length, i => f(numbers[i]));

    private double[] Each(int count, Func<int, double> f)
    {
        double[] results = new double[count];
        for (int i = 0; i < count; i++)
        {
            results[i] = M(f(i));
        }

        return results;
    }

    private static ComplexNumber<double> Number(Complex z) => new(z.Real, z.Imaginary);

    private static Complex Number(ComplexNumber<double> z) => new(z.Re, z.Im);
}
