using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The elementary functions of one number in plain arithmetic: what a device's thread runs.</summary>
/// <remarks>
/// <para>
/// The formulas and coefficients are those of <see cref="VectorMath"/>. A device's own functions are no help: NVIDIA's
/// have errors of up to 5e-4 and none in double, and those of OpenCL differ from driver to driver.
/// </para>
/// <para>
/// A device's compiler may or may not fuse a product and the sum it goes into, and nobody can tell it not to. Where a
/// step has to be exact its product is therefore exact without fusing, by factors with few digits. The methods run on
/// the host too, where the tests compare them with references; accuracies are the largest errors found there.
/// </para>
/// </remarks>
internal static partial class DeviceMath
{
    /// <summary>A literal of generic code as a float.</summary>
    internal static float SingleNumber(double value) => (float)value;

    /// <summary>A literal of generic code as a double.</summary>
    internal static double DoubleNumber(double value) => value;

    /// <summary>|magnitude| with the sign bit of <paramref name="sign"/>.</summary>
    internal static float CopySign(float magnitude, float sign) =>
        Interop.IntAsFloat(
            (Interop.FloatAsInt(magnitude) & 0x7FFFFFFFu) | (Interop.FloatAsInt(sign) & 0x80000000u));

    /// <summary>|magnitude| with the sign bit of <paramref name="sign"/>.</summary>
    internal static double CopySign(double magnitude, double sign) =>
        Interop.IntAsFloat(
            (Interop.FloatAsInt(magnitude) & 0x7FFFFFFFFFFFFFFFul)
            | (Interop.FloatAsInt(sign) & 0x8000000000000000ul));

    /// <summary>The greater number; no number where either is none, and +0 above −0.</summary>
    internal static float Max(float a, float b) =>
        a > b ? a
        : a < b ? b
        : a == b ? Interop.IntAsFloat(Interop.FloatAsInt(a) & Interop.FloatAsInt(b)) : a + b;

    /// <summary>The greater number; no number where either is none, and +0 above −0.</summary>
    internal static double Max(double a, double b) =>
        a > b ? a
        : a < b ? b
        : a == b ? Interop.IntAsFloat(Interop.FloatAsInt(a) & Interop.FloatAsInt(b)) : a + b;

    /// <summary>The lesser number; no number where either is none, and −0 below +0.</summary>
    internal static float Min(float a, float b) =>
        a < b ? a
        : a > b ? b
        : a == b ? Interop.IntAsFloat(Interop.FloatAsInt(a) | Interop.FloatAsInt(b)) : a + b;

    /// <summary>The lesser number; no number where either is none, and −0 below +0.</summary>
    internal static double Min(double a, double b) =>
        a < b ? a
        : a > b ? b
        : a == b ? Interop.IntAsFloat(Interop.FloatAsInt(a) | Interop.FloatAsInt(b)) : a + b;

    /// <summary>x between the bounds; no number where it is none.</summary>
    internal static float Clamp(float x, float low, float high) => x < low ? low : x > high ? high : x;

    /// <summary>x between the bounds; no number where it is none.</summary>
    internal static double Clamp(double x, double low, double high) => x < low ? low : x > high ? high : x;

    // |x| by its bits.
    private static float Size(float x) => Interop.IntAsFloat(Interop.FloatAsInt(x) & 0x7FFFFFFFu);

    private static double Size(double x) => Interop.IntAsFloat(Interop.FloatAsInt(x) & 0x7FFFFFFFFFFFFFFFul);

    // The first 26 digits of 53: a product of two such numbers is exact.
    private static double Head(double x) => Interop.IntAsFloat(Interop.FloatAsInt(x) & 0xFFFFFFFFF8000000ul);

    // The first 12 digits of 24.
    private static float Head(float x) => Interop.IntAsFloat(Interop.FloatAsInt(x) & 0xFFFFF000u);
}
