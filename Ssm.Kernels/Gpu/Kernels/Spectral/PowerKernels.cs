namespace Ssm.Kernels.Gpu;

/// <summary>Powers e^(l z) of modes, each computed by itself in wide precision.</summary>
/// <remarks>
/// In float the phase l·Im z would be wrong by l·ulp(Im z), 3e−3 at l = 16384 and Im z = π. In wide precision its own
/// rounding error, which the product of l with the leading digits of Im z gives, is put back through the derivatives of
/// sine and cosine.
/// </remarks>
internal static class PowerKernels
{
    /// <summary>to[m, n, h] = e^((first + m) step z[h, n]), times scale v[h, n] where there is a v.</summary>
    internal static void Powers<T, TWide, TNumber>(
        ComplexPlanes<T> z, ComplexPlanes<T> v, T scale, ComplexPlanes<T> to, int first, int step, int count,
        int channels, int modes)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TWide : unmanaged, IFloatingPointIeee754<TWide>
        where TNumber : struct, IWideNumber<T, TWide>
    {
        int poles = channels * modes;
        for (int i = GridStride.Start; i < count * poles; i += GridStride.Step)
        {
            int channel = i % channels, n = (i / channels) % modes, m = i / poles, pole = (channel * modes) + n;
            TWide l = TNumber.Of((first + m) * step), re = TNumber.Widen(z.Re[pole]), im = TNumber.Widen(z.Im[pole]);
            TWide size = TWide.Exp(l * re), phase = l * im, leading = TNumber.Leading(im);
            TWide lost = ((l * leading) - phase) + (l * (im - leading));
            TWide sin = TWide.Sin(phase), cos = TWide.Cos(phase);
            TWide x = size * (cos - (sin * lost)), y = size * (sin + (cos * lost));
            if (!v.IsNothing)
            {
                TWide s = TNumber.Widen(scale), vr = s * TNumber.Widen(v.Re[pole]), vi = s * TNumber.Widen(v.Im[pole]);
                TWide product = (vr * x) - (vi * y);
                y = (vr * y) + (vi * x);
                x = product;
            }

            to.Re[i] = TNumber.Narrow(x);
            to.Im[i] = TNumber.Narrow(y);
        }
    }
}
