using MathNet.Numerics.LinearAlgebra;
using Ssm.Autodiff;
using Ssm.Core.Models;
using Ssm.Core.Parametrization;
using Complex = System.Numerics.Complex;

namespace Ssm.Tests.Core;

/// <summary>One channel of S4 as a dense complex system on the doubled state (x, conj x), by its definition.</summary>
internal sealed class DplrOracle
{
    private readonly Matrix<Complex> _aBar;
    private readonly Vector<Complex> _bBar;
    private readonly Vector<Complex> _wrapped;

    /// <param name="lambda">Λ, (N).</param>
    /// <param name="dt">Δ of each mode, (N).</param>
    /// <param name="b">B, (N).</param>
    /// <param name="p">P, (R, N).</param>
    /// <param name="c">C̃, (N).</param>
    internal DplrOracle(Complex[] lambda, double[] dt, Complex[] b, Complex[] p, Complex[] c)
    {
        int modes = lambda.Length, order = 2 * modes;
        Matrix<Complex> a = Matrix<Complex>.Build.DenseOfDiagonalVector(Doubled(lambda));
        for (int r = 0; r < p.Length / modes; r++)
        {
            Vector<Complex> column = Doubled(p[(r * modes)..((r + 1) * modes)]);
            a -= column.OuterProduct(column.Conjugate());
        }

        Matrix<Complex> steps = Matrix<Complex>.Build.DenseOfDiagonalVector(
            Doubled(Array.ConvertAll(dt, x => (Complex)x)));
        Matrix<Complex> one = Matrix<Complex>.Build.DenseIdentity(order);
        Matrix<Complex> half = steps * a * 0.5, inverse = (one - half).Inverse();
        _aBar = inverse * (one + half);
        _bBar = inverse * (steps * Doubled(b));
        _wrapped = Doubled(c);
    }

    /// <summary>Channel h of a layer, with its m-th output map.</summary>
    internal static DplrOracle Of(S4<double> layer, int channel, int map = 0)
    {
        int modes = layer.ARe.Shape[1], copies = layer.ARe.Shape[0], copy = channel % copies;
        int steps = layer.Dt.Shape[1], rank = layer.P.Shape[0];
        double[] re = Row(layer.Options.RealTransform.Apply(layer.ARe), copy);
        double[] im = Row(layer.Options.ImagTransform.Apply(layer.AIm), copy);
        double[] dt = Row(layer.Options.DtTransform.Apply(layer.Dt), channel);
        return new DplrOracle(
            [.. re.Zip(im, (x, y) => new Complex(-x, y))],
            [.. Enumerable.Range(0, modes).Select(n => layer.Rate * dt[n % steps])],
            Modes(layer.B, copy),
            [.. Enumerable.Range(0, rank).SelectMany(r => Modes(layer.P, (r * copies) + copy))],
            Modes(layer.C, (map * layer.Channels) + channel));

        Complex[] Modes(Variable<double> x, int row) => [.. Row(x, row).Zip(
            x.Value.ImaginaryToArray()[(row * modes)..((row + 1) * modes)], (u, v) => new Complex(u, v))];
    }

    /// <summary>The first taps of the recurrence whose output map wraps into C̃ after <paramref name="wrap"/> of
    /// them.</summary>
    internal double[] Kernel(int wrap, int length)
    {
        Matrix<Complex> left = Matrix<Complex>.Build.DenseIdentity(_aBar.RowCount) - _aBar.Power(wrap);
        Vector<Complex> c = left.Transpose().Solve(_wrapped), x = _bBar;
        double[] taps = new double[length];
        for (int l = 0; l < length; l++, x = _aBar * x)
        {
            taps[l] = c.DotProduct(x).Real;
        }

        return taps;
    }

    private static double[] Row(Variable<double> x, int row)
    {
        int width = x.Shape[^1];
        return x.Value.ToArray()[(row * width)..((row + 1) * width)];
    }

    private static Vector<Complex> Doubled(Complex[] half) =>
        Vector<Complex>.Build.Dense([.. half, .. half.Select(Complex.Conjugate)]);
}
