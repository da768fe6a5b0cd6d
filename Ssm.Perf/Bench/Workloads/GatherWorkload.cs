using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>R rows of H numbers of an embedding of V entries; back, added to its gradient.</summary>
internal sealed class GatherWorkload : IBenchWorkload
{
    /// <inheritdoc/>
    public string Name => "gather";

    /// <inheritdoc/>
    public string Summary => "R rows of H numbers of an embedding of V entries; back, added to its gradient.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Sizes { get; } = ["V4096xR32768xH256"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Passes { get; } = ["fwd", "fwd+bwd"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Dtypes { get; } = ["f32", "f64"];

    /// <inheritdoc/>
    public BenchCase Prepare(BenchRequest request)
    {
        request.Size.Require(Sizes[0], Name);
        return LayerNumbers.Make(request, () => new Case<float>(request), () => new Case<double>(request));
    }

    private sealed class Case<T> : BenchCase
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly BenchRequest _request;
        private readonly int _width;
        private readonly T[] _table;
        private readonly T[] _gradient;
        private readonly int[] _indices;
        private readonly T[] _rows;

        internal Case(BenchRequest request)
        {
            (_request, _width) = (request, request.Size["H"]);
            RandomSource source = new(request.Seed);
            int entries = request.Size["V"];
            _table = LayerNumbers.Random<T>(source, checked(entries * _width));
            _gradient = new T[request.Backward ? _table.Length : 0];
            _indices = new int[request.Size["R"]];
            for (int i = 0; i < _indices.Length; i++)
            {
                _indices[i] = (int)source.NextDouble(0.0, entries);
            }

            _rows = new T[checked(_indices.Length * _width)];
        }

        internal override double Bytes => (_request.Backward ? 5.0 : 2.0) * _rows.Length * LayerNumbers.Bytes<T>();

        internal override double Operations => (_request.Backward ? 1.0 : 0.0) * _rows.Length;

        internal override IEnumerable<BenchRival> Rivals =>
            _request.Backward ? [] : [LayerNumbers.Rival("scalar", Scalar)];

        // The gradient of the rows is the rows themselves.
        internal override void Run()
        {
            Gather.Forward<T>(_table, _indices, _rows, _width, _request.Threads);
            if (_request.Backward)
            {
                _gradient.AsSpan().Clear();
                ScatterAddRows.Forward<T>(_rows, _indices, _gradient, _width, _request.Threads);
            }
        }

        /// <summary>Of every 997th number looked up.</summary>
        internal override double Error() => LayerNumbers.Error(
            from i in Enumerable.Range(0, (_rows.Length + 996) / 997)
            select (_rows[i * 997], double.CreateTruncating(Entry(i * 997))));

        private T Entry(int at) => _table[(_indices[at / _width] * _width) + (at % _width)];

        private void Scalar()
        {
            for (int at = 0; at < _rows.Length; at++)
            {
                _rows[at] = Entry(at);
            }
        }
    }
}
