using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Convolutions along time by their definition.</content>
internal sealed partial class ReferenceBackend
{
    public void DirectConvolution(View<double> u, View<double> k, View<double> y, in ConvolutionShape shape) =>
        TwoSidedConvolution(u, k, default, y, shape);

    public void FftConvolution(View<double> u, View<double> k, View<double> y, in ConvolutionShape shape) =>
        TwoSidedConvolution(u, k, default, y, shape);

    public void DirectConvolutionAdjoint(
        View<double> u, View<double> k, View<double> dy, View<double> du, View<double> dk,
        in ConvolutionShape shape) => TwoSidedConvolutionAdjoint(u, k, default, dy, du, dk, default, shape);

    public void FftConvolutionAdjoint(
        View<double> u, View<double> k, View<double> dy, View<double> du, View<double> dk,
        in ConvolutionShape shape) => TwoSidedConvolutionAdjoint(u, k, default, dy, du, dk, default, shape);

    public void TwoSidedConvolution(
        View<double> u, View<double> past, View<double> future, View<double> y, in ConvolutionShape shape)
    {
        double[] inputs = Read(u), back = Read(past), ahead = Read(future), results = new double[y.Length];
        Pairs(shape, (at, earlier, tap) =>
        {
            results[at] += back[tap] * inputs[earlier];
            if (ahead.Length > 0)
            {
                results[earlier] += ahead[tap] * inputs[at];
            }
        });
        Write(y, results);
    }

    public void TwoSidedConvolutionAdjoint(
        View<double> u, View<double> past, View<double> future, View<double> dy, View<double> du,
        View<double> dPast, View<double> dFuture, in ConvolutionShape shape)
    {
        double[] inputs = Read(u), back = Read(past), ahead = Read(future), gradients = Read(dy);
        double[] first = new double[u.Length], second = new double[past.Length], third = new double[past.Length];
        Pairs(shape, (at, earlier, tap) =>
        {
            first[earlier] += back[tap] * gradients[at];
            second[tap] += inputs[earlier] * gradients[at];
            if (ahead.Length > 0)
            {
                first[at] += ahead[tap] * gradients[earlier];
                third[tap] += inputs[at] * gradients[earlier];
            }
        });
        Write(du, first);
        Write(dPast, second);
        Write(dFuture, third);
    }

    public void CausalConv1d(
        View<double> x, View<double> w, View<double> bias, View<double> previous, View<double> y,
        in ConvolutionShape shape)
    {
        double[] inputs = Read(x), weight = Read(w), shift = Read(bias), before = Read(previous);
        double[] results = new double[y.Length];
        for (int at = 0; at < results.Length; at++)
        {
            (int batch, int t, int channel) = Split(shape, at);
            double sum = shift.Length > 0 ? shift[channel] : 0.0;
            for (int tap = 0; tap < shape.Width; tap++)
            {
                (bool inside, int from) = Source(shape, batch, t, channel, tap);
                double input = inside ? inputs[from] : before.Length > 0 ? before[from] : 0.0;
                sum += weight[(tap * shape.Channels) + channel] * input;
            }

            results[at] = sum;
        }

        Write(y, results);
    }

    public void CausalConv1dAdjoint(
        View<double> x, View<double> w, View<double> previous, View<double> dy, View<double> dx, View<double> dw,
        View<double> dbias, View<double> dprevious, in ConvolutionShape shape)
    {
        double[] inputs = Read(x), weight = Read(w), before = Read(previous), gradients = Read(dy);
        double[] first = new double[x.Length], second = new double[w.Length], third = new double[shape.Channels];
        double[] fourth = new double[shape.PreviousElements];
        for (int at = 0; at < gradients.Length; at++)
        {
            (int batch, int t, int channel) = Split(shape, at);
            third[channel] += gradients[at];
            for (int tap = 0; tap < shape.Width; tap++)
            {
                (bool inside, int from) = Source(shape, batch, t, channel, tap);
                int entry = (tap * shape.Channels) + channel;
                (inside ? first : fourth)[from] += weight[entry] * gradients[at];
                second[entry] += gradients[at] * (inside ? inputs[from] : before.Length > 0 ? before[from] : 0.0);
            }
        }

        Write(dx, first);
        Write(dw, second);
        Write(dbias, third);
        Write(dprevious, fourth);
    }

    // All (t, t − j) of all sequences, and the place of tap j.
    private static void Pairs(ConvolutionShape shape, Action<int, int, int> body)
    {
        for (int at = 0; at < shape.Elements; at++)
        {
            (_, int t, int channel) = Split(shape, at);
            for (int j = 0; j < shape.Width && j <= t; j++)
            {
                body(at, at - (j * shape.Channels), (j * shape.Channels) + channel);
            }
        }
    }

    private static (int Batch, int Time, int Channel) Split(ConvolutionShape shape, int at) =>
        (at / shape.Channels / shape.Length, at / shape.Channels % shape.Length, at % shape.Channels);

    // The input that a tap meets: of the sequence, or of the steps before it.
    private static (bool Inside, int From) Source(ConvolutionShape shape, int batch, int t, int channel, int tap)
    {
        int from = t - (shape.Width - 1) + tap;
        return from >= 0
            ? (true, (((batch * shape.Length) + from) * shape.Channels) + channel)
            : (false, (((batch * (shape.Width - 1)) + from + shape.Width - 1) * shape.Channels) + channel);
    }
}
