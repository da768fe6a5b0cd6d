namespace Ssm.Autodiff;

/// <content>The sizes of a selective scan.</content>
public static partial class Op
{
    private static SelectiveScanShape CheckSelectiveScan<T>(SelectiveScanInputs<T> inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.U.Shape.Rank != 3 || inputs.A.Shape.Rank != 2 || inputs.A.Shape[0] != inputs.U.Shape[2])
        {
            throw new ArgumentException(
                $"SelectiveScan: 'U' has shape {inputs.U.Shape} and 'A' {inputs.A.Shape}, expected (B, L, D) and " +
                "(D, N).");
        }

        (Shape rows, Shape rates) = (inputs.U.Shape, inputs.A.Shape);
        int groups = Math.Max(CheckWeights(nameof(inputs.B), inputs.B, rows, rates),
            CheckWeights(nameof(inputs.C), inputs.C, rows, rates));
        groups = Math.Max(1, groups);
        if (rows[2] % groups != 0)
        {
            throw new ArgumentException(
                $"SelectiveScan: 'U' has {rows[2]} channels, expected a multiple of the {groups} groups.");
        }

        RequireGroups(nameof(inputs.B), inputs.B, groups);
        RequireGroups(nameof(inputs.C), inputs.C, groups);
        bool complex = inputs.A.IsComplex;
        CheckSelective(nameof(inputs.U), inputs.U, rows, inputs, complex: false);
        CheckSelective(nameof(inputs.Delta), inputs.Delta, rows, inputs, complex: false);
        CheckSelective(nameof(inputs.Skip), inputs.Skip, [rows[2]], inputs, complex: false);
        CheckSelective(nameof(inputs.Gate), inputs.Gate, rows, inputs, complex: false);
        CheckSelective(nameof(inputs.DeltaBias), inputs.DeltaBias, [rows[2]], inputs, complex: false);
        CheckSelective(nameof(inputs.Initial), inputs.Initial, [rows[0], .. rates.Sizes], inputs, complex);
        CheckSelective(nameof(inputs.B), inputs.B, inputs.B.Shape, inputs, complex);
        CheckSelective(nameof(inputs.C), inputs.C, inputs.C.Shape, inputs, complex);
        if (inputs.Resets is { } resets && resets.Shape != new Shape(rows[0], rows[1]))
        {
            throw new ArgumentException(
                $"SelectiveScan: 'Resets' has shape {resets.Shape}, expected ({rows[0]}, {rows[1]}).");
        }

        return new SelectiveScanShape(
            rows[0], rows[1], rows[2], rates[1], groups, inputs.B.Shape.Rank == 2, inputs.C.Shape.Rank == 2);
    }

    // How many groups weights have; 0 where they are the same at every step.
    private static int CheckWeights<T>(string argument, Variable<T> weights, Shape rows, Shape rates)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = weights.Shape;
        bool fits = shape.Rank switch
        {
            2 => shape == rates,
            3 => shape == new Shape(rows[0], rows[1], rates[1]),
            4 => shape[0] == rows[0] && shape[1] == rows[1] && shape[2] > 0 && shape[3] == rates[1],
            _ => false,
        };
        if (!fits)
        {
            throw new ArgumentException(
                $"SelectiveScan: '{argument}' has shape {shape}, expected ({rows[0]}, {rows[1]}, G, {rates[1]}), " +
                $"({rows[0]}, {rows[1]}, {rates[1]}), or {rates} for weights that are the same at every step.");
        }

        return shape.Rank switch
        {
            2 => 0,
            3 => 1,
            _ => shape[2],
        };
    }

    private static void RequireGroups<T>(string argument, Variable<T> weights, int groups)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int its = weights.Shape.Rank == 4 ? weights.Shape[2] : 1;
        if (weights.Shape.Rank != 2 && its != groups)
        {
            throw new ArgumentException(
                $"SelectiveScan: '{argument}' has {its} groups, expected {groups} as the other weights.");
        }
    }

    private static void CheckSelective<T>(
        string argument, Variable<T>? operand, Shape expected, SelectiveScanInputs<T> inputs, bool complex)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (operand is null)
        {
            return;
        }

        NdMath.RequireSameDevice(nameof(SelectiveScan), operand.Array, inputs.A.Array);
        if (operand.Shape != expected)
        {
            throw new ArgumentException(
                $"SelectiveScan: '{argument}' has shape {operand.Shape}, expected {expected}.");
        }

        if (operand.IsComplex && !complex)
        {
            throw new ArgumentException(
                $"SelectiveScan: '{argument}' is {operand}, expected a real operand; only B, C and the initial " +
                "states may be complex, and only with a complex A.");
        }
    }
}
