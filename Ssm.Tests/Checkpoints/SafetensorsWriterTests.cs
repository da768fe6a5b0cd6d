using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Ssm.Core.Checkpoints;

namespace Ssm.Tests.Checkpoints;

/// <summary>Writing: the exact bytes, the round trip, and that a failure changes nothing.</summary>
public sealed class SafetensorsWriterTests
{
    private SafetensorsBytes _files = null!;

    [SetUp]
    public void MakeFolder() => _files = new SafetensorsBytes();

    [TearDown]
    public void RemoveFolder() => _files.Remove();

    [Test]
    public void The_bytes_are_those_of_the_format()
    {
        string path = _files.PathOf("exact");
        SafetensorsWriter.Write(
            path,
            [SafetensorsTensor.From("b", [2, 1], [1f, -2f]), SafetensorsTensor.FromInt64("a", [], new long[] { 258 })],
            new Dictionary<string, string> { ["k"] = "v" });

        string json = "{\"__metadata__\":{\"k\":\"v\"},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
            + "\"a\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[8,16]}}";
        string padded = json.PadRight((json.Length + 7) / 8 * 8);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)padded.Length);
        byte[] expected =
        [
            .. length, .. Encoding.ASCII.GetBytes(padded), .. Convert.FromHexString("0000803F000000C00201000000000000"),
        ];
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(expected));
    }

    [Test]
    public void What_is_written_is_read_back()
    {
        string path = _files.PathOf("round-trip");
        float[] floats = [1.5f, float.NaN, float.NegativeInfinity, -0f, float.Epsilon, 3f];
        double[] doubles = [.. Enumerable.Range(0, 3_000_017).Select(i => Math.Sin(i))];
        long[] longs = [long.MinValue, -1, 0, long.MaxValue];
        Dictionary<string, string> metadata = new() { ["epoch"] = "7", ["name"] = "größer <\"\\\n> 語" };
        SafetensorsWriter.Write(
            path,
            [
                SafetensorsTensor.From("λ \"quoted\"", [3, 2], floats),
                SafetensorsTensor.From("empty", [0, 5], Array.Empty<float>()),
                SafetensorsTensor.From("more than one piece", [doubles.Length], doubles),
                SafetensorsTensor.From("scalar", [], new[] { Math.PI }),
                SafetensorsTensor.FromInt64("counters", [2, 2], longs),
                SafetensorsTensor.From<float>("slice", [2], floats.AsMemory(4, 2)),
            ],
            metadata);

        SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.That(
            file.Entries.Select(e => $"{e.Name}: {e}"),
            Is.EqualTo(new[]
            {
                "λ \"quoted\": F32 (3, 2)", "empty: F32 (0, 5)", "more than one piece: F64 (3000017)", "scalar: F64 ()",
                "counters: I64 (2, 2)", "slice: F32 (2)",
            }));
        Assert.That(file.Metadata, Is.EquivalentTo(metadata));
        Assert.That(
            file.Read<float>("λ \"quoted\"").Select(BitConverter.SingleToUInt32Bits),
            Is.EqualTo(floats.Select(BitConverter.SingleToUInt32Bits)));
        Assert.That(file.Read<float>("empty"), Is.Empty);
        Assert.That(file.Read<double>("more than one piece").AsSpan().SequenceEqual(doubles), Is.True);
        Assert.That(file.Read<double>("scalar"), Is.EqualTo(new[] { Math.PI }));
        Assert.That(file.ReadInt64("counters"), Is.EqualTo(longs));
        Assert.That(file.Read<double>("slice"), Is.EqualTo(new double[] { float.Epsilon, 3 }));
    }

    [Test]
    public void Nothing_at_all_can_be_written()
    {
        string path = _files.PathOf("nothing");
        SafetensorsWriter.Write(path, []);
        Assert.That(new FileInfo(path).Length, Is.EqualTo(16));
        Assert.That(SafetensorsFile.Open(path).Entries, Is.Empty);
        Assert.That(SafetensorsFile.Open(path).Metadata, Is.Empty);
        Assert.That(
            () => SafetensorsFile.Open(path)["x"],
            Throws.TypeOf<CheckpointException>().With.Message.Contains("the file is empty"));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(5)]
    [TestCase(6)]
    [TestCase(7)]
    [TestCase(8)]
    public void The_data_begins_at_a_multiple_of_eight(int nameLength)
    {
        string path = _files.PathOf("aligned");
        SafetensorsWriter.Write(path, [SafetensorsTensor.From(new string('n', nameLength), [1], [1.0])]);
        Assert.That(BinaryPrimitives.ReadUInt64LittleEndian(File.ReadAllBytes(path)) % 8, Is.Zero);
        Assert.That(new FileInfo(path).Length % 8, Is.Zero);
    }

    [Test]
    public void A_new_file_replaces_the_old_one_and_leaves_nothing_beside_it()
    {
        string path = _files.PathOf("checkpoint");
        SafetensorsWriter.Write(path, [SafetensorsTensor.From("old", [3], new float[3])]);
        SafetensorsWriter.Write(path, [SafetensorsTensor.From("new", [1], new float[1])]);
        Assert.That(SafetensorsFile.Open(path).Entries.Single().Name, Is.EqualTo("new"));
        Assert.That(Directory.GetFileSystemEntries(_files.Folder), Is.EqualTo(new[] { path }));
    }

    [Test]
    public void A_write_that_fails_half_way_leaves_the_old_file_and_nothing_beside_it()
    {
        string path = _files.PathOf("checkpoint");
        SafetensorsWriter.Write(path, [SafetensorsTensor.From("old", [1], [1f])]);
        byte[] old = File.ReadAllBytes(path);
        using BrokenMemory broken = new();
        SafetensorsTensor[] tensors =
        [
            SafetensorsTensor.From("fine", [1000], new float[1000]),
            SafetensorsTensor.From<float>("broken", [10], broken.Of(10)),
        ];
        Assert.That(
            () => SafetensorsWriter.Write(path, tensors), Throws.TypeOf<IOException>().With.Message.EqualTo("broken"));
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(old));
        Assert.That(Directory.GetFileSystemEntries(_files.Folder), Is.EqualTo(new[] { path }));
    }

    [Test]
    public void A_target_that_cannot_be_replaced_fails_and_leaves_nothing_beside_it()
    {
        string path = _files.PathOf("folder");
        Directory.CreateDirectory(path);
        Assert.That(
            () => SafetensorsWriter.Write(path, []),
            Throws.InstanceOf<IOException>().Or.InstanceOf<UnauthorizedAccessException>());
        Assert.That(Directory.GetFileSystemEntries(_files.Folder), Is.EqualTo(new[] { path }));
        Assert.That(
            () => SafetensorsWriter.Write(_files.PathOf("none/checkpoint"), []),
            Throws.TypeOf<DirectoryNotFoundException>());
    }

    [Test]
    public void Wrong_arguments_are_refused_before_anything_is_written()
    {
        string path = _files.PathOf("checkpoint");
        SafetensorsTensor tensor = SafetensorsTensor.From("twin", [1], [1f]);
        Assert.That(
            () => SafetensorsWriter.Write(path, [tensor, tensor]),
            Throws.ArgumentException.With.Message.Contains("'tensors' has 'twin' twice"));
        Assert.That(
            () => SafetensorsTensor.From("wide", [2, 3], new float[5]),
            Throws.ArgumentException.With.Message.Contains(
                "'wide' has 5 values, expected the product of its shape (2, 3)"));
        Assert.That(() => SafetensorsTensor.From("negative", [-1, -1], new float[1]), Throws.ArgumentException);
        Assert.That(
            () => SafetensorsTensor.From("wraps", [65536, 65536, 65536, 65536], Array.Empty<float>()),
            Throws.ArgumentException);
        Assert.That(() => SafetensorsTensor.From("__metadata__", [1], [1f]), Throws.ArgumentException);
        Assert.That(
            () => SafetensorsTensor.From("half", [1], [(Half)1]),
            Throws.ArgumentException.With.Message.Contains("expected Single or Double"));
        Assert.That(Directory.GetFileSystemEntries(_files.Folder), Is.Empty);
    }

    // Memory that fails when it is looked at, as a disk that is full does.
    private sealed class BrokenMemory : MemoryManager<float>
    {
        public ReadOnlyMemory<float> Of(int length) => CreateMemory(length);

        public override Span<float> GetSpan() => throw new IOException("broken");

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
