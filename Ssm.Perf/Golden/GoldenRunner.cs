using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Checkpoints;
using Ssm.Kernels;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Golden;

/// <summary>Runs cases of golden files: outputs, further results, the loss and all gradients.</summary>
internal static class GoldenRunner
{
    private const string Loss = "loss";

    /// <summary>Runs one case.</summary>
    /// <param name="file">The golden file.</param>
    /// <param name="id">One of its cases.</param>
    /// <param name="adapter">What computes the outputs; null where there is nothing for this file.</param>
    /// <param name="backend">The device; the host's processor where absent.</param>
    internal static VerifyRow Run<T>(
        GoldenFile file, string id, Func<GoldenCase<T>, bool>? adapter, IBackend<T>? backend = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        backend ??= CpuBackend<T>.Default;
        if (adapter is null)
        {
            return Row(file, id, backend, Verdict.Unsupported, $"no adapter for files '{file.Stem}'");
        }

        using Tape<T> tape = new();
        GoldenCase<T> golden = new(file, id, tape, backend);
        GoldenComparison comparison = new(file, id);
        try
        {
            if (!adapter(golden))
            {
                return Row(file, id, backend, Verdict.Unsupported, "no adapter for this case");
            }

            Compare(file, golden, tape, comparison);
        }
        catch (Exception exception) when (!ConcernsFile(exception, file))
        {
            comparison.Reject(exception.GetType().Name, exception.Message.ReplaceLineEndings(" "));
        }

        if (comparison.IsEmpty)
        {
            comparison.Reject("out", "the case has no outputs, so nothing was compared");
        }

        return Row(file, id, backend, comparison.Failed ? Verdict.Fail : Verdict.Pass, comparison.WorstTensor) with
        {
            Error = comparison.Error,
            Tolerance = comparison.Tolerance,
        };
    }

    private static void Compare<T>(GoldenFile file, GoldenCase<T> golden, Tape<T> tape, GoldenComparison comparison)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        GoldenCaseIndex index = file.Case(golden.Id);
        GoldenTolerances tolerances = GoldenTolerances.For<T>(file, golden.Id);
        foreach (GoldenTensor tensor in index.OfKind("out"))
        {
            if (golden.Result(tensor.Name) is { } value)
            {
                comparison.Compare(tensor, value.Value, tolerances.Values);
            }
            else
            {
                comparison.Reject(tensor.Name, "missing");
            }
        }

        foreach (GoldenTensor tensor in index.OfKind("aux"))
        {
            if (golden.Result(tensor.Name) is { } value)
            {
                bool gradient = tensor.Name.Contains("grad", StringComparison.Ordinal);
                comparison.Compare(tensor, value.Value, gradient ? tolerances.Gradients : tolerances.Values);
            }
        }

        if (!comparison.Failed && index.TryFind(Loss, out GoldenTensor? loss))
        {
            ExpectedLoss expected = new(loss, SizeOfTerms(file, golden.Id, index));
            CompareBackward(golden, index, tape, comparison, tolerances, expected);
        }
    }

    private static void CompareBackward<T>(
        GoldenCase<T> golden, GoldenCaseIndex index, Tape<T> tape, GoldenComparison comparison,
        GoldenTolerances tolerances, ExpectedLoss expected)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> loss = WeightedSum(golden, index);
        comparison.Compare(expected.Tensor, loss.Value, tolerances.Values, expected.SizeOfTerms);

        // A loss that nothing recorded leads to has no gradient: all of them are zero.
        Dictionary<string, NdArray<T>> gradients =
            golden.LeafGradients(loss.Tape == tape ? tape.Backward(loss) : null);
        foreach (GoldenTensor tensor in index.OfKind("grad"))
        {
            NdArray<T>? gradient = gradients.GetValueOrDefault(tensor.Name["grad.".Length..]);
            comparison.Compare(tensor, gradient, tolerances.Gradients, tolerances.LeastGradient);
        }
    }

    /// <summary>
    /// The loss: Σ w·out over the outputs with weights; for complex ones Σ Re w·Re out + Im w·Im out.
    /// </summary>
    private static Variable<T> WeightedSum<T>(GoldenCase<T> golden, GoldenCaseIndex index)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T>? sum = null;
        foreach (GoldenTensor tensor in index.OfKind("w"))
        {
            Variable<T> weight = golden.Reference(tensor.Name);
            Variable<T> output = golden.Result($"out{tensor.Name[1..]}")
                ?? throw new InvalidDataException($"'{tensor.Name}' weighs an output that the case does not have");
            Variable<T> term = Op.Sum(weight.IsComplex
                ? Op.Real(Op.Conjugate(weight) * output)
                : weight * output);
            sum = sum is null ? term : sum + term;
        }

        return sum ?? throw new InvalidDataException("the case has a loss and no weights to make it from");
    }

    // The terms have random signs: a loss near zero is their cancellation, and its error is not relative to what is
    // left but to the root of their sum of squares.
    private static double SizeOfTerms(GoldenFile file, string id, GoldenCaseIndex index)
    {
        double squares = 0;
        foreach (GoldenTensor weight in index.OfKind("w"))
        {
            if (index.TryFind($"out{weight.Name[1..]}", out GoldenTensor? output) && output.Shape == weight.Shape)
            {
                (double[] re, double[]? im) = file.Read<double>(id, output);
                (double[] weightRe, double[]? weightIm) = file.Read<double>(id, weight);
                for (int i = 0; i < re.Length; i++)
                {
                    double term = (weightRe[i] * re[i]) + ((weightIm?[i] ?? 0) * (im?[i] ?? 0));
                    squares += term * term;
                }
            }
        }

        return Math.Sqrt(squares);
    }

    // A file that changes or turns out damaged while it is read ends the run; everything else is the case's own fault.
    private static bool ConcernsFile(Exception exception, GoldenFile file) => exception switch
    {
        CheckpointException checkpoint => checkpoint.FilePath == file.FilePath,
        OperationCanceledException => true,
        _ => false,
    };

    private static VerifyRow Row<T>(
        GoldenFile file, string id, IBackend<T> backend, Verdict verdict, string tensor)
        where T : unmanaged, IFloatingPointIeee754<T> => new(
        Path.GetFileName(file.FilePath),
        id,
        typeof(T) == typeof(double) ? "f64" : "f32",
        backend.Name,
        tensor,
        double.NaN,
        double.NaN,
        verdict);

    private readonly record struct ExpectedLoss(GoldenTensor Tensor, double SizeOfTerms);
}
