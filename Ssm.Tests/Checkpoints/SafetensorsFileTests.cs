using System.Buffers.Binary;
using System.Text.Json;
using Ssm.Core.Checkpoints;

namespace Ssm.Tests.Checkpoints;

/// <summary>Reading: every stored type against its definition, and every golden file against a second reader.</summary>
public sealed class SafetensorsFileTests
{
    private SafetensorsBytes _files = null!;

    [SetUp]
    public void MakeFolder() => _files = new SafetensorsBytes();

    [TearDown]
    public void RemoveFolder() => _files.Remove();

    private static IEnumerable<string> GoldenFiles() =>
        Directory.EnumerateFiles(GoldenFolder, "*.safetensors", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(GoldenFolder, path))
            .Order(StringComparer.Ordinal);

    private static string GoldenFolder => Path.Combine(TestContext.CurrentContext.TestDirectory, "Golden");

    [Test]
    public void The_golden_files_are_there() => Assert.That(GoldenFiles().Count(), Is.GreaterThanOrEqualTo(25));

    [TestCaseSource(nameof(GoldenFiles))]
    public void A_golden_file_reads_as_a_second_reader_reads_it(string name)
    {
        string path = Path.Combine(GoldenFolder, name);
        SafetensorsFile file = SafetensorsFile.Open(path);
        byte[] bytes = File.ReadAllBytes(path);
        int headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        using JsonDocument header = JsonDocument.Parse(bytes.AsMemory(8, headerLength));

        int tensors = 0;
        foreach (JsonProperty property in header.RootElement.EnumerateObject())
        {
            if (property.Name == "__metadata__")
            {
                Assert.That(file.Metadata, Is.EquivalentTo(property.Value.EnumerateObject()
                    .Select(p => KeyValuePair.Create(p.Name, p.Value.GetString()))));
                continue;
            }

            SafetensorsEntry entry = file[property.Name];
            Assert.That(
                entry.Shape,
                Is.EqualTo(property.Value.GetProperty("shape").EnumerateArray().Select(x => x.GetInt32())));
            int begin = property.Value.GetProperty("data_offsets")[0].GetInt32();
            ExpectSame(
                file, entry, property.Value.GetProperty("dtype").GetString()!, bytes.AsSpan(8 + headerLength + begin));
            tensors++;
        }

        Assert.That(file.Entries, Has.Count.EqualTo(tensors));
    }

    [Test]
    public void Half_width_weights_are_the_rounded_single_precision_ones()
    {
        SafetensorsFile full = SafetensorsFile.Open(Path.Combine(GoldenFolder, "griffin_tiny", "model.safetensors"));
        SafetensorsFile half = SafetensorsFile.Open(
            Path.Combine(GoldenFolder, "griffin_tiny", "model_bf16.safetensors"));
        foreach (SafetensorsEntry entry in full.Entries)
        {
            double[] expected = full.Read<double>(entry.Name), actual = half.Read<double>(entry.Name);
            for (int i = 0; i < expected.Length; i++)
            {
                // Eight significant bits: half a unit in the last place is 2⁻⁸ of the leading bit at most.
                Assert.That(
                    actual[i], Is.EqualTo(expected[i]).Within(Math.ScaleB(Math.Abs(expected[i]), -8)), entry.Name);
            }
        }
    }

    [TestCase("F64", 8, "000000000000F03F 000000000000E0BF 182D4454FB210940", new[] { 1.0, -0.5, Math.PI })]
    [TestCase("F64", 8, "000000000000F07F 0000000000000080", new[] { double.PositiveInfinity, -0.0 })]
    [TestCase("F32", 4, "0000803F DB0F49C0 01000000", new[] { 1.0, -3.1415927410125732, 1.401298464324817e-45 })]
    [TestCase("F16", 2, "003C 00C2 FF7B 0100 007C 00FC", new[]
        { 1.0, -3.0, 65504.0, 5.9604644775390625e-8, double.PositiveInfinity, double.NegativeInfinity })]
    [TestCase("BF16", 2, "803F 40C0 493F 807F", new[] { 1.0, -3.0, 0.78515625, double.PositiveInfinity })]
    [TestCase("I64", 8, "0100000000000000 FFFFFFFFFFFFFFFF 0000000000000080", new[] { 1.0, -1.0, long.MinValue })]
    [TestCase("I32", 4, "01000000 FEFFFFFF FFFFFF7F", new[] { 1.0, -2.0, 2147483647.0 })]
    [TestCase("I16", 2, "0100 FEFF 0080", new[] { 1.0, -2.0, -32768.0 })]
    [TestCase("I8", 1, "01 FE 80", new[] { 1.0, -2.0, -128.0 })]
    [TestCase("U64", 8, "0100000000000000 FFFFFFFFFFFFFFFF", new[] { 1.0, 18446744073709551615.0 })]
    [TestCase("U32", 4, "01000000 FFFFFFFF", new[] { 1.0, 4294967295.0 })]
    [TestCase("U16", 2, "0100 FFFF", new[] { 1.0, 65535.0 })]
    [TestCase("U8", 1, "01 FF", new[] { 1.0, 255.0 })]
    [TestCase("BOOL", 1, "01 00 01", new[] { 1.0, 0.0, 1.0 })]
    public void Every_type_converts_to_double_and_float(string dtype, int size, string hex, double[] expected)
    {
        byte[] data = Convert.FromHexString(hex.Replace(" ", ""));
        Assert.That(data, Has.Length.EqualTo(expected.Length * size));
        SafetensorsFile file = SafetensorsFile.Open(WriteOne(dtype, expected.Length, data));

        Assert.That(
            file.Read<double>("t").Select(BitConverter.DoubleToInt64Bits),
            Is.EqualTo(expected.Select(BitConverter.DoubleToInt64Bits)));
        Assert.That(file.Read<float>("t"), Is.EqualTo(expected.Select(x => (float)x)));
        if (dtype[0] is 'I' or 'U' or 'B' && dtype is not ("BF16" or "U64"))
        {
            Assert.That(file.ReadInt64("t"), Is.EqualTo(expected.Select(x => (long)x)));
        }
    }

    [Test]
    public void Quiet_not_a_number_stays_so_in_every_floating_type()
    {
        Assert.That(ReadOne("F64", "000000000000F87F"), Is.NaN);
        Assert.That(ReadOne("F32", "0000C07F"), Is.NaN);
        Assert.That(ReadOne("F16", "007E"), Is.NaN);
        Assert.That(ReadOne("BF16", "C07F"), Is.NaN);
    }

    [Test]
    public void Integers_are_rounded_once()
    {
        // A little above the middle of two floats, which are 2³¹ apart there. By way of double, whose spacing is 4, the
        // 1 would be lost, and the tie would go down to 2⁵⁴.
        long odd = (1L << 54) + (1L << 30) + 1;
        byte[] data = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(data, odd);
        SafetensorsFile file = SafetensorsFile.Open(WriteOne("I64", 1, data));
        Assert.That(file.Read<float>("t")[0], Is.EqualTo(Math.ScaleB(1f, 54) + Math.ScaleB(1f, 31)));
        Assert.That(file.ReadInt64("t")[0], Is.EqualTo(odd));
    }

    [Test]
    public void More_than_a_chunk_converts_without_a_seam()
    {
        const int Count = 100_003;
        byte[] data = new byte[2 * Count];
        for (int i = 0; i < Count; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(data.AsSpan(2 * i), (short)(i * 7));
        }

        SafetensorsFile file = SafetensorsFile.Open(WriteOne("I16", Count, data));
        Assert.That(file.Read<float>("t"), Is.EqualTo(Enumerable.Range(0, Count).Select(i => (float)(short)(i * 7))));
        Assert.That(file.ReadInt64("t"), Is.EqualTo(Enumerable.Range(0, Count).Select(i => (long)(short)(i * 7))));
    }

    [Test]
    public void What_cannot_be_read_as_asked_is_refused()
    {
        SafetensorsFile floats = SafetensorsFile.Open(WriteOne("F32", 1, new byte[4]));
        Assert.That(() => floats.ReadInt64("t"), Refuses("expected integers"));
        Assert.That(() => floats.Read<float>("u"), Refuses("not found, expected 't'"));
        Assert.That(() => floats.Read<float>("t", new float[2]), Refuses("has 1 elements, F32 (1), expected 2"));
        Assert.That(floats.Contains("t"), Is.True);
        Assert.That(floats.Contains("u"), Is.False);

        SafetensorsFile truth = SafetensorsFile.Open(WriteOne("BOOL", 3, [0, 1, 2]));
        Assert.That(() => truth.Read<float>("t"), Refuses("has the byte 2, expected 0 or 1"));

        SafetensorsFile large = SafetensorsFile.Open(WriteOne("U64", 1, [0, 0, 0, 0, 0, 0, 0, 128]));
        Assert.That(() => large.ReadInt64("t"), Refuses("has 9223372036854775808"));
    }

    [Test]
    public void A_file_that_changed_since_it_was_opened_is_refused()
    {
        SafetensorsFile file = SafetensorsFile.Open(WriteOne("F32", 1, new byte[4]));
        WriteOne("F32", 2, new byte[8]);
        Assert.That(() => file.Read<float>("t"), Refuses("expected 66 as when it was opened"));
    }

    [Test]
    public void A_file_that_is_not_there_says_so() =>
        Assert.That(() => SafetensorsFile.Open(_files.PathOf("none")), Throws.TypeOf<FileNotFoundException>());

    private static NUnit.Framework.Constraints.IResolveConstraint Refuses(string message) =>
        Throws.TypeOf<CheckpointException>().With.Message.Contains(message);

    private static void ExpectSame(SafetensorsFile file, SafetensorsEntry entry, string dtype, ReadOnlySpan<byte> data)
    {
        int count = (int)entry.Count;
        switch (dtype)
        {
            case "F64":
                double[] doubles = new double[count];
                Buffer.BlockCopy(data[..(8 * count)].ToArray(), 0, doubles, 0, 8 * count);
                Assert.That(file.Read<double>(entry.Name), Is.EqualTo(doubles), entry.Name);
                break;
            case "F32":
                float[] floats = new float[count];
                Buffer.BlockCopy(data[..(4 * count)].ToArray(), 0, floats, 0, 4 * count);
                Assert.That(file.Read<float>(entry.Name), Is.EqualTo(floats), entry.Name);
                break;
            case "I64":
                long[] longs = new long[count];
                Buffer.BlockCopy(data[..(8 * count)].ToArray(), 0, longs, 0, 8 * count);
                Assert.That(file.ReadInt64(entry.Name), Is.EqualTo(longs), entry.Name);
                break;
            case "BOOL":
                Assert.That(file.ReadInt64(entry.Name), Is.EqualTo(data[..count].ToArray()), entry.Name);
                break;
            default:
                Assert.That(dtype, Is.EqualTo("BF16"), "the golden files have no other type");
                break;
        }
    }

    private double ReadOne(string dtype, string hex)
    {
        byte[] data = Convert.FromHexString(hex);
        return SafetensorsFile.Open(WriteOne(dtype, 1, data)).Read<double>("t")[0];
    }

    private string WriteOne(string dtype, int count, byte[] data)
    {
        byte[] bytes = SafetensorsBytes.Compose(
            $"{{\"t\":{{\"dtype\":\"{dtype}\",\"shape\":[{count}],\"data_offsets\":[0,{data.Length}]}}}}", data.Length);
        data.CopyTo(bytes, bytes.Length - data.Length);
        return _files.Write(bytes);
    }
}
