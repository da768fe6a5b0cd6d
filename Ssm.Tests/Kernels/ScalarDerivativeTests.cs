using System.Numerics;
using System.Reflection;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>
/// The derivatives of one number, which a device without vectors runs, against those of vectors, which the op table
/// checks by difference quotients.
/// </summary>
public sealed class ScalarDerivativeTests
{
    private static readonly double[] Points = [0.3, 0.75, 1.25, 2.5];

    private static IEnumerable<TestCaseData> Cases() =>
        from type in typeof(IUnaryOp<>).Assembly.GetExportedTypes()
        where type.IsValueType && type.GetGenericArguments().Length == 1
        from (Type Contract, string Check) form in new[]
        {
            (typeof(IUnaryOp<>), nameof(Unary)), (typeof(IBinaryOp<>), nameof(Binary)),
            (typeof(IComplexUnaryOp<>), nameof(ComplexUnary)), (typeof(IComplexToRealOp<>), nameof(ToReal)),
        }
        where type.GetInterfaces().Any(its => its.IsGenericType && its.GetGenericTypeDefinition() == form.Contract)
        select new TestCaseData(type.MakeGenericType(typeof(double)), form.Check).SetArgDisplayNames(type.Name);

    [TestCaseSource(nameof(Cases))]
    public void A_derivative_of_a_number_is_that_of_a_lane(Type op, string check)
    {
        int parameters = op.GetConstructors().Select(made => made.GetParameters().Length).DefaultIfEmpty(0).Max();
        object made = Activator.CreateInstance(op, [.. Enumerable.Repeat(1.5, parameters).Cast<object>()])!;
        GetType().GetMethod(check, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(op)
            .Invoke(null, [made]);
    }

    private static void Unary<TOp>(TOp op)
        where TOp : struct, IUnaryOp<double>
    {
        foreach (double x in Points)
        {
            double y = op.Invoke(x);
            Same(op.Derivative(x, y), op.Derivative(new Vector<double>(x), new Vector<double>(y))[0]);
        }
    }

    private static void Binary<TOp>(TOp op)
        where TOp : struct, IBinaryOp<double>
    {
        foreach ((double x, double z) in Points.Zip(Points.Reverse()))
        {
            double y = op.Invoke(x, z);
            (Vector<double> a, Vector<double> b, Vector<double> c) = (new(x), new(z), new(y));
            Same(op.DerivativeLeft(x, z, y), op.DerivativeLeft(a, b, c)[0]);
            Same(op.DerivativeRight(x, z, y), op.DerivativeRight(a, b, c)[0]);
        }
    }

    private static void ComplexUnary<TOp>(TOp op)
        where TOp : struct, IComplexUnaryOp<double>
    {
        foreach ((double x, double y) in Points.Zip(Points.Reverse()))
        {
            ComplexNumber<double> z = new(x, y / 2), w = op.Invoke(z);
            ComplexNumber<double> slope = op.Derivative(z, w);
            ComplexLanes<double> lanes = op.Derivative(Lanes(z), Lanes(w));
            Same(slope.Re, lanes.Re[0]);
            Same(slope.Im, lanes.Im[0]);
        }
    }

    private static void ToReal<TOp>(TOp op)
        where TOp : struct, IComplexToRealOp<double>
    {
        foreach ((double x, double y) in Points.Zip(Points.Reverse()))
        {
            ComplexNumber<double> z = new(x, y / 2);
            double r = op.Invoke(z);
            ComplexNumber<double> slope = op.Gradient(z, r);
            ComplexLanes<double> lanes = op.Gradient(Lanes(z), new Vector<double>(r));
            Same(slope.Re, lanes.Re[0]);
            Same(slope.Im, lanes.Im[0]);
        }
    }

    private static ComplexLanes<double> Lanes(ComplexNumber<double> z) =>
        new(new Vector<double>(z.Re), new Vector<double>(z.Im));

    // Two functions of a few units' error each, and what cancels in the derivatives of these points, a factor of 100.
    private static void Same(double number, double lane) =>
        Assert.That(number, Is.EqualTo(lane).Within(1e-13 * Math.Max(1.0, Math.Abs(lane))));
}
