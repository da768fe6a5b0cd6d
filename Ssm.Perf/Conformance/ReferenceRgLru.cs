using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <summary>The recurrence of RG-LRU and its adjoint, one number after another.</summary>
/// <param name="magnitudes">Whether sizes of terms are wanted.</param>
internal sealed class ReferenceRgLru(bool magnitudes)
{
    internal required ScanShape Shape { get; init; }

    internal required SqrtOneMinusExp<double> Root { get; init; }

    internal required double[] X { get; init; }

    internal required double[] RecurrenceGate { get; init; }

    internal required double[] InputGate { get; init; }

    internal required double[] Rate { get; init; }

    internal required double[] Initial { get; init; }

    internal required int[] Starts { get; init; }

    internal bool AllBegin { get; init; }

    internal double[] H { get; private set; } = [];

    internal double[] DX { get; private set; } = [];

    internal double[] DRecurrenceGate { get; private set; } = [];

    internal double[] DInputGate { get; private set; } = [];

    internal double[] DRate { get; private set; } = [];

    internal double[] DInitial { get; private set; } = [];

    /// <summary>All states.</summary>
    internal void Forward()
    {
        H = new double[Shape.Elements];
        for (int at = 0; at < H.Length; at++)
        {
            (double a, double root, _) = Coefficients(at);
            H[at] = (a * Before(at, H)) + (root * Sigmoid(InputGate[at]) * M(X[at]));
        }
    }

    /// <summary>All gradients, from states as they came.</summary>
    internal void Backward(double[] h, double[] dh)
    {
        (DX, DRecurrenceGate) = (new double[Shape.Elements], new double[Shape.Elements]);
        (DInputGate, DRate) = (new double[Shape.Elements], new double[Shape.Channels]);
        DInitial = new double[Shape.StateElements];
        double[] states = Array.ConvertAll(h, M);
        for (int at = Shape.Elements - 1; at >= 0; at--)
        {
            (double a, double root, double slope) = Coefficients(at);
            int channel = at % Shape.Channels, lane = (Row(at) / Shape.Length * Shape.Channels) + channel;

            // The gradient of the state before a step is kept at the place of the initial one.
            double g = M(dh[at]) + DInitial[lane], open = Sigmoid(RecurrenceGate[at]), gate = Sigmoid(InputGate[at]);
            double rate = M(Rate[channel]), x = M(X[at]);
            double dw = g * Less(slope * gate * x, a * Before(at, states));
            dw = Begins(at) ? 0.0 : dw;
            DX[at] = g * root * gate;
            DInputGate[at] = g * root * x * gate * Less(1.0, gate);
            DRecurrenceGate[at] = dw * rate * open * Less(1.0, open);
            DRate[channel] += dw * open;
            DInitial[lane] = a * g;
        }
    }

    // a, the root and twice its slope; of a, also what the rounding of its argument adds.
    private (double A, double Root, double Slope) Coefficients(int at)
    {
        if (Begins(at))
        {
            return (0.0, 1.0, 0.0);
        }

        double w = Rate[at % Shape.Channels] * Sigmoid(RecurrenceGate[at]), root = Root.Invoke(2.0 * w);
        return (Math.Exp(-w) * (magnitudes ? 1.0 + w : 1.0), root, 2.0 * Root.Derivative(2.0 * w, root));
    }

    private double Before(int at, double[] states)
    {
        int row = Row(at);
        if (Begins(at))
        {
            return 0.0;
        }

        return row % Shape.Length > 0 ? states[at - Shape.Channels]
            : Initial.Length == 0 ? 0.0
            : M(Initial[(row / Shape.Length * Shape.Channels) + (at % Shape.Channels)]);
    }

    private int Row(int at) => at / Shape.Channels;

    private bool Begins(int at) =>
        (AllBegin && Row(at) % Shape.Length == 0) || (Starts.Length > 0 && Starts[Row(at)] != 0);

    private static double Sigmoid(double x) => 1.0 / (1.0 + Math.Exp(-x));

    private double M(double x) => magnitudes ? Math.Abs(x) : x;

    // The difference of two numbers, whose magnitudes add up.
    private double Less(double a, double b) => magnitudes ? a + b : a - b;
}
