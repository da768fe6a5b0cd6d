using System.Runtime.CompilerServices;

namespace Ssm.Autodiff;

/// <content>Ops of several outputs.</content>
public sealed partial class Tape<T>
{
    /// <summary>Appends an op of several outputs, such as all states and the last one.</summary>
    /// <inheritdoc cref="Record(NdArray{T}, Pullback{T}, ReadOnlySpan{Variable{T}?}, string)"/>
    public Variable<T>[] Record(
        ReadOnlySpan<NdArray<T>> outputs, JointPullback<T> pullback, ReadOnlySpan<Variable<T>?> inputs = default,
        [CallerMemberName] string op = "")
    {
        ArgumentNullException.ThrowIfNull(pullback);
        ArgumentOutOfRangeException.ThrowIfZero(outputs.Length, nameof(outputs));
        Variable<T>[] variables = new Variable<T>[outputs.Length];
        for (int i = 0; i < variables.Length; i++)
        {
            variables[i] = Append(outputs[i], nameof(outputs));
        }

        _details?.Add(op, outputs, inputs);
        Push(new TapeEntry<T>(variables[0], new JointOutputs<T>(variables, pullback), op, _before));
        return variables;
    }
}
