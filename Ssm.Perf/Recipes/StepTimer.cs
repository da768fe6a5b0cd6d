using System.Diagnostics;
using Ssm.Core.Streaming;

namespace Ssm.Perf.Recipes;

/// <summary>Times the streaming form of a model.</summary>
internal static class StepTimer
{
    private const int Rounds = 15;
    private const double RoundSeconds = 0.01;

    // The runtime compiles hot code anew, in the background, after a few hundred milliseconds.
    private const double WarmUpSeconds = 0.5;

    /// <summary>The median over rounds of the microseconds that one step takes, warm.</summary>
    internal static double Microseconds(Stepper<float> stepper)
    {
        float[] state = new float[stepper.StateSize];
        float[] y = new float[stepper.OutputSize];
        float[] u = new float[stepper.InputSize];
        double[] rounds = new double[Rounds];

        Round(stepper, u, state, y, WarmUpSeconds);
        for (int round = 0; round < Rounds; round++)
        {
            rounds[round] = Round(stepper, u, state, y, RoundSeconds);
        }

        Array.Sort(rounds);
        return rounds[Rounds / 2];
    }

    private static double Round(Stepper<float> stepper, float[] u, float[] state, float[] y, double duration)
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
        while (seconds < duration);

        return seconds * 1e6 / steps;
    }
}
