namespace Ssm.Core.Discretization;

/// <summary>
/// Discretises a dense continuous system x'(t) = A x(t) + B u(t): the judge of the diagonal formulas.
/// </summary>
/// <remarks>
/// It costs O((N + M)³) and runs on plain arrays, for checks and analysis; models discretise their modes one by one.
/// The
/// same definitions as <c>scipy.signal.cont2discrete</c> with methods zoh and bilinear.
/// </remarks>
public static class DenseDiscretization
{
    /// <summary>Exact for inputs that are constant over a step: [Ā B̄; 0 I] = exp([A B; 0 0] Δ).</summary>
    /// <param name="a">A, (N, N), row-major.</param>
    /// <param name="b">B, (N, M), row-major.</param>
    /// <param name="order">N.</param>
    /// <param name="inputs">M.</param>
    /// <param name="step">Δ, positive.</param>
    /// <remarks>Van Loan, "Computing Integrals Involving the Matrix Exponential", IEEE TAC 23(3), 1978.</remarks>
    /// <exception cref="ArgumentException">A length is wrong, or an entry is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The order or the number of inputs is negative, or the step not
    /// positive.</exception>
    public static DenseSystem ZeroOrderHold(
        ReadOnlySpan<double> a, ReadOnlySpan<double> b, int order, int inputs, double step)
    {
        Check(a, b, order, inputs, step, nameof(ZeroOrderHold));
        int size = order + inputs;
        double[] joint = new double[checked(size * size)];
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < size; j++)
            {
                joint[(i * size) + j] = step * (j < order ? a[(i * order) + j] : b[(i * inputs) + j - order]);
            }
        }

        double[] exponential = DenseExponential.Compute(joint, size);
        DenseSystem system = new(new double[a.Length], new double[b.Length]);
        for (int i = 0; i < order; i++)
        {
            ReadOnlySpan<double> row = exponential.AsSpan(i * size, size);
            row[..order].CopyTo(system.A.AsSpan(i * order));
            row[order..].CopyTo(system.B.AsSpan(i * inputs));
        }

        return system;
    }

    /// <summary>The trapezoidal rule: Ā = (I − ½ΔA)⁻¹ (I + ½ΔA), B̄ = (I − ½ΔA)⁻¹ Δ B.</summary>
    /// <inheritdoc cref="ZeroOrderHold"/>
    /// <remarks>Tustin's method; a stable A gives a stable Ā.</remarks>
    /// <exception cref="ArgumentException">
    /// A length is wrong, an entry is not finite, or 2/Δ is an eigenvalue of A.
    /// </exception>
    public static DenseSystem Bilinear(
        ReadOnlySpan<double> a, ReadOnlySpan<double> b, int order, int inputs, double step)
    {
        Check(a, b, order, inputs, step, nameof(Bilinear));
        DenseSystem system = new(new double[a.Length], new double[b.Length]);
        double[] left = new double[a.Length];
        for (int i = 0; i < a.Length; i++)
        {
            double identity = i % (order + 1) == 0 ? 1 : 0, half = 0.5 * step * a[i];
            left[i] = identity - half;
            system.A[i] = identity + half;
        }

        for (int i = 0; i < b.Length; i++)
        {
            system.B[i] = step * b[i];
        }

        DenseLinear.Solve(left, order, system.A, order);
        DenseLinear.Solve(left, order, system.B, inputs);
        return system;
    }

    private static void Check(
        ReadOnlySpan<double> a, ReadOnlySpan<double> b, int order, int inputs, double step, string operation)
    {
        DenseGuard.AtLeast(order, 0, operation);
        DenseGuard.AtLeast(inputs, 0, operation);
        DenseGuard.Length(a.Length, checked(order * order), operation);
        DenseGuard.Length(b.Length, checked(order * inputs), operation);
        if (!(step > 0 && double.IsFinite(step)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(step), $"{operation}: 'step' is {step}, expected a finite positive number.");
        }

        DenseGuard.Finite(a, operation);
        DenseGuard.Finite(b, operation);
    }
}
