using Ssm.Core.Checkpoints;
using Ssm.Perf.Golden;

namespace Ssm.Tests.GoldenFiles;

/// <summary>A golden file of one case, y = a·u (complex a, real u), with any of its tensors made wrong.</summary>
internal sealed class MadeUpGolden : IDisposable
{
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("ssm-golden-");
    private readonly OrderedDictionary<string, (int[] Shape, double[] Values)> _tensors = new()
    {
        ["in.u"] = ([2], [3, -1]),
        ["p.a.re"] = ([2], [2, 0.5]),
        ["p.a.im"] = ([2], [-1, 4]),

        // Nothing depends on it, so its gradient is zero.
        ["p.idle"] = ([1], [7]),
        ["out.y.re"] = ([2], [6, -0.5]),
        ["out.y.im"] = ([2], [-3, -4]),
        ["w.y.re"] = ([2], [1, 2]),
        ["w.y.im"] = ([2], [10, 20]),

        // 6 − 1 − 30 − 80
        ["loss"] = ([], [-105]),

        // Re(conj(a) w), and u w.
        ["grad.in.u"] = ([2], [2 - 10, 1 + 80]),
        ["grad.p.a.re"] = ([2], [3, -2]),
        ["grad.p.a.im"] = ([2], [30, -20]),
        ["grad.p.idle"] = ([1], [0]),
        ["aux.twice"] = ([2], [6, -2]),
    };

    internal Dictionary<string, string> Metadata { get; } = new()
    {
        ["model"] = "made up",
        ["cases"] = """["scaled"]""",
        ["case:scaled"] = """{"n": 2, "rate": 0.5, "flag": true, "kind": "plain"}""",
    };

    internal string Directory => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    internal MadeUpGolden With(string tensor, int[] shape, params double[] values)
    {
        _tensors[tensor] = (shape, values);
        return this;
    }

    internal MadeUpGolden With(string tensor, int element, double value)
    {
        _tensors[tensor].Values[element] = value;
        return this;
    }

    internal MadeUpGolden Without(params string[] tensors)
    {
        foreach (string tensor in tensors)
        {
            _tensors.Remove(tensor);
        }

        return this;
    }

    internal string Write(string name = "made-up.safetensors", string prefix = "scaled/")
    {
        string path = Path.Combine(Directory, name);
        List<SafetensorsTensor> tensors =
            [.. _tensors.Select(t => SafetensorsTensor.From(prefix + t.Key, t.Value.Shape, t.Value.Values))];
        tensors.Add(SafetensorsTensor.FromInt64($"{prefix}in.index", [2], new long[] { 1, 0 }));
        SafetensorsWriter.Write(path, tensors, Metadata);
        return path;
    }

    internal GoldenFile Open() => GoldenFile.Open(Write());
}
