using System.Globalization;
using System.Text;

namespace Ssm.Autodiff;

/// <summary>A tape as text: an op a line, or a diagram.</summary>
internal sealed class TapeListing<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape<T> _tape;
    private readonly Dictionary<Variable<T>, string> _names = [];

    internal TapeListing(Tape<T> tape)
    {
        _tape = tape;
        foreach (Variable<T> leaf in tape.Leaves)
        {
            _names.Add(leaf, $"x{_names.Count}");
        }

        for (int i = 0; i < tape.Entries.Count; i++)
        {
            _names.TryAdd(tape.Entries[i].Output, $"v{i}");
            Variable<T>[] outputs = tape.Entries[i].Joint?.Outputs ?? [];
            for (int j = 1; j < outputs.Length; j++)
            {
                _names.TryAdd(outputs[j], $"v{i}.{j}");
            }
        }
    }

    /// <summary>A line for each op: number, name, output, bytes that it keeps for the backward pass, inputs.</summary>
    internal string ToText()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"Tape: {_tape.Entries.Count} ops, {_tape.Leaves.Count} leaves, ");
        text.Append(CultureInfo.InvariantCulture, $"{_tape.Memory.Level.Bytes:N0} bytes kept").AppendLine();
        int width = _tape.Entries.Count == 0 ? 0 : _tape.Entries.Max(entry => OpName.Plain(entry.Op).Length);
        for (int i = 0; i < _tape.Entries.Count; i++)
        {
            TapeEntry<T> entry = _tape.Entries[i];
            string line = string.Create(
                CultureInfo.InvariantCulture,
                $"  v{i,-4} {OpName.Plain(entry.Op).PadRight(width)}  {Describe(entry.Output),-28} {Bytes(i),12:N0} B");
            text.AppendLine($"{line}  {Inputs(i)}".TrimEnd());
        }

        return text.ToString();
    }

    /// <summary>The graph in Mermaid's language: leaves as boxes, ops as rounded ones, an arrow an input.</summary>
    internal string ToMermaid()
    {
        TapeDetails<T> details = _tape.Details ?? throw new InvalidOperationException(
            "ToMermaid: this tape does not know the inputs of its ops; make it with TapeWatch.Inputs.");
        StringBuilder text = new("flowchart TD\n");
        StringBuilder arrows = new();
        HashSet<Variable<T>> leaves = [];
        for (int i = 0; i < _tape.Entries.Count; i++)
        {
            TapeEntry<T> entry = _tape.Entries[i];
            text.Append(
                CultureInfo.InvariantCulture, $"    v{i}(\"{OpName.Plain(entry.Op)}<br/>{Describe(entry.Output)}\")\n");
            foreach (Variable<T>? input in details.InputsOf(i))
            {
                if (input is null)
                {
                    continue;
                }

                string from = NameOf(input);
                if (from[0] is 'x' or 'c' && leaves.Add(input))
                {
                    text.Append(CultureInfo.InvariantCulture, $"    {from}[\"{from}<br/>{Describe(input)}\"]\n");
                }

                arrows.Append(CultureInfo.InvariantCulture, $"    {from.Split('.')[0]} --> v{i}\n");
            }
        }

        return text.Append(arrows).ToString();
    }

    private string Inputs(int entry)
    {
        if (_tape.Details is null)
        {
            return "";
        }

        StringBuilder text = new("← ");
        foreach (Variable<T>? input in _tape.Details.InputsOf(entry))
        {
            text.Append(input is null ? "none" : NameOf(input)).Append(' ');
        }

        return text.ToString();
    }

    /// <summary>x0 for a leaf, v0 for the output of op 0, c0 for a constant.</summary>
    internal string NameOf(Variable<T> variable)
    {
        if (!_names.TryGetValue(variable, out string? name))
        {
            name = $"c{_names.Count}";
            _names.Add(variable, name);
        }

        return name;
    }

    private long Bytes(int entry)
    {
        long after = entry + 1 < _tape.Entries.Count
            ? _tape.Entries[entry + 1].Before.Bytes
            : _tape.Memory.Level.Bytes;
        return after - _tape.Entries[entry].Before.Bytes;
    }

    private static string Describe(Variable<T> variable) =>
        $"{(variable.IsComplex ? "complex " : "")}{variable.Shape}";
}
