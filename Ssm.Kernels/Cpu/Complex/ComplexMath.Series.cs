using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

internal static partial class ComplexMath
{
    /// <summary>φ1'(z) = Σ (n + 1) / (n + 2)! z^n for |z| ≤ 1, to the last digit of a double.</summary>
    /// <remarks>
    /// The closed form φ1 + (1 − φ1) / z loses a factor 1 / |z| of its digits, so the series is used up to |z| = 1, not
    /// only where the closed form is useless.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ComplexLanes<T> SlopeSeries<T>(ComplexLanes<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ComplexLanes<T> sum = new(VectorMath.Lanes<T>(SlopeCoefficients[0]), Vector<T>.Zero);
        for (int i = 1; i < SlopeCoefficients.Length; i++)
        {
            ComplexLanes<T> product = sum * z;
            sum = new(product.Re + VectorMath.Lanes<T>(SlopeCoefficients[i]), product.Im);
        }

        return sum;
    }

    private static ComplexNumber<T> SlopeSeries<T>(ComplexNumber<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Each coefficient from the one before, since a GPU thread has no table: c[n − 1] = c[n] (n + 2) n / (n + 1).
        ComplexNumber<T> sum = default;
        T coefficient = VectorMath.Number<T>(1.4797143443923793e-16);
        for (T n = VectorMath.Number<T>(17.0); n >= T.Zero; n -= T.One)
        {
            ComplexNumber<T> product = sum * z;
            sum = new(product.Re + coefficient, product.Im);
            coefficient *= (n + T.One + T.One) * n / (n + T.One);
        }

        return sum;
    }

    // (n + 1) / (n + 2)! from n = 17 down to 0.
    private static ReadOnlySpan<double> SlopeCoefficients =>
    [
        1.4797143443923793e-16,
        2.6552651846596585e-15,
        4.498331606952833e-14,
        7.169215998581078e-13,
        1.0706029224547743e-11,
        1.4911969277048643e-10,
        1.9270852604185937e-09,
        2.296443268665491e-08,
        2.505210838544172e-07,
        2.48015873015873e-06,
        2.2045855379188714e-05,
        0.00017361111111111112,
        0.0011904761904761906,
        0.006944444444444444,
        0.03333333333333333,
        0.125,
        0.3333333333333333,
        0.5,
    ];
}
