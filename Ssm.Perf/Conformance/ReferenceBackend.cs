using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <summary>The whole contract of a device by its definitions, in double, one scalar after another.</summary>
/// <remarks>
/// <para>
/// It is the judge of every device, so it shares no loop with any: a transform is the sum that defines it, a product
/// three loops, a recurrence a walk from step to step, an adjoint its formula. Of the library it uses the functions of
/// one number that devices share as well; their own judges are the tests of these functions.
/// </para>
/// <para>
/// With <c>magnitudes</c>, every number is replaced by its magnitude: the results are then the sizes of the terms that
/// the true results are sums of, by which <see cref="Tolerance"/> measures errors. Where a function's argument is
/// itself the result of roundings, its size says by how much they count.
/// </para>
/// </remarks>
internal sealed partial class ReferenceBackend(bool magnitudes = false) : IBackend<double>
{
    public string Name => "reference";

    public Buffer<double> Allocate(int length) => new ReferenceBuffer<double>(length);

    public Buffer<int> AllocateIndices(int length) => new ReferenceBuffer<int>(length);

    public void Upload(ReadOnlySpan<double> from, View<double> to) => from.CopyTo(Span(to));

    public void UploadIndices(ReadOnlySpan<int> from, View<int> to) => from.CopyTo(Span(to));

    public void Download(View<double> from, Span<double> to) => Span(from).CopyTo(to);

    public void Copy(View<double> from, View<double> to) => Write(to, Read(from));

    public void Fill(View<double> view, double value) => Span(view).Fill(M(value));

    private static Span<TElement> Span<TElement>(View<TElement> view)
        where TElement : unmanaged => view.Buffer is ReferenceBuffer<TElement> buffer
            ? buffer.Items.AsSpan(view.Offset, view.Length)
            : default;

    private double M(double x) => magnitudes ? Math.Abs(x) : x;

    private Complex M(Complex z) => magnitudes ? z.Magnitude : z;

    // The difference of two numbers, whose magnitudes add up.
    private double Less(double a, double b) => magnitudes ? a + b : a - b;

    private Complex Conjugate(Complex z) => magnitudes ? z.Magnitude : Complex.Conjugate(z);

    private Complex Exp(Complex z) => magnitudes ? Math.Exp(z.Real) * (1.0 + z.Magnitude) : Complex.Exp(z);

    private double Exp(double x) => Math.Exp(x) * (magnitudes ? 1.0 + Math.Abs(x) : 1.0);

    // Copies: so nothing depends on which operands share memory.
    private double[] Read(View<double> view)
    {
        double[] numbers = Span(view).ToArray();
        return magnitudes ? Array.ConvertAll(numbers, Math.Abs) : numbers;
    }

    private Complex[] Read(ComplexView<double> view)
    {
        double[] re = Signed(view.Re), im = Signed(view.Im);
        Complex[] numbers = new Complex[re.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = M(new Complex(re[i], im[i]));
        }

        return numbers;
    }

    private static double[] Signed(View<double> view) => Span(view).ToArray();

    private static Complex[] Signed(ComplexView<double> view)
    {
        double[] re = Signed(view.Re), im = Signed(view.Im);
        Complex[] numbers = new Complex[re.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = new Complex(re[i], im[i]);
        }

        return numbers;
    }

    private static void Write(View<double> view, double[] numbers) =>
        numbers.AsSpan(0, view.Length).CopyTo(Span(view));

    // Of a magnitude, both parts may be as large as it.
    private void Write(ComplexView<double> view, Complex[] numbers)
    {
        Span<double> re = Span(view.Re), im = Span(view.Im);
        for (int i = 0; i < re.Length; i++)
        {
            (re[i], im[i]) = magnitudes ? (numbers[i].Magnitude, numbers[i].Magnitude)
                : (numbers[i].Real, numbers[i].Imaginary);
        }
    }
}
