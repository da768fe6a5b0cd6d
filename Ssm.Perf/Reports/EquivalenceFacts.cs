namespace Ssm.Perf.Reports;

/// <summary>What the tolerance of a model is made of.</summary>
/// <param name="Parameters">Condition of its parameters.</param>
/// <param name="Inputs">Condition of its inputs.</param>
/// <param name="States">Condition of its states.</param>
/// <param name="Terms">Terms of its longest sum.</param>
/// <param name="UsesTransforms">Whether Fourier transforms are on the way.</param>
internal sealed record EquivalenceFacts(
    double Parameters, double Inputs, double States, int Terms, bool UsesTransforms);
