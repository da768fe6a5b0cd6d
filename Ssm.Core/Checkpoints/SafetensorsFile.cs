using System.Numerics;

namespace Ssm.Core.Checkpoints;

/// <summary>A safetensors file: its tensors are listed when it is opened and read one by one when they are asked
/// for.</summary>
/// <remarks>
/// <para>
/// Layout: a little-endian u64 header length n; n bytes of JSON, an object from each tensor's name to its dtype, shape
/// and data_offsets, with strings of the writer under <c>__metadata__</c>; then the data block, row-major,
/// little-endian, without gaps. Source: repository huggingface/safetensors, README section "Format".
/// </para>
/// <para>
/// Opening checks the whole header against the length of the file before any tensor is read, and never allocates more
/// than a small multiple of the bytes that are really there. The file is closed between calls, so that a checkpoint can
/// be replaced while another part of the program holds its list. An instance does not change: threads may share it.
/// </para>
/// </remarks>
public sealed class SafetensorsFile
{
    private readonly OrderedDictionary<string, SafetensorsEntry> _entries;
    private readonly long _dataStart;
    private readonly long _fileLength;

    private SafetensorsFile(string path, long dataStart, long fileLength, SafetensorsHeader header)
    {
        FilePath = path;
        _dataStart = dataStart;
        _fileLength = fileLength;
        _entries = header.Entries;
        Metadata = header.Metadata;
    }

    /// <summary>The path that the file was opened with.</summary>
    public string FilePath { get; }

    /// <summary>The writer's strings, empty where there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => _entries.Values;

    /// <summary>The tensor of a name.</summary>
    /// <exception cref="CheckpointException">The file has none of that name.</exception>
    public SafetensorsEntry this[string name] => _entries.TryGetValue(name, out SafetensorsEntry? entry)
        ? entry
        : throw new CheckpointException(FilePath, name, $"not found, expected {DescribeNames()}.");

    /// <summary>Reads and checks the header.</summary>
    /// <param name="path">A safetensors file.</param>
    /// <exception cref="CheckpointException">The header is damaged, or does not fit the file.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static SafetensorsFile Open(string path)
    {
        using FileStream stream = OpenStream(path);
        long fileLength = stream.Length;
        byte[] json = SafetensorsHeaderReader.ReadJson(stream, path);
        long dataStart = sizeof(ulong) + json.LongLength;
        SafetensorsHeader header = SafetensorsHeaderReader.Parse(json, path, dataLength: fileLength - dataStart);
        return new SafetensorsFile(path, dataStart, fileLength, header);
    }

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Contains(string name) => _entries.ContainsKey(name);

    /// <summary>Reads a tensor, converted to <typeparamref name="T"/> with one rounding where it is not
    /// exact.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <returns>The elements, row-major. Truth values are 0 and 1.</returns>
    /// <exception cref="CheckpointException">
    /// There is no such tensor, it has more elements than an array can, or the file has changed since it was opened.
    /// </exception>
    public T[] Read<T>(string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] values = new T[ArrayLength(this[name])];
        Read(name, values.AsSpan());
        return values;
    }

    /// <summary>Reads a tensor into memory of the caller, converted as by <see cref="Read{T}(string)"/>.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="values">Receives the elements, row-major; its length is the tensor's number of elements.</param>
    /// <exception cref="CheckpointException">
    /// There is no such tensor, it has another number of elements, or the file has changed since it was opened.
    /// </exception>
    public void Read<T>(string name, Span<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SafetensorsEntry entry = this[name];
        if (entry.Count != values.Length)
        {
            throw new CheckpointException(
                FilePath, name, $"has {entry.Count} elements, {entry}, expected {values.Length} for the given span.");
        }

        using FileStream stream = OpenData(entry);
        SafetensorsDecoder.Read(stream, FilePath, entry, values);
    }

    /// <summary>Reads a tensor of integers or truth values exactly.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <returns>The elements, row-major. Truth values are 0 and 1.</returns>
    /// <exception cref="CheckpointException">
    /// There is no such tensor, it holds floating-point numbers or one above 2⁶³ − 1, it has more elements than an
    /// array can, or the file has changed since it was opened.
    /// </exception>
    public long[] ReadInt64(string name)
    {
        SafetensorsEntry entry = this[name];
        long[] values = new long[ArrayLength(entry)];
        using FileStream stream = OpenData(entry);
        SafetensorsDecoder.ReadInt64(stream, FilePath, entry, values);
        return values;
    }

    private static FileStream OpenStream(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);

    private FileStream OpenData(SafetensorsEntry entry)
    {
        FileStream stream = OpenStream(FilePath);
        if (stream.Length != _fileLength)
        {
            long length = stream.Length;
            stream.Dispose();
            throw new CheckpointException(
                FilePath,
                entry.Name,
                $"the file is now {length} bytes, expected {_fileLength} as when it was opened; open it again.");
        }

        stream.Position = _dataStart + entry.Offset;
        return stream;
    }

    private int ArrayLength(SafetensorsEntry entry) => entry.Count <= Array.MaxLength
        ? (int)entry.Count
        : throw new CheckpointException(
            FilePath, entry.Name, $"has {entry.Count} elements, {entry}, expected at most {Array.MaxLength}.");

    private string DescribeNames()
    {
        const int Shown = 8;
        IEnumerable<string> names = _entries.Keys.Take(Shown).Select(name => $"'{CheckpointException.Shorten(name)}'");
        string more = _entries.Count > Shown ? $" or one of {_entries.Count - Shown} more" : "";
        return _entries.Count == 0 ? "nothing: the file is empty" : $"{string.Join(", ", names)}{more}";
    }
}
