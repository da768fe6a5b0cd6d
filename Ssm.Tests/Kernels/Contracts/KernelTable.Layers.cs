using Ssm.Kernels;

namespace Ssm.Tests.Kernels.Contracts;

/// <content>Normalisation, softmax, embedding. Channels of a row meet in its sums, rows of a channel in its gradients.
/// </content>
internal static partial class KernelTable<T>
{
    private static IEnumerable<KernelRow<T>> Layers() =>
    [
        new("LayerNorm.Forward", (n, m) => Input("x", n, m)
            .In("weight", n, KernelCall<T>.Lane(n)).In("bias", n, KernelCall<T>.Lane(n))
            .Out("y", m * n, KernelCall<T>.Both(n)).Out("mean", m, KernelCall<T>.Row(1))
            .Out("inverse", m, KernelCall<T>.Row(1))
            .MayBe("y", "x")
            .Does((s, threads) => LayerNorm.Forward<T>(
                s["x"], s["weight"], s["bias"], Number(1e-5), s["y"], s["mean"], s["inverse"], n, threads)), 500, 1),
        new("LayerNorm.Backward", (n, m) => Input("dy", n, m).In("x", m * n, KernelCall<T>.Row(n))
            .In("weight", n, KernelCall<T>.All).In("mean", m, KernelCall<T>.Row(1))
            .In("inverse", m, KernelCall<T>.Row(1))
            .Out("dx", m * n, KernelCall<T>.Row(n))
            .Out("dweight", n, KernelCall<T>.Lane(n)).Out("dbias", n, KernelCall<T>.Lane(n))
            .MayBe("dx", "dy")
            .Does((s, threads) => LayerNorm.Backward<T>(
                s["dy"], s["x"], s["weight"], s["mean"], s["inverse"], s["dx"], s["dweight"], s["dbias"], n,
                threads)), 500, 1),
        new("RmsNorm.Forward", (n, m) => Input("x", n, m)
            .In("weight", n, KernelCall<T>.Lane(n))
            .Out("y", m * n, KernelCall<T>.Both(n)).Out("inverse", m, KernelCall<T>.Row(1))
            .MayBe("y", "x")
            .Does((s, threads) => RmsNorm.Forward<T>(
                s["x"], s["weight"], T.One, Number(1e-5), s["y"], s["inverse"], n, threads)), 500, 1),
        new("RmsNorm.Backward", (n, m) => Input("dy", n, m).In("x", m * n, KernelCall<T>.Row(n))
            .In("weight", n, KernelCall<T>.All).In("inverse", m, KernelCall<T>.Row(1))
            .Out("dx", m * n, KernelCall<T>.Row(n)).Out("dweight", n, KernelCall<T>.Lane(n))
            .MayBe("dx", "dy")
            .Does((s, threads) => RmsNorm.Backward<T>(
                s["dy"], s["x"], s["weight"], T.One, s["inverse"], s["dx"], s["dweight"], n, threads)), 500, 1),
        new("BatchNorm.Forward", (n, m) => Column("x", n, m)
            .In("weight", n, KernelCall<T>.Lane(n)).In("bias", n, KernelCall<T>.Lane(n))
            .Out("y", m * n, KernelCall<T>.Lane(n)).Out("mean", n, KernelCall<T>.Lane(n))
            .Out("variance", n, KernelCall<T>.Lane(n))
            .MayBe("y", "x")
            .Does((s, threads) => BatchNorm.Forward<T>(
                s["x"], s["weight"], s["bias"], Number(1e-5), s["y"], s["mean"], s["variance"], threads)), 500, 1),
        new("BatchNorm.Evaluate", (n, m) => Call().In("x", m * n, KernelCall<T>.Both(n))
            .In("weight", n, KernelCall<T>.Lane(n)).In("bias", n, KernelCall<T>.Lane(n))
            .In("mean", n, KernelCall<T>.Lane(n)).In("variance", n, KernelCall<T>.Lane(n), 0.5, 2.0)
            .Out("y", m * n, KernelCall<T>.Both(n))
            .MayBe("y", "x")
            .Does((s, threads) => BatchNorm.Evaluate<T>(
                s["x"], s["weight"], s["bias"], s["mean"], s["variance"], Number(1e-5), s["y"], threads)), 500, 1),
        new("BatchNorm.Backward", (n, m) => Statistics(n, m)
            .Does((s, threads) => BatchNorm.Backward<T>(
                s["dy"], s["x"], s["weight"], s["mean"], s["variance"], Number(1e-5), s["dx"], s["dweight"],
                s["dbias"], threads)), 500, 1),
        new("BatchNorm.EvaluateBackward", (n, m) => Statistics(n, m)
            .Does((s, threads) => BatchNorm.EvaluateBackward<T>(
                s["dy"], s["x"], s["weight"], s["mean"], s["variance"], Number(1e-5), s["dx"], s["dweight"],
                s["dbias"], threads)), 500, 1),
        new("Softmax.Forward", (n, m) => Input("x", n, m).Out("y", m * n, KernelCall<T>.Row(n)).MayBe("y", "x")
            .Does((s, threads) => Softmax.Forward<T>(s["x"], s["y"], n, threads)), 500, 1),
        new("Softmax.Backward", (n, m) => Input("dy", n, m).In("y", m * n, KernelCall<T>.Row(n))
            .Out("dx", m * n, KernelCall<T>.Row(n)).MayBe("dx", "dy")
            .Does((s, threads) => Softmax.Backward<T>(s["dy"], s["y"], s["dx"], n, threads)), 500, 1),
        new("LogSoftmax.Forward", (n, m) => Input("x", n, m).Out("y", m * n, KernelCall<T>.Row(n))
            .Does((s, threads) => LogSoftmax.Forward<T>(s["x"], s["y"], n, threads)), 500, 1),
        new("LogSoftmax.Backward", (n, m) => Input("dy", n, m).In("y", m * n, KernelCall<T>.Row(n))
            .Out("dx", m * n, KernelCall<T>.Row(n))
            .Does((s, threads) => LogSoftmax.Backward<T>(s["dy"], s["y"], s["dx"], n, threads)), 500, 1),
        new("CrossEntropy.Forward", (n, m) =>
        {
            int[] labels = [.. Enumerable.Range(0, m).Select(i => i % 7 == 3 ? CrossEntropy.Ignored : i % n)];
            return Input("logits", n, m)
                .Out("loss", m, KernelCall<T>.Row(1)).Out("gradient", m * n, KernelCall<T>.Row(n))
                .Does((s, threads) =>
                    CrossEntropy.Forward<T>(s["logits"], labels, s["loss"], s["gradient"], n, threads));
        }, 500, 1),

        new("Hits.Forward", (n, m) =>
        {
            int[] labels = [.. Enumerable.Range(0, m).Select(i => i % 7 == 3 ? CrossEntropy.Ignored : i % n)];
            return Input("logits", n, m).Out("hits", m, KernelCall<T>.Row(1))
                .Does((s, threads) => Hits.Forward<T>(s["logits"], labels, s["hits"], n, threads));
        }, 20000, 1),

        // Row i is row i/2 of the table; nobody asks for the rest.
        new("Gather.Forward", (n, m) =>
        {
            int[] indices = [.. Enumerable.Range(0, m).Select(i => i / 2)];
            return Call().In("table", (m + 1) * n, KernelCall<T>.Both(n))
                .Out("rows", m * n, i => new(i / n / 2, i % n))
                .Does((s, threads) => Gather.Forward<T>(s["table"], indices, s["rows"], n, threads));
        }, 8000, 1),
        new("ScatterAddRows.Forward", (n, m) =>
        {
            int[] indices = [.. Enumerable.Range(0, m).Select(i => i / 2)];
            return Call().In("rows", m * n, i => new(i / n / 2, i % n))
                .Both("table", (m + 1) * n, KernelCall<T>.Both(n))
                .Does((s, threads) => ScatterAddRows.Forward<T>(s["rows"], indices, s["table"], n, threads));
        }, 8000, 1),
    ];

    private static KernelCall<T> Input(string name, int n, int m) => Call().In(name, m * n, KernelCall<T>.Row(n));

    private static KernelCall<T> Column(string name, int n, int m) => Call().In(name, m * n, KernelCall<T>.Lane(n));

    private static KernelCall<T> Statistics(int n, int m) => Column("dy", n, m).In("x", m * n, KernelCall<T>.Lane(n))
        .In("weight", n, KernelCall<T>.Lane(n)).In("mean", n, KernelCall<T>.Lane(n))
        .In("variance", n, KernelCall<T>.Lane(n), 0.5, 2.0)
        .Out("dx", m * n, KernelCall<T>.Lane(n))
        .Out("dweight", n, KernelCall<T>.Lane(n)).Out("dbias", n, KernelCall<T>.Lane(n))
        .MayBe("dx", "dy");
}
