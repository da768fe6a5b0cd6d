using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Probabilities of rows.</content>
internal sealed partial class ReferenceBackend
{
    public void Softmax(View<double> x, View<double> y, int width) =>
        Rows(x, y, width, (row, i) => row.Probability[i] * Extra(row, i));

    public void SoftmaxAdjoint(View<double> y, View<double> dy, View<double> dx, int width)
    {
        double[] outputs = Read(y), gradients = Read(dy), results = new double[dx.Length];
        for (int row = 0; row < results.Length; row += width)
        {
            double sum = 0.0;
            for (int i = row; i < row + width; i++)
            {
                sum += outputs[i] * gradients[i];
            }

            for (int i = row; i < row + width; i++)
            {
                results[i] = outputs[i] * Less(gradients[i], sum);
            }
        }

        Write(dx, results);
    }

    public void LogSoftmax(View<double> x, View<double> y, int width) => Rows(x, y, width, LogProbability);

    public void LogSoftmaxAdjoint(View<double> y, View<double> dy, View<double> dx, int width)
    {
        double[] outputs = Signed(y), gradients = Read(dy), results = new double[dx.Length];
        for (int row = 0; row < results.Length; row += width)
        {
            double sum = 0.0;
            for (int i = row; i < row + width; i++)
            {
                sum += gradients[i];
            }

            for (int i = row; i < row + width; i++)
            {
                results[i] = Less(gradients[i], Exp(outputs[i]) * sum);
            }
        }

        Write(dx, results);
    }

    public void CrossEntropy(
        View<double> logits, View<int> labels, View<double> loss, View<double> gradient, int width)
    {
        double[] numbers = Signed(logits), losses = new double[loss.Length], slopes = new double[gradient.Length];
        for (int at = 0; at < losses.Length; at++)
        {
            int label = Span(labels)[at];
            SoftmaxRow row = new(numbers[(at * width)..((at + 1) * width)]);
            for (int i = 0; i < width && label >= 0; i++)
            {
                double probability = row.Probability[i] * Extra(row, i);
                slopes[(at * width) + i] = i == label ? Less(probability, 1.0) : probability;
            }

            losses[at] = label < 0 ? 0.0 : magnitudes ? LogProbability(row, label) : -LogProbability(row, label);
        }

        Write(loss, losses);
        Write(gradient, slopes);
    }

    public void Hits(View<double> logits, View<int> labels, View<double> hits, int width)
    {
        double[] numbers = Signed(logits), results = new double[hits.Length];
        for (int at = 0; at < results.Length; at++)
        {
            // The first of the greatest; NaN is greater than nothing, and nothing is greater than NaN.
            int best = 0;
            for (int i = 1; i < width; i++)
            {
                best = numbers[(at * width) + i] > numbers[(at * width) + best] ? i : best;
            }

            bool hit = best == Span(labels)[at] && !double.IsNaN(numbers[(at * width) + best]);
            results[at] = hit ? 1.0 : 0.0;
        }

        Write(hits, results);
    }

    private void Rows(View<double> x, View<double> y, int width, Func<SoftmaxRow, int, double> f)
    {
        double[] numbers = Signed(x), results = new double[y.Length];
        for (int start = 0; start < results.Length; start += width)
        {
            SoftmaxRow row = new(numbers[start..(start + width)]);
            for (int i = 0; i < width; i++)
            {
                results[start + i] = f(row, i);
            }
        }

        Write(y, results);
    }

    private double LogProbability(SoftmaxRow row, int i) => magnitudes
        ? Math.Abs(row.X[i]) + Math.Abs(row.Max) + Math.Abs(row.LogSum) + row.Spread
        : row.X[i] - row.Max - row.LogSum;

    // The exponent x − max is rounded, and so is each one in the sum: they count as often as they are large.
    private double Extra(SoftmaxRow row, int i) => magnitudes ? 2.0 + row.Max - row.X[i] + row.Spread : 1.0;

    private sealed class SoftmaxRow
    {
        internal SoftmaxRow(double[] x)
        {
            X = x;
            Max = double.NegativeInfinity;
            foreach (double number in x)
            {
                Max = Math.Max(Max, number);
            }

            double[] powers = Array.ConvertAll(x, v => Math.Exp(v - Max));
            double sum = 0.0;
            foreach (double power in powers)
            {
                sum += power;
            }

            LogSum = Math.Log(sum);
            Probability = Array.ConvertAll(powers, p => p / sum);
            for (int i = 0; i < x.Length; i++)
            {
                Spread += Probability[i] * (Max - x[i]);
            }
        }

        internal double[] X { get; }

        internal double Max { get; }

        internal double LogSum { get; }

        internal double[] Probability { get; }

        /// <summary>The mean distance from the maximum.</summary>
        internal double Spread { get; }
    }
}
