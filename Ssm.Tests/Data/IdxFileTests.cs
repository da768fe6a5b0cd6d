using System.IO.Compression;
using Ssm.Core.Data;
using Ssm.Kernels;

namespace Ssm.Tests.Data;

/// <summary>IDX files: small ones made by hand, plain and packed, and those that are damaged or lie.</summary>
public sealed class IdxFileTests
{
    // An exception and the first megabyte that is tried at most, generously; the lies below ask for two gigabytes.
    private const long MostAllocated = 3 << 20;

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("ssm-idx-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase(false)]
    [TestCase(true)]
    public void A_file_is_read_plain_and_packed(bool packed)
    {
        IdxFile file = IdxFile.Read(Write("any-name", "00000802 00000002 00000003 010203FDFEFF", packed));
        Assert.That(file.Dimensions, Is.EqualTo(new[] { 2, 3 }));
        Assert.That(file.Elements.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3, 253, 254, 255 }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_file_of_more_than_a_megabyte_is_read_whole(bool packed)
    {
        byte[] elements = [.. Enumerable.Range(0, 3_000_001).Select(i => (byte)(i * 31))];
        IdxFile file = IdxFile.Read(Write("large", [0, 0, 8, 1, 0, 0x2D, 0xC6, 0xC1, .. elements], packed));
        Assert.That(file.Elements.SequenceEqual(elements), Is.True);
    }

    [TestCase("00000803 00000000 0000001C 0000001C")]
    [TestCase("00000801 00000000")]
    public void A_file_without_elements_is_read(string hex) =>
        Assert.That(IdxFile.Read(Write("empty", hex, packed: false)).Elements.IsEmpty, Is.True);

    [TestCase("", "ends within its header")]
    [TestCase("000008", "ends within its header")]
    [TestCase("00000802 00000002 0000", "ends within its header")]
    [TestCase("50000801 00000001 01", "begins with the bytes 50 00")]
    [TestCase("00000800", "has 0 dimensions")]
    [TestCase("00000901 00000001 01", "type 0x09 (signed bytes), expected 0x08")]
    [TestCase("00000D01 00000001 00000000", "type 0x0D (floats)")]
    [TestCase("00000701 00000001 01", "type 0x07 (unknown)")]
    [TestCase("00000801 00000003 0102", "ends after 2 elements, expected 3")]
    [TestCase("00000801 00000001 0102", "goes on after 1 elements")]
    [TestCase("00000801 80000000 0102", "has 2147483648 as dimension 0")]
    [TestCase("00000801 7FFFFFFF 0102", "more than a file of its size")]
    [TestCase("00000803 7FFFFFFF 7FFFFFFF 7FFFFFFF 0102", "more than a file of its size")]
    [TestCase("00000802 00010000 00010000 0102", "more than a file of its size")]
    public void A_file_that_is_damaged_or_lies_is_refused(string hex, string message)
    {
        ExpectRefused(Write("plain", hex, packed: false), message);
        ExpectRefused(Write("packed", hex, packed: true), message);
    }

    [Test]
    public void A_packed_file_that_is_cut_or_no_packed_file_is_refused()
    {
        string path = Write("cut", "00000801 00000008 0102030405060708", packed: true);
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^12]);
        Assert.That(() => IdxFile.Read(path), Throws.TypeOf<InvalidDataException>());
        File.WriteAllBytes(path, [0x1F, 0x8B, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7]);
        Assert.That(() => IdxFile.Read(path), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void A_packed_file_that_claims_gigabytes_is_given_a_megabyte_until_it_has_them()
    {
        // Three megabytes of noise make 2 GB believable, but only 3 MB come.
        byte[] noise = new byte[3 << 20];
        RandomSource random = new(seed: 1);
        for (int i = 0; i < noise.Length; i++)
        {
            noise[i] = (byte)random.NextUInt64();
        }

        string path = Write("claims", [0, 0, 8, 1, 0x7F, 0, 0, 0, .. noise], packed: true);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => IdxFile.Read(path), Throws.TypeOf<InvalidDataException>());
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(16 << 20));
    }

    [Test]
    public void A_folder_of_images_and_labels_becomes_a_split()
    {
        Write("train-images-idx3-ubyte.gz", "00000803 00000003 00000001 00000002 00FF 3300 FF00", packed: true);
        Write("train-labels-idx1-ubyte.gz", "00000801 00000003 020001", packed: true);
        Write("t10k-images-idx3-ubyte", "00000803 00000001 00000001 00000002 FFFF", packed: false);
        Write("t10k-labels-idx1-ubyte", "00000801 00000001 04", packed: false);
        DataSplit split = IdxImages.Load(_folder, "tiny");
        SignalDataset train = (SignalDataset)split.Train, test = (SignalDataset)split.Test;
        Assert.That(
            (train.Name, train.Count, train.Length, train.Channels, train.Classes), Is.EqualTo(("tiny", 3, 2, 1, 5)));
        Assert.That(train.Inputs.ToArray(), Is.EqualTo(new[] { 0f, 1f, 0.2f, 0f, 1f, 0f }));
        Assert.That(train.Labels.ToArray(), Is.EqualTo(new[] { 2, 0, 1 }));
        Assert.That(test.Labels.ToArray(), Is.EqualTo(new[] { 4 }));
    }

    [Test]
    public void Images_and_labels_that_do_not_belong_together_are_refused()
    {
        Write("train-images-idx3-ubyte", "00000803 00000001 00000001 00000002 00FF", packed: false);
        Assert.That(() => IdxImages.Load(_folder, "x"), Throws.TypeOf<FileNotFoundException>());
        Write("train-labels-idx1-ubyte", "00000801 00000002 0200", packed: false);
        Assert.That(
            () => IdxImages.Load(_folder, "x"), Throws.TypeOf<InvalidDataException>().With.Message.Contains("'train'"));
        Write("train-labels-idx1-ubyte", "00000801 00000001 02", packed: false);
        Write("t10k-images-idx3-ubyte", "00000803 00000001 00000002 00000001 FFFF", packed: false);
        Write("t10k-labels-idx1-ubyte", "00000801 00000001 04", packed: false);
        Assert.That(
            () => IdxImages.Load(_folder, "x"),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("test images"));
    }

    private static void ExpectRefused(string path, string message)
    {
        Assert.That(() => IdxFile.Read(path), Throws.TypeOf<InvalidDataException>().With.Message.Contains(message));
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            IdxFile.Read(path);
        }
        catch (InvalidDataException)
        {
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(MostAllocated));
        }
    }

    private string Write(string name, string hex, bool packed) =>
        Write(name, Convert.FromHexString(hex.Replace(" ", "")), packed);

    private string Write(string name, byte[] bytes, bool packed)
    {
        string path = Path.Combine(_folder, name);
        using FileStream file = File.Create(path);
        using Stream stream = packed ? new GZipStream(file, CompressionLevel.Optimal) : file;
        stream.Write(bytes);
        return path;
    }
}
