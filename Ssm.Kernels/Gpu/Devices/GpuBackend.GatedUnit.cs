using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>The gated linear unit: products, and elementwise kernels around them.</content>
public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void GatedLinearUnit<TOp>(
        TOp op, View<T> x, in GatedUnitView<T> weights, View<T> maskIn, View<T> maskOut, View<T> residual, View<T> y,
        View<T> value, View<T> gate, in GatedUnitShape shape)
        where TOp : struct, IUnaryOp<T>
    {
        const string Operation = nameof(GatedLinearUnit);
        int outputs = CheckGatedUnit(x, weights, maskIn, maskOut, shape, Operation);
        ScanChecks.Optional(residual.Length, outputs, Operation, nameof(residual));
        Guard.Length(y.Length, outputs, Operation, nameof(y));
        ScanChecks.Optional(value.Length, outputs, Operation, nameof(value));
        Guard.Length(gate.Length, value.Length, Operation, nameof(gate));
        using GpuWork work = _device.Begin();
        ArrayView<T> v = value.IsNothing ? work.Scratch<T>(outputs) : work.View(value);
        ArrayView<T> g = gate.IsNothing ? work.Scratch<T>(outputs) : work.View(gate);
        ArrayView<T> active = Activate(work, op, x, maskIn, shape);
        MatMulShape product = new(shape.Batch * shape.Length, shape.Outputs, shape.Inputs, TransposeRight: true);
        Multiply(
            work, active, work.View(weights.Value), v, work.View(weights.ValueBias), default(Identity<T>), product,
            MatMulStrides.One, accumulate: false);
        Multiply(
            work, active, work.View(weights.Gate), g, work.View(weights.GateBias), default(Sigmoid<T>), product,
            MatMulStrides.One, accumulate: false);
        work.Launch(
            GatedUnitKernels.Gate, work.Over(outputs), v, g, Mask(work, maskOut, shape.Length, shape.Outputs),
            work.View(residual), work.View(y), outputs);
    }

    /// <inheritdoc/>
    public void GatedLinearUnitAdjoint<TOp>(
        TOp op, View<T> x, in GatedUnitView<T> weights, View<T> maskIn, View<T> maskOut, View<T> value, View<T> gate,
        View<T> dy, View<T> dx, in GatedUnitView<T> gradients, in GatedUnitShape shape)
        where TOp : struct, IUnaryOp<T>
    {
        const string Operation = nameof(GatedLinearUnitAdjoint);
        int outputs = CheckGatedUnit(x, weights, maskIn, maskOut, shape, Operation);
        Guard.Length(value.Length, outputs, Operation, nameof(value));
        Guard.Length(gate.Length, outputs, Operation, nameof(gate));
        Guard.Length(dy.Length, outputs, Operation, nameof(dy));
        Guard.Length(dx.Length, x.Length, Operation, nameof(dx));
        CheckGatedUnitMaps(gradients, shape, Operation, nameof(gradients));
        using GpuWork work = _device.Begin();
        ArrayView<T> dv = work.Scratch<T>(outputs);
        ArrayView<T> dz = work.Scratch<T>(outputs);
        work.Launch(
            GatedUnitKernels.Slopes, work.Over(outputs), work.View(value), work.View(gate), work.View(dy),
            Mask(work, maskOut, shape.Length, shape.Outputs), dv, dz, outputs);
        GatedUnitMaps(work, dv, dz, Activate(work, op, x, maskIn, shape), gradients, shape);

        MatMulShape back = new(shape.Batch * shape.Length, shape.Inputs, shape.Outputs);
        ArrayView<T> nothing = work.View(default(View<T>));
        ArrayView<T> to = work.View(dx);
        Multiply(
            work, dv, work.View(weights.Value), to, nothing, default(Identity<T>), back, MatMulStrides.One,
            accumulate: false);
        Multiply(
            work, dz, work.View(weights.Gate), to, nothing, default(Identity<T>), back, MatMulStrides.One,
            accumulate: true);
        work.Launch(
            GatedUnitKernels.Back, work.Over(dx.Length), op, work.View(x),
            Mask(work, maskIn, shape.Length, shape.Inputs), to, dx.Length);
    }

    private static ArrayView<T> Activate<TOp>(
        GpuWork work, TOp op, View<T> x, View<T> mask, in GatedUnitShape shape)
        where TOp : struct, IUnaryOp<T>
    {
        ArrayView<T> from = work.View(x);
        if (mask.IsNothing && typeof(TOp) == typeof(Identity<T>))
        {
            return from;
        }

        ArrayView<T> active = work.Scratch<T>(x.Length);
        work.Launch(
            GatedUnitKernels.Activate, work.Over(x.Length), op, from, Mask(work, mask, shape.Length, shape.Inputs),
            active, x.Length);
        return active;
    }

    // The gradients of both linear maps.
    private static void GatedUnitMaps(
        GpuWork work, ArrayView<T> dv, ArrayView<T> dz, ArrayView<T> active, in GatedUnitView<T> gradients,
        in GatedUnitShape shape)
    {
        int rows = shape.Batch * shape.Length, width = shape.Outputs;
        ArrayView<T> nothing = work.View(default(View<T>));
        MatMulShape product = new(width, shape.Inputs, rows, TransposeLeft: true);
        Multiply(
            work, dv, active, work.View(gradients.Value), nothing, default(Identity<T>), product, MatMulStrides.One,
            accumulate: false);
        Multiply(
            work, dz, active, work.View(gradients.Gate), nothing, default(Identity<T>), product, MatMulStrides.One,
            accumulate: false);

        // As many chunks as rows of a chunk: neither of the two passes is long.
        int chunk = Math.Max(1, (int)Math.Sqrt(rows));
        int chunks = (rows + chunk - 1) / chunk;
        ArrayView<T> sumsOfValue = work.Scratch<T>(chunks * width);
        ArrayView<T> sumsOfGate = work.Scratch<T>(chunks * width);
        work.Launch(
            GatedUnitKernels.ColumnSums, work.Over(chunks * width), dv, dz, sumsOfValue, sumsOfGate, rows, width, chunk,
            chunks * width);
        AddChunks(work, sumsOfValue, chunks, work.View(gradients.ValueBias), width);
        AddChunks(work, sumsOfGate, chunks, work.View(gradients.GateBias), width);
    }

    private static void AddChunks(GpuWork work, ArrayView<T> sums, int chunks, ArrayView<T> total, int width) =>
        work.Launch(
            MatMulKernels.AddPieces, work.Over(width), sums, chunks, total, width, width, total.SubView(0, 0),
            default(Identity<T>), 0);

    private static GatedUnitMask<T> Mask(GpuWork work, View<T> mask, int length, int width) =>
        new(work.View(mask), length, width);

    // Answers how many numbers the outputs are.
    private static int CheckGatedUnit(
        View<T> x, in GatedUnitView<T> weights, View<T> maskIn, View<T> maskOut, in GatedUnitShape shape,
        string operation)
    {
        Guard.AtLeast(shape.Batch, 0, operation, "shape.Batch");
        Guard.AtLeast(shape.Length, 0, operation, "shape.Length");
        Guard.AtLeast(shape.Inputs, 0, operation, "shape.Inputs");
        Guard.AtLeast(shape.Outputs, 0, operation, "shape.Outputs");
        Guard.Length(x.Length, checked(shape.Batch * shape.Length * shape.Inputs), operation, nameof(x));
        CheckGatedUnitMaps(weights, shape, operation, nameof(weights));
        ScanChecks.Optional(maskIn.Length, checked(shape.Batch * shape.Inputs), operation, nameof(maskIn));
        ScanChecks.Optional(maskOut.Length, checked(shape.Batch * shape.Outputs), operation, nameof(maskOut));
        return checked(shape.Batch * shape.Length * shape.Outputs);
    }

    private static void CheckGatedUnitMaps(
        in GatedUnitView<T> maps, in GatedUnitShape shape, string operation, string argument)
    {
        int matrix = checked(shape.Inputs * shape.Outputs);
        Guard.Length(maps.Value.Length, matrix, operation, $"{argument}.Value");
        Guard.Length(maps.Gate.Length, matrix, operation, $"{argument}.Gate");
        Guard.Length(maps.ValueBias.Length, shape.Outputs, operation, $"{argument}.ValueBias");
        Guard.Length(maps.GateBias.Length, shape.Outputs, operation, $"{argument}.GateBias");
    }
}
