using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace Ssm.Autodiff;

/// <summary>What a tape writes down of its ops when it is asked to: inputs, the caller, numbers that are not finite.
/// </summary>
internal sealed class TapeDetails<T>(TapeWatch watch)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<Detail> _details = [];
    private (string Op, Detail Detail)? _played;

    /// <summary>
    /// Moves outputs away from what their ops gave, by number and output: how a check finds the slope at an
    /// intermediate.
    /// </summary>
    internal Func<int, NdArray<T>, NdArray<T>>? Nudge { get; set; }

    /// <summary>Told the complete gradient of every output that is played back.</summary>
    internal Action<Variable<T>, NdArray<T>>? OnGradient { get; set; }

    private bool LooksForAnomalies => watch.HasFlag(TapeWatch.Anomalies);

    /// <summary>The inputs of an entry that is still on the tape.</summary>
    internal ReadOnlySpan<Variable<T>?> InputsOf(int entry) => _details[entry].Inputs;

    /// <summary>Writes down an op that is about to be recorded.</summary>
    internal void Add(string op, ReadOnlySpan<NdArray<T>> outputs, ReadOnlySpan<Variable<T>?> inputs)
    {
        Detail detail = new(inputs.ToArray(), LooksForAnomalies ? Caller() : null);
        foreach (NdArray<T> output in LooksForAnomalies ? outputs : [])
        {
            if (NonFinite.FirstIn(output) is { } found)
            {
                throw Anomaly(op, detail, isBackward: false, $"its output {output} has {found}");
            }
        }

        _details.Add(detail);
    }

    /// <summary>The last entry is about to be played back.</summary>
    internal void Play(TapeEntry<T> entry)
    {
        _played = (OpName.Plain(entry.Op), _details[^1]);
        _details.RemoveAt(_details.Count - 1);
    }

    /// <summary>Looks at what the pullback that is being played gives to a gradient.</summary>
    internal void CheckGradient(Variable<T> variable, NdArray<T> gradient)
    {
        if (LooksForAnomalies && NonFinite.FirstIn(gradient) is { } found)
        {
            string which = _played is { } played ? Which(played.Detail, variable) : "the seed";
            throw Anomaly(
                _played?.Op ?? "Backward", _played?.Detail, isBackward: true,
                $"its pullback gave {which} a gradient {gradient} with {found}");
        }
    }

    private static string Which(Detail detail, Variable<T> variable)
    {
        int index = Array.IndexOf(detail.Inputs, variable);
        return index < 0 ? "an input" : $"input {index}";
    }

    private static AnomalyException Anomaly(string op, Detail? detail, bool isBackward, string what)
    {
        string name = OpName.Plain(op);
        StringBuilder message = new($"{name}: {what}.");
        if (detail?.Caller is { } caller)
        {
            message.Append($" It was called from {caller}.");
        }

        for (int i = 0; i < (detail?.Inputs.Length ?? 0); i++)
        {
            message.Append(
                $" Input {i} is {(detail!.Inputs[i] is { } input ? NonFinite.Describe(input.Array) : "absent")}.");
        }

        message.Append(" Keep the inputs where the function and its derivative are finite.");
        return new AnomalyException(name, isBackward, detail?.Caller, message.ToString());
    }

    // The innermost caller that is not an op: the line that the reader wrote.
    private static string? Caller()
    {
        Assembly ours = typeof(TapeDetails<>).Assembly;
        foreach (StackFrame frame in new StackTrace(fNeedFileInfo: true).GetFrames())
        {
            DiagnosticMethodInfo? method = DiagnosticMethodInfo.Create(frame);
            if (method is not null && method.DeclaringAssemblyName != ours.FullName)
            {
                string file = frame.GetFileName() is { } path
                    ? $" in {Path.GetFileName(path)}:{frame.GetFileLineNumber()}"
                    : "";
                return $"{method.DeclaringTypeName}.{method.Name}{file}";
            }
        }

        return null;
    }

    private sealed record Detail(Variable<T>?[] Inputs, string? Caller);
}
