using Ssm.Autodiff;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>The steps of diagonal recurrences as anyone would first write them: the loops that vectors race.</summary>
internal sealed class ScalarStep(NdArray<float> a, NdArray<float> b, NdArray<float> c, NdArray<float> d)
{
    private readonly float[] _aRe = a.ToArray();
    private readonly float[] _aIm = a.ImaginaryToArray();
    private readonly float[] _bRe = b.ToArray();
    private readonly float[] _bIm = b.ImaginaryToArray();
    private readonly float[] _cRe = c.ToArray();
    private readonly float[] _cIm = c.ImaginaryToArray();
    private readonly float[] _d = d.ToArray();

    /// <summary>Modes of each channel.</summary>
    internal void PerChannel(float[] u, float[] state, float[] y)
    {
        int modes = _aRe.Length / u.Length;
        for (int h = 0; h < u.Length; h++)
        {
            float sum = 0;
            for (int i = h * modes; i < (h + 1) * modes; i++)
            {
                (float re, float im) = (state[i], state[_aRe.Length + i]);
                state[i] = (_aRe[i] * re) - (_aIm[i] * im) + (_bRe[i] * u[h]);
                state[_aRe.Length + i] = (_aRe[i] * im) + (_aIm[i] * re) + (_bIm[i] * u[h]);
                sum += (_cRe[i] * state[i]) - (_cIm[i] * state[_aRe.Length + i]);
            }

            y[h] = (2 * sum) + (_d[h] * u[h]);
        }
    }

    /// <summary>Modes that all channels share.</summary>
    internal void Shared(float[] u, float[] state, float[] y)
    {
        int modes = _aRe.Length;
        for (int p = 0; p < modes; p++)
        {
            (float re, float im) = (state[p], state[modes + p]);
            float nextRe = (_aRe[p] * re) - (_aIm[p] * im);
            float nextIm = (_aRe[p] * im) + (_aIm[p] * re);
            for (int h = 0; h < u.Length; h++)
            {
                nextRe += _bRe[(p * u.Length) + h] * u[h];
                nextIm += _bIm[(p * u.Length) + h] * u[h];
            }

            (state[p], state[modes + p]) = (nextRe, nextIm);
        }

        for (int h = 0; h < u.Length; h++)
        {
            float sum = 0;
            for (int p = 0; p < modes; p++)
            {
                sum += (_cRe[(h * modes) + p] * state[p]) - (_cIm[(h * modes) + p] * state[modes + p]);
            }

            y[h] = (2 * sum) + (_d[h] * u[h]);
        }
    }
}
