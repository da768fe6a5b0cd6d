using System.Diagnostics;
using Ssm.Core.Streaming;

namespace Ssm.Perf.Recipes;

/// <summary>Times the streaming form of a model.</summary>
internal static class StepTimer
{
    private const int Rounds = 15;
    private const double RoundSeconds = 0.01;

    /// <summary>The median over rounds of the microseconds that one step takes, warm.</summary>
    internal static double Microseconds(Stepper<float> stepper)
    {
        float[] state = new float[stepper.StateSize];
        float[] y = new float[stepper.OutputSize];
        float[] u = new float[stepper.InputSize];
        double[] rounds = new double[Rounds];

        // The first rounds run code that the compiler has not optimised yet; the median leaves them behind.
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            int steps = 0;
            double seconds;
            do
            {
                stepper.Step(u, state, y);
                steps++;
                seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
            while (seconds < RoundSeconds);

            rounds[round] = seconds * 1e6 / steps;
        }

        Array.Sort(rounds);
        return rounds[Rounds / 2];
    }
}
