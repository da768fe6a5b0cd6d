namespace Ssm.Kernels.Gpu;

/// <summary>Four modes of a channel in registers: their states, or their constants.</summary>
internal readonly struct ModeQuad<T>(
    ComplexNumber<T> first, ComplexNumber<T> second, ComplexNumber<T> third, ComplexNumber<T> fourth)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How many modes.</summary>
    internal const int Count = 4;

    private readonly ComplexNumber<T> _first = first;
    private readonly ComplexNumber<T> _second = second;
    private readonly ComplexNumber<T> _third = third;
    private readonly ComplexNumber<T> _fourth = fourth;

    /// <summary>Reads modes that follow each other; those beyond <paramref name="present"/> are zeros.</summary>
    internal static ModeQuad<T> Load(ComplexPlanes<T> from, int at, int present) => new(
        One(from, at, present > 0), One(from, at + 1, present > 1), One(from, at + 2, present > 2),
        One(from, at + 3, present > 3));

    /// <summary>All of them zero.</summary>
    internal static ModeQuad<T> Zeros()
    {
        ComplexNumber<T> zero = new(T.Zero, T.Zero);
        return new(zero, zero, zero, zero);
    }

    /// <summary>All of them one.</summary>
    internal static ModeQuad<T> Ones()
    {
        ComplexNumber<T> one = new(T.One, T.Zero);
        return new(one, one, one, one);
    }

    /// <summary>Writes those that are present.</summary>
    internal void Store(ComplexPlanes<T> to, int at, int present)
    {
        One(to, at, present > 0, _first);
        One(to, at + 1, present > 1, _second);
        One(to, at + 2, present > 2, _third);
        One(to, at + 3, present > 3, _fourth);
    }

    /// <summary>The conjugates.</summary>
    internal ModeQuad<T> Conjugates() => new(_first.Conjugate, _second.Conjugate, _third.Conjugate, _fourth.Conjugate);

    /// <summary>s times each.</summary>
    internal ModeQuad<T> Scaled(T s) => new(s * _first, s * _second, s * _third, s * _fourth);

    /// <summary>a x.</summary>
    internal static ModeQuad<T> Multiply(ModeQuad<T> a, ModeQuad<T> x) => new(
        a._first * x._first, a._second * x._second, a._third * x._third, a._fourth * x._fourth);

    /// <summary>a x + b.</summary>
    internal static ModeQuad<T> MultiplyAdd(ModeQuad<T> a, ModeQuad<T> x, ModeQuad<T> b) => new(
        MultiplyAdd(a._first, x._first, b._first), MultiplyAdd(a._second, x._second, b._second),
        MultiplyAdd(a._third, x._third, b._third), MultiplyAdd(a._fourth, x._fourth, b._fourth));

    /// <summary>a x + u, or u where the step is reset.</summary>
    internal static ModeQuad<T> Advance(ModeQuad<T> a, ModeQuad<T> x, T u, bool reset) => new(
        Advance(a._first, x._first, u, reset), Advance(a._second, x._second, u, reset),
        Advance(a._third, x._third, u, reset), Advance(a._fourth, x._fourth, u, reset));

    /// <summary>a x + b u, or b u where the step is reset.</summary>
    internal static ModeQuad<T> Advance(ModeQuad<T> a, ModeQuad<T> x, ModeQuad<T> b, T u, bool reset) => new(
        Advance(a._first, x._first, b._first, u, reset), Advance(a._second, x._second, b._second, u, reset),
        Advance(a._third, x._third, b._third, u, reset), Advance(a._fourth, x._fourth, b._fourth, u, reset));

    /// <summary>Zeros where chosen.</summary>
    internal ModeQuad<T> Unless(bool none) => new(
        Unless(none, _first), Unless(none, _second), Unless(none, _third), Unless(none, _fourth));

    /// <summary>sum + s conj(x).</summary>
    internal static ModeQuad<T> AddConjugates(ModeQuad<T> sum, T s, ModeQuad<T> x) => new(
        AddConjugate(sum._first, s, x._first), AddConjugate(sum._second, s, x._second),
        AddConjugate(sum._third, s, x._third), AddConjugate(sum._fourth, s, x._fourth));

    /// <summary>Re Σ c x.</summary>
    internal static T RealSum(ModeQuad<T> c, ModeQuad<T> x)
    {
        T first = (c._first.Re * x._first.Re) - (c._first.Im * x._first.Im);
        T second = (c._second.Re * x._second.Re) - (c._second.Im * x._second.Im);
        first = (first + (c._third.Re * x._third.Re)) - (c._third.Im * x._third.Im);
        second = (second + (c._fourth.Re * x._fourth.Re)) - (c._fourth.Im * x._fourth.Im);
        return first + second;
    }

    private static ComplexNumber<T> One(ComplexPlanes<T> from, int at, bool exists)
    {
        T re = T.Zero, im = T.Zero;
        if (exists)
        {
            re = from.Re[at];
            im = from.Im[at];
        }

        return new(re, im);
    }

    private static void One(ComplexPlanes<T> to, int at, bool exists, ComplexNumber<T> value)
    {
        if (exists)
        {
            to.Re[at] = value.Re;
            to.Im[at] = value.Im;
        }
    }

    private static ComplexNumber<T> MultiplyAdd(ComplexNumber<T> a, ComplexNumber<T> x, ComplexNumber<T> b) => new(
        (b.Re + (a.Re * x.Re)) - (a.Im * x.Im), (b.Im + (a.Re * x.Im)) + (a.Im * x.Re));

    private static ComplexNumber<T> Advance(ComplexNumber<T> a, ComplexNumber<T> x, T u, bool reset)
    {
        T re = (u + (a.Re * x.Re)) - (a.Im * x.Im), im = (a.Re * x.Im) + (a.Im * x.Re);
        return new(reset ? u : re, reset ? T.Zero : im);
    }

    private static ComplexNumber<T> Advance(
        ComplexNumber<T> a, ComplexNumber<T> x, ComplexNumber<T> b, T u, bool reset)
    {
        T inRe = b.Re * u, inIm = b.Im * u;
        T re = (inRe + (a.Re * x.Re)) - (a.Im * x.Im), im = (inIm + (a.Re * x.Im)) + (a.Im * x.Re);
        return new(reset ? inRe : re, reset ? inIm : im);
    }

    private static ComplexNumber<T> Unless(bool none, ComplexNumber<T> x) =>
        new(none ? T.Zero : x.Re, none ? T.Zero : x.Im);

    private static ComplexNumber<T> AddConjugate(ComplexNumber<T> sum, T s, ComplexNumber<T> x) =>
        new(sum.Re + (s * x.Re), sum.Im - (s * x.Im));
}
