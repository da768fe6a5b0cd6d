using System.Buffers.Binary;
using Ssm.Core.Checkpoints;

namespace Ssm.Tests.Checkpoints;

/// <summary>Damaged and hostile files are refused, with an error that says what and where, and without large
/// allocation.</summary>
public sealed class SafetensorsHostileTests
{
    // What an exception with its stack trace and message takes, generously; the lies below ask for gigabytes.
    private const long MostAllocated = 256 << 10;

    private SafetensorsBytes _files = null!;

    public sealed record Hostile(string Name, string Json, int DataBytes, string Message)
    {
        public override string ToString() => Name;
    }

    [SetUp]
    public void MakeFolder() => _files = new SafetensorsBytes();

    [TearDown]
    public void RemoveFolder() => _files.Remove();

    private static IEnumerable<Hostile> Headers() =>
    [
        new("not JSON", "{nonsense}", 0, "not valid JSON"),
        new("not an object", "[1, 2]", 0, "0x5B"),
        new("cut short", "{\"a\":{\"dtype\":\"F32\"", 0, "not valid JSON"),
        new("more after it", "{} {}", 0, "not valid JSON"),
        new("zero bytes after it", "{}\0\0\0\0\0\0", 0, "not valid JSON"),
        new("a comment", "{/* */}", 0, "not valid JSON"),
        new("a trailing comma", Entry("a", "F32", "[1]", "[0,4]")[..^1] + ",}", 4, "not valid JSON"),
        new("bytes that are no UTF-8", Entry("\u00FF\u00FE", "F32", "[1]", "[0,4]"), 4, "not valid JSON"),
        new("half a surrogate pair", Entry("\\ud800", "F32", "[1]", "[0,4]"), 4, "not valid JSON"),
        new("nested too deep", $"{{\"a\":{new string('[', 100)}{new string(']', 100)}}}", 0, "expected an object"),
        new(
            "nested too deep in a field that is skipped", $"{{\"a\":{{\"x\":{new string('[', 100)}", 0,
            "not valid JSON"),
        new("an entry that is no object", "{\"a\":3}", 0, "JSON Number, expected an object"),
        new("no dtype", "{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "has no 'dtype'"),
        new("no shape", "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4, "has no 'shape'"),
        new("no offsets", "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, "has no 'data_offsets'"),
        new("dtype twice", "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", 0, "'dtype' stands there twice"),
        new("shape twice", "{\"a\":{\"shape\":[1],\"shape\":[1]}}", 0, "'shape' stands there twice"),
        new(
            "offsets twice", "{\"a\":{\"data_offsets\":[0,4],\"data_offsets\":[0,4]}}", 0,
            "'data_offsets' stands there twice"),
        new("dtype unknown", Entry("a", "F31", "[1]", "[0,4]"), 4, "'dtype' is 'F31', expected F64"),
        new("dtype in lower case", Entry("a", "f32", "[1]", "[0,4]"), 4, "'dtype' is 'f32'"),
        new(
            "dtype a number", "{\"a\":{\"dtype\":32,\"shape\":[1],\"data_offsets\":[0,4]}}", 4,
            "expected a string as 'dtype'"),
        new("dtype very long", Entry("a", new string('F', 5000), "[1]", "[0,4]"), 4, "…"),
        new("shape a number", Entry("a", "F32", "1", "[0,4]"), 4, "expected an array as 'shape'"),
        new("shape of strings", Entry("a", "F32", "[\"1\"]", "[0,4]"), 4, "expected whole numbers in 'shape'"),
        new("shape nested", Entry("a", "F32", "[[1]]", "[0,4]"), 4, "expected whole numbers in 'shape'"),
        new("shape negative", Entry("a", "F32", "[-1]", "[0,4]"), 4, "'shape' has -1"),
        new("shape twice negative", Entry("a", "F32", "[-1,-1]", "[0,4]"), 4, "'shape' has -1"),
        new("shape with a fraction", Entry("a", "F32", "[1.5]", "[0,4]"), 4, "'shape' has 1.5"),
        new("shape with an exponent", Entry("a", "F32", "[1e0]", "[0,4]"), 4, "'shape' has 1e0"),
        new("shape above 2^31", Entry("a", "F32", "[2147483648]", "[0,4]"), 4, "'shape' has 2147483648"),
        new("shape above 2^64", Entry("a", "F32", "[99999999999999999999]", "[0,4]"), 4, "'shape' has 9999"),
        new("product above 2^63", Entry("a", "F32", "[2147483647,2147483647,2]", "[0,4]"), 4, "fewer than 2"),
        new(
            "product that wraps round to 0", Entry("a", "F64", "[1073741824,1073741824,8]", "[0,0]"), 0,
            "fewer than 2"),
        new(
            "product that wraps and then a 0", Entry("a", "F64", "[1073741824,1073741824,8,0]", "[0,0]"), 0,
            "fewer than 2"),
        new(
            "too many axes", Entry("a", "F32", $"[{string.Join(',', Enumerable.Repeat("1", 100))}]", "[0,4]"), 4,
            "more than 64"),
        new(
            "shape larger than the offsets", Entry("a", "F32", "[2]", "[0,4]"), 4,
            "expected 8 bytes for F32 of shape [2]"),
        new("shape smaller than the offsets", Entry("a", "F32", "[1]", "[0,8]"), 8, "8 bytes, expected 4 bytes"),
        new("one offset", Entry("a", "F32", "[1]", "[0]"), 4, "expected a begin and an end"),
        new("three offsets", Entry("a", "F32", "[1]", "[0,4,8]"), 4, "expected a begin and an end"),
        new("offsets reversed", Entry("a", "F32", "[1]", "[4,0]"), 4, "expected a begin and an end not before it"),
        new("offsets negative", Entry("a", "F32", "[1]", "[-4,0]"), 4, "'data_offsets' has -4"),
        new("offsets above 2^63", Entry("a", "F32", "[1]", "[0,9223372036854775808]"), 4, "'data_offsets' has 92233"),
        new("data cut short", Entry("a", "F32", "[4]", "[0,16]"), 15, "expected 15 at most"),
        new(
            "data claimed to be huge", Entry("a", "F32", "[2147483647,1000]", "[0,8589934588000]"), 4,
            "expected 4 at most"),
        new("bytes after the last tensor", Entry("a", "F32", "[1]", "[0,4]"), 5, "1 bytes after the last tensor"),
        new("bytes without a tensor", "{}", 1, "1 bytes after the last tensor"),
        new("a hole at the start", Entry("a", "F32", "[1]", "[4,8]"), 8, "leaves a hole before it, expected byte 0"),
        new("a hole in the middle", Two("[0,4]", "[8,12]"), 12, "leaves a hole before it, expected byte 4"),
        new("an overlap", Two("[0,4]", "[2,6]"), 6, "overlaps the tensor before it, expected byte 4"),
        new("the same bytes twice", Two("[0,4]", "[0,4]"), 4, "overlaps the tensor before it, expected byte 4"),
        new("an offset past the end", Two("[0,4]", "[9223372036854775803,9223372036854775807]"), 4, "leaves a hole"),
        new("the same name twice", Two("[0,4]", "[4,8]").Replace("\"b\"", "\"a\""), 8, "stands in the header twice"),
        new("the same name twice, once escaped", Two("[0,4]", "[4,8]").Replace("\"b\"", "\"\\u0061\""), 8, "twice"),
        new("metadata no object", "{\"__metadata__\":[]}", 0, "expected an object of strings"),
        new("metadata not of strings", "{\"__metadata__\":{\"a\":1}}", 0, "expected a string under 'a'"),
        new("metadata twice", "{\"__metadata__\":{},\"__metadata__\":{}}", 0, "stands in the header twice"),
        new("metadata with a key twice", "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0, "'a' stands there twice"),
    ];

    [TestCaseSource(nameof(Headers))]
    public void A_header_that_is_wrong_is_refused(Hostile hostile)
    {
        string path = _files.Write(hostile.Json, hostile.DataBytes);
        CheckpointException error = Refused(path);
        Assert.That(error.Message, Does.Contain(hostile.Message));
        Assert.That(error.Message, Does.Contain(path));
        Assert.That(error.FilePath, Is.EqualTo(path));
        Assert.That(error.Message, Has.Length.LessThan(2000));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(8)]
    [TestCase(9)]
    public void A_file_too_short_for_any_header_is_refused(int length) =>
        Assert.That(Refused(_files.Write(new byte[length])).Message, Does.Contain($"has {length} bytes, expected 10"));

    [TestCase(0UL)]
    [TestCase(1UL)]
    [TestCase(3UL)]
    [TestCase(90_000_000UL)]
    [TestCase(0x7FFF_FFFFUL)]
    [TestCase(0x8000_0000UL)]
    [TestCase(0x7FFF_FFFF_FFFF_FFFFUL)]
    [TestCase(0xFFFF_FFFF_FFFF_FFF8UL)]
    [TestCase(ulong.MaxValue)]
    public void A_header_length_that_the_file_does_not_have_is_refused(ulong length)
    {
        byte[] bytes = SafetensorsBytes.Compose("{}", 0);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        Assert.That(Refused(_files.Write(bytes)).Message, Does.Contain($"length is {length}, expected 2 to 2"));
    }

    [Test]
    public void A_header_above_the_limit_of_the_format_is_refused_even_where_the_file_has_it()
    {
        string path = WriteSparse(headerLength: 100_000_001, fileLength: 200_000_000);
        Assert.That(Refused(path).Message, Does.Contain("expected 2 to 100000000"));
    }

    [Test]
    public void A_large_file_of_something_else_is_refused_by_its_first_byte()
    {
        string path = WriteSparse(headerLength: 90_000_000, fileLength: 200_000_000);
        Assert.That(Refused(path).Message, Does.Contain("is this a safetensors file?"));
    }

    [Test]
    public void A_file_cut_anywhere_or_with_any_byte_changed_opens_or_is_refused()
    {
        byte[] bytes = SafetensorsBytes.Compose("{\"__metadata__\":{\"k\":\"v\"}," + Two("[0,4]", "[4,8]")[1..], 8);
        for (int length = 0; length < bytes.Length; length++)
        {
            string path = _files.Write(bytes[..length]);
            Assert.That(() => SafetensorsFile.Open(path), Throws.TypeOf<CheckpointException>(), $"cut at {length}");
        }

        // Changes of the header's text go to the parser itself: two thousand files would take seconds.
        byte[] replacements = [0, 1, 0x7F, 0x80, 0xFF, .. "\"{}9-\\"u8];
        int opened = 0, refused = 0;
        for (int i = 0; i < bytes.Length - 8; i++)
        {
            foreach (byte replacement in replacements)
            {
                byte[] changed = [.. bytes];
                changed[i] = replacement;
                try
                {
                    _ = i < 8
                        ? SafetensorsFile.Open(_files.Write(changed)).Entries.Count
                        : SafetensorsHeaderReader.Parse(
                            changed.AsSpan()[8..^8], "changed", dataLength: 8).Entries.Count;
                    opened++;
                }
                catch (CheckpointException)
                {
                    // Anything else that is thrown fails the test.
                    refused++;
                }
            }
        }

        Assert.That(opened, Is.GreaterThan(20), "a letter of a name may change");
        Assert.That(refused, Is.GreaterThan(1000));
    }

    [Test]
    public void Tensors_may_stand_in_the_header_in_another_order_than_their_data()
    {
        SafetensorsFile file = SafetensorsFile.Open(_files.Write(Two("[4,8]", "[0,4]"), 8));
        Assert.That(file.Entries.Select(e => e.Name), Is.EqualTo(new[] { "b", "a" }));
    }

    [Test]
    public void Fields_that_are_not_known_are_passed_over()
    {
        string json = "{\"a\":{\"new\":[{\"x\":[1]}],\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]}}";
        Assert.That(SafetensorsFile.Open(_files.Write(json, 1)).Entries.Single().Count, Is.EqualTo(1));
    }

    private static string Entry(string name, string dtype, string shape, string offsets) =>
        $"{{\"{name}\":{{\"dtype\":\"{dtype}\",\"shape\":{shape},\"data_offsets\":{offsets}}}}}";

    private static string Two(string first, string second) =>
        Entry("a", "F32", "[1]", first)[..^1] + "," + Entry("b", "F32", "[1]", second)[1..];

    private static CheckpointException Refused(string path)
    {
        // Once before measuring, so that nothing is counted that is made only once.
        Assert.That(() => SafetensorsFile.Open(path), Throws.TypeOf<CheckpointException>());
        long before = GC.GetAllocatedBytesForCurrentThread();
        CheckpointException? error = null;
        try
        {
            SafetensorsFile.Open(path);
        }
        catch (CheckpointException caught)
        {
            error = caught;
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(MostAllocated));
        return error!;
    }

    // A file of zeros that takes no room on the disk, after a header length.
    private string WriteSparse(ulong headerLength, long fileLength)
    {
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, headerLength);
        string path = _files.Write(prefix);
        using FileStream stream = new(path, FileMode.Open);
        stream.SetLength(fileLength);
        return path;
    }
}
