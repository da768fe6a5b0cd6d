using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Initialization;

namespace Ssm.Perf.Golden;

/// <summary>
/// Golden cases in eigenbases. The phase of an eigenvector is free: it is turned to the stored one's.
/// </summary>
internal static class HippoNormalCases
{
    /// <summary>The normal-plus-low-rank form of a HiPPO matrix, one mode of each conjugate pair.</summary>
    internal static void Normal<T>(GoldenCase<T> golden, HippoMeasure measure)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int order = golden.ShapeOf("out.V")[0], modes = order / 2;
        HippoMatrix hippo = HippoMatrix.Create(measure, order);
        DiagonalHippo exact = HippoNormal.Create(measure, order, clip: double.PositiveInfinity);
        Complex[] phases = Phases(exact.V, Stored(golden, "out.V"), modes);
        Complex[] v = [.. exact.V.Select((z, i) => z * phases[i % modes])];
        Complex[] p = [.. exact.P.Select((z, i) => z * Complex.Conjugate(phases[i % modes]))];
        Complex[] b = [.. exact.B.Select((z, i) => z * Complex.Conjugate(phases[i]))];

        golden.Output("A", HippoCases.Real<T>(hippo.A, order, order));
        golden.Output("b", HippoCases.Real<T>(hippo.B, order, 1));
        golden.Output("p", HippoCases.Real<T>(hippo.P, hippo.Rank, order));
        golden.Output("W", HippoCases.Complex<T>(exact.Lambda, modes));
        golden.Output("V", HippoCases.Complex<T>(v, order, modes));
        golden.Output("P", HippoCases.Complex<T>(p, hippo.Rank, modes));
        golden.Output("B_noclip", HippoCases.Complex<T>(b, modes));
        golden.Output("B", HippoCases.Complex<T>(Array.ConvertAll(b, Clip), modes));
        golden.Output("absP", HippoCases.Real<T>(Array.ConvertAll(p, Complex.Abs), hippo.Rank, modes));
        golden.Output("absB_noclip", HippoCases.Real<T>(Array.ConvertAll(b, Complex.Abs), modes));
        Complex[] product = [.. p.Select((z, i) => Complex.Conjugate(z) * b[i % modes])];
        golden.Output("conjP_B_noclip", HippoCases.Complex<T>(product, hippo.Rank, modes));
        golden.Output("VWVh", HippoCases.Real<T>(Compose(v, exact.Lambda), order, order));
    }

    /// <summary>The block-diagonal basis of S5.</summary>
    internal static void Blocks<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int states = golden.Int("ssm_size"), blocks = golden.Int("blocks"), size = golden.Int("block_size");
        HippoMatrix hippo = HippoMatrix.Create(HippoMeasure.LegS, size);
        golden.Output("hippo", HippoCases.Real<T>(hippo.A, size, size));
        golden.Output("B_orig", HippoCases.Real<T>(hippo.B, size));

        S5Basis block = S5Basis.Create(size, blocks: 1, conjugateSymmetry: false);
        Complex[] phases = Phases(block.V, Stored(golden, "out.V_full"), size);
        Complex[] v = [.. block.V.Select((z, i) => z * phases[i % size])];
        golden.Output("Lambda_block_full", HippoCases.Complex<T>(block.Lambda, size));
        golden.Output("V_full", HippoCases.Complex<T>(v, size, size));
        golden.Output("P", HippoCases.Complex<T>(Project(v, hippo.P), size));

        S5Basis half = S5Basis.Create(states, blocks, conjugateSymmetry: true);
        int modes = half.Modes;
        phases = Phases(half.V, Stored(golden, "out.V_conj_sym"), modes);
        Complex[] halfV = [.. half.V.Select((z, i) => z * phases[i % modes])];
        Complex[] inverse = [.. half.VInverse.Select((z, i) => z * Complex.Conjugate(phases[i / states]))];
        golden.Output("Lambda_conj_sym", HippoCases.Complex<T>(half.Lambda, modes));
        golden.Output("V_conj_sym", HippoCases.Complex<T>(halfV, states, modes));
        golden.Output("Vinv_conj_sym", HippoCases.Complex<T>(inverse, modes, states));

        S5Basis full = S5Basis.Create(states, blocks, conjugateSymmetry: false);
        golden.Output("Lambda_full", HippoCases.Complex<T>(full.Lambda, states));
    }

    /// <summary>S4D-LegS. Its phases are fixed up to a sign, and the sign of B is turned to the stored one's.</summary>
    internal static DiagonalModes LegSModes<T>(GoldenCase<T> golden, int order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        DiagonalModes modes = S4DInitialization.LegS(order);
        Complex[] stored = Stored(golden, "out.B");
        Complex[] b = [.. modes.B.Select((z, i) => (z * stored[i]).Real < 0 ? -z : z)];
        return modes with { B = b };
    }

    private static Complex[] Stored<T>(GoldenCase<T> golden, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> stored = golden.Reference(name);
        T[] re = stored.ToArray(), im = stored.ImaginaryToArray();
        return [.. re.Select((x, i) => new Complex(double.CreateChecked(x), double.CreateChecked(im[i])))];
    }

    // The unit numbers that turn the columns of v onto those of the stored matrix, as near as they come.
    private static Complex[] Phases(Complex[] v, Complex[] stored, int columns)
    {
        Complex[] phases = new Complex[columns];
        for (int i = 0; i < v.Length; i++)
        {
            phases[i % columns] += Complex.Conjugate(v[i]) * stored[i];
        }

        return Array.ConvertAll(phases, z => z / Complex.Abs(z));
    }

    // V* x for the square V and a real x.
    private static Complex[] Project(Complex[] v, double[] x)
    {
        Complex[] projected = new Complex[x.Length];
        for (int i = 0; i < v.Length; i++)
        {
            projected[i % x.Length] += Complex.Conjugate(v[i]) * x[i / x.Length];
        }

        return projected;
    }

    // 2 Re(V diag(Λ) V*), the normal part.
    private static double[] Compose(Complex[] v, Complex[] lambda)
    {
        int modes = lambda.Length, order = v.Length / modes;
        double[] s = new double[order * order];
        for (int i = 0; i < s.Length; i++)
        {
            for (int n = 0; n < modes; n++)
            {
                Complex left = v[(i / order * modes) + n], right = v[(i % order * modes) + n];
                s[i] += 2 * (left * lambda[n] * Complex.Conjugate(right)).Real;
            }
        }

        return s;
    }

    private static Complex Clip(Complex z) => new(
        z.Real, Math.Clamp(z.Imaginary, -HippoNormal.PublishedClip, HippoNormal.PublishedClip));
}
