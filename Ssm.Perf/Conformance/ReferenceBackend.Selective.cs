using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>The selective scans. Their adjoints compute the states again, so nothing is kept.</content>
internal sealed partial class ReferenceBackend
{
    public void SelectiveScan(
        in SelectiveScanViews<double> operands, View<int> resets, bool softplus, View<double> y, View<double> final,
        View<double> carries, in SelectiveScanShape shape)
    {
        ReferenceSelective run = Selective(operands, resets, softplus, shape);
        run.Run([], []);
        Write(y, run.Y);
        Write(final, RealParts(run.Final));
    }

    public void SelectiveScanAdjoint(
        in SelectiveScanViews<double> operands, View<int> resets, bool softplus, View<double> carries,
        View<double> dy, View<double> dfinal, in SelectiveScanViews<double> gradients, in SelectiveScanShape shape)
    {
        ReferenceSelective run = Selective(operands, resets, softplus, shape);
        run.Run(Signed(dy), Array.ConvertAll(Signed(dfinal), x => new Complex(x, 0.0)));
        Write(gradients.U, run.DU);
        Write(gradients.Delta, run.DDelta);
        Write(gradients.A, RealParts(run.DA));
        Write(gradients.B, RealParts(run.DB));
        Write(gradients.C, RealParts(run.DC));
        Write(gradients.Skip, run.DSkip);
        Write(gradients.Gate, run.DGate);
        Write(gradients.DeltaBias, run.DBias);
        Write(gradients.Initial, RealParts(run.DInitial));
    }

    public void ComplexSelectiveScan(
        in ComplexSelectiveScanViews<double> operands, View<int> resets, bool softplus, View<double> y,
        ComplexView<double> final, View<double> carries, in SelectiveScanShape shape)
    {
        ReferenceSelective run = Selective(operands, resets, softplus, shape);
        run.Run([], []);
        Write(y, run.Y);
        Write(final, run.Final);
    }

    public void ComplexSelectiveScanAdjoint(
        in ComplexSelectiveScanViews<double> operands, View<int> resets, bool softplus, View<double> carries,
        View<double> dy, ComplexView<double> dfinal, in ComplexSelectiveScanViews<double> gradients,
        in SelectiveScanShape shape)
    {
        ReferenceSelective run = Selective(operands, resets, softplus, shape);
        run.Run(Signed(dy), Signed(dfinal));
        Write(gradients.U, run.DU);
        Write(gradients.Delta, run.DDelta);
        Write(gradients.A, run.DA);
        Write(gradients.B, run.DB);
        Write(gradients.C, run.DC);
        Write(gradients.Skip, run.DSkip);
        Write(gradients.Gate, run.DGate);
        Write(gradients.DeltaBias, run.DBias);
        Write(gradients.Initial, run.DInitial);
    }

    private ReferenceSelective Selective(
        SelectiveScanViews<double> operands, View<int> resets, bool softplus, SelectiveScanShape shape)
    {
        return new ReferenceSelective(magnitudes)
        {
            Shape = shape,
            Factor = 1.0,
            U = Signed(operands.U),
            Delta = Signed(operands.Delta),
            A = Real(operands.A),
            B = Real(operands.B),
            C = Real(operands.C),
            Skip = Signed(operands.Skip),
            Gate = Signed(operands.Gate),
            Bias = Signed(operands.DeltaBias),
            Initial = Real(operands.Initial),
            Resets = Span(resets).ToArray(),
            Softplus = softplus,
        };

        static Complex[] Real(View<double> view) => Array.ConvertAll(Signed(view), x => new Complex(x, 0.0));
    }

    private ReferenceSelective Selective(
        ComplexSelectiveScanViews<double> operands, View<int> resets, bool softplus, SelectiveScanShape shape) =>
        new(magnitudes)
        {
            Shape = shape,
            Factor = 2.0,
            U = Signed(operands.U),
            Delta = Signed(operands.Delta),
            A = Signed(operands.A),
            B = Signed(operands.B),
            C = Signed(operands.C),
            Skip = Signed(operands.Skip),
            Gate = Signed(operands.Gate),
            Bias = Signed(operands.DeltaBias),
            Initial = Signed(operands.Initial),
            Resets = Span(resets).ToArray(),
            Softplus = softplus,
        };
}
