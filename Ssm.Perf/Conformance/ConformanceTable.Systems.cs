using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>The kernels of state spaces.</content>
internal static partial class ConformanceTable<T>
{
    // Logarithms of factors that decay, with phases of up to half a turn a step.
    private static readonly Fill Rates = Fill.Box(-0.3, -0.003, -3.1, 3.1);

    private static IEnumerable<ConformanceCase<T>> Systems(bool tiny)
    {
        VandermondeShape[] shapes = tiny
            ? [new(1, 1, 1), new(7, 3, 2), new(70, 2, 3), new(65, 1, 4)]
            :
            [
                new(0, 3, 2), new(1, 1, 1), new(65, 17, 3), new(1000, 5, 32), new(4099, 3, 7), new(256, 65, 8),
                new(20_011, 1, 2),
            ];
        foreach (VandermondeShape shape in shapes)
        {
            string detail = $"({shape.Length}, {shape.Channels}) of {shape.Modes} modes";
            int modes = shape.Channels * shape.Modes;

            // A power, a product and a sum for each mode; a sum over all steps.
            yield return Case(nameof(IBackend<>.Vandermonde), detail, s => s.Backend.Vandermonde(
                s.ComplexInput("v", modes), s.ComplexInput("z", modes, Rates),
                s.Output("k", shape.Length * shape.Channels, Tolerance.Each(shape.Modes + Function)), shape,
                Number(2)));
            Tolerance sum = Tolerance.Each(shape.Length + Function);
            yield return Case(nameof(IBackend<>.VandermondeAdjoint), detail, s => s.Backend.VandermondeAdjoint(
                s.ComplexInput("v", modes), s.ComplexInput("z", modes, Rates),
                s.Input("dk", shape.Length * shape.Channels), s.ComplexOutput("dv", modes, sum),
                s.ComplexOutput("dz", modes, sum), shape, Number(2)));
        }

        CauchyShape[] sums = tiny
            ? [new(1, 1, 1, 1), new(4, 8, 2, 3), new(2, 9, 3, 2), new(1, 130, 1, 4)]
            : [new(1, 1, 1, 1), new(4, 1000, 5, 32), new(4, 257, 33, 8), new(1, 4096, 2, 7), new(3, 2047, 3, 5)];
        foreach (CauchyShape shape in sums)
        {
            string detail = $"{shape.Numerators} × {shape.Length}, ({shape.Channels}, {shape.Modes})";
            Fill poles = Fill.Box(-0.5, -0.01, -4, 4);

            // A term is a handful of roundings, a division among them; the reference's magnitude says how much its
            // denominator cancels.
            yield return Case(nameof(IBackend<>.Cauchy), detail, s => s.Backend.Cauchy(
                s.ComplexInput("v", shape.Weights), s.ComplexInput("z", shape.Poles, poles),
                s.ComplexOutput("c", shape.Sums, Tolerance.Each(shape.Modes + Function)), shape));
            Tolerance sum = Tolerance.Each(shape.Frequencies + (shape.Numerators * 2) + Function);
            yield return Case(nameof(IBackend<>.CauchyAdjoint), detail, s => s.Backend.CauchyAdjoint(
                s.ComplexInput("v", shape.Weights), s.ComplexInput("z", shape.Poles, poles),
                s.ComplexInput("dc", shape.Sums), s.ComplexOutput("dv", shape.Weights, sum),
                s.ComplexOutput("dz", shape.Poles, sum), shape));
        }
    }
}
