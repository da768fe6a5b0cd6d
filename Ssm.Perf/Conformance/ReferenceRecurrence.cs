using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <summary>x = a x + Σ_h b u and y = scale·Re Σ c x + d u, and its adjoint, one step and one mode after another.
/// </summary>
/// <remarks>
/// One state space for each channel is the same with H·N modes of which each meets its own channel only, so one walk
/// serves both kernels. Over magnitudes all numbers are positive, and conjugation does nothing.
/// </remarks>
internal sealed class ReferenceRecurrence
{
    internal required RecurrenceShape Shape { get; init; }

    /// <summary>Whether every channel has modes of its own.</summary>
    internal required bool PerChannel { get; init; }

    internal required bool Reversed { get; init; }

    internal required double Scale { get; init; }

    internal required double[] U { get; init; }

    internal required Complex[] A { get; init; }

    internal required Complex[] B { get; init; }

    internal required Complex[] C { get; init; }

    /// <summary>(H), or empty.</summary>
    internal required double[] D { get; init; }

    /// <summary>(B, states), or empty.</summary>
    internal required Complex[] X0 { get; init; }

    internal required int[] Resets { get; init; }

    internal double[] Y { get; private set; } = [];

    internal Complex[] Last { get; private set; } = [];

    internal double[] Du { get; private set; } = [];

    internal Complex[] Da { get; private set; } = [];

    internal Complex[] Db { get; private set; } = [];

    internal Complex[] Dc { get; private set; } = [];

    internal double[] Dd { get; private set; } = [];

    internal Complex[] Dx0 { get; private set; } = [];

    private int States => PerChannel ? Shape.Channels * Shape.Modes : Shape.Modes;

    internal void Forward()
    {
        (Y, Last) = (new double[U.Length], new Complex[Shape.Batch * States]);
        for (int batch = 0; batch < Shape.Batch; batch++)
        {
            Complex[][] x = Walk(batch);
            x[^1].CopyTo(Last, batch * States);
            for (int walked = 0; walked < Shape.Length; walked++)
            {
                int row = Row(batch, walked);
                for (int h = 0; h < Shape.Channels; h++)
                {
                    double sum = D.Length == 0 ? 0.0 : D[h] * U[row + h];
                    foreach ((int state, _, int output) in Modes(h))
                    {
                        sum += Scale * (C[output] * x[walked + 1][state]).Real;
                    }

                    Y[row + h] = sum;
                }
            }
        }
    }

    internal void Backward(double[] dy, Complex[] dlast)
    {
        (Du, Dd, Dx0) = (new double[U.Length], new double[Shape.Channels], new Complex[Shape.Batch * States]);
        (Da, Db, Dc) = (new Complex[A.Length], new Complex[B.Length], new Complex[C.Length]);
        for (int batch = 0; batch < Shape.Batch; batch++)
        {
            Complex[][] x = Walk(batch);
            Complex[] carry = dlast.Length == 0 ? new Complex[States] : dlast[(batch * States)..((batch + 1) * States)];
            for (int walked = Shape.Length - 1; walked >= 0; walked--)
            {
                Back(dy, Row(batch, walked), x[walked + 1], carry);

                // carry is λ[t] now; what it is to the state before, and to the factors.
                for (int state = 0; state < States; state++)
                {
                    bool drops = Drops(batch, walked);
                    Da[state] += drops ? Complex.Zero : Conjugate(x[walked][state]) * carry[state];
                    carry[state] = drops ? Complex.Zero : Conjugate(A[state]) * carry[state];
                }
            }

            carry.CopyTo(Dx0, batch * States);
        }
    }

    private void Back(double[] dy, int row, Complex[] x, Complex[] carry)
    {
        for (int h = 0; h < Shape.Channels; h++)
        {
            (double u, double slope) = (U[row + h], dy[row + h]);
            foreach ((int state, _, int output) in Modes(h))
            {
                carry[state] += Scale * Conjugate(C[output]) * slope;
                Dc[output] += Scale * slope * Conjugate(x[state]);
            }

            Dd[h] += u * slope;
        }

        for (int h = 0; h < Shape.Channels; h++)
        {
            double sum = D.Length == 0 ? 0.0 : D[h] * dy[row + h];
            foreach ((int state, int input, _) in Modes(h))
            {
                sum += (Conjugate(B[input]) * carry[state]).Real;
                Db[input] += carry[state] * U[row + h];
            }

            Du[row + h] = sum;
        }
    }

    // The states before the first step and after each, in the order of the walk.
    private Complex[][] Walk(int batch)
    {
        Complex[][] x = new Complex[Shape.Length + 1][];
        x[0] = X0.Length == 0 ? new Complex[States] : X0[(batch * States)..((batch + 1) * States)];
        for (int walked = 0; walked < Shape.Length; walked++)
        {
            int row = Row(batch, walked);
            Complex[] now = new Complex[States];
            for (int state = 0; state < States && !Drops(batch, walked); state++)
            {
                now[state] = A[state] * x[walked][state];
            }

            for (int h = 0; h < Shape.Channels; h++)
            {
                foreach ((int state, int input, _) in Modes(h))
                {
                    now[state] += B[input] * U[row + h];
                }
            }

            x[walked + 1] = now;
        }

        return x;
    }

    // The modes that a channel meets, and where their weights lie.
    private IEnumerable<(int State, int Input, int Output)> Modes(int h)
    {
        for (int n = 0; n < Shape.Modes; n++)
        {
            int own = (h * Shape.Modes) + n;
            yield return PerChannel ? (own, own, own) : (n, (n * Shape.Channels) + h, own);
        }
    }

    private int Row(int batch, int walked) =>
        ((batch * Shape.Length) + (Reversed ? Shape.Length - 1 - walked : walked)) * Shape.Channels;

    // Nothing passes between a step at which a sequence begins and the one before it, in either direction.
    private bool Drops(int batch, int walked)
    {
        int begins = Reversed ? Shape.Length - walked : walked;
        return Resets.Length > 0 && begins < Shape.Length && Resets[(batch * Shape.Length) + begins] != 0;
    }

    // A magnitude is a complex number that is its own conjugate.
    private static Complex Conjugate(Complex z) => Complex.Conjugate(z);
}
