using Ssm.Core.Checkpoints;
using Ssm.Core.Layers;
using Ssm.Kernels;
using Ssm.Tests.Checkpoints;

namespace Ssm.Tests.Training;

/// <summary>Saving and loading models: the same bits, and nothing changed where a file does not fit.</summary>
public sealed class ModelCheckpointTests
{
    private SafetensorsBytes _files = null!;

    [SetUp]
    public void MakeFolder() => _files = new SafetensorsBytes();

    [TearDown]
    public void RemoveFolder() => _files.Remove();

    [Test]
    public void A_reloaded_model_has_the_same_bits_and_the_same_metadata()
    {
        RoundTrip(new ToyModel<float>(seed: 1), new ToyModel<float>(seed: 2));
        RoundTrip(new ToyModel<double>(seed: 1), new ToyModel<double>(seed: 2));

        void RoundTrip<T>(ToyModel<T> model, ToyModel<T> other)
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            string path = _files.PathOf(typeof(T).Name);
            T[] mean = new T[8];
            Array.Fill(mean, T.CreateChecked(0.3));
            model.Norm.RunningMean.Assign(mean);
            ModelCheckpoint.Save(path, model, new Dictionary<string, string> { ["model"] = "toy" });
            IReadOnlyDictionary<string, string> metadata = ModelCheckpoint.Load(path, other);
            Assert.That(metadata["model"], Is.EqualTo("toy"));
            Assert.That(ModelCheckpoint.WeightsSha256(other), Is.EqualTo(ModelCheckpoint.WeightsSha256(model)));
            Assert.That(other.Norm.RunningMean.ToArray(), Is.EqualTo(mean));
            Assert.That(other.Gate.Value.ImaginaryToArray(), Is.EqualTo(model.Gate.Value.ImaginaryToArray()));
        }
    }

    [Test]
    public void Names_are_dotted_and_complex_arrays_are_two_tensors()
    {
        string path = _files.PathOf("names");
        ModelCheckpoint.Save(path, new ToyModel<float>(seed: 1));
        Assert.That(
            SafetensorsFile.Open(path).Entries.Select(e => $"{e.Name} {e}"),
            Is.EqualTo(new[]
            {
                "gate.re F32 (8)", "gate.im F32 (8)", "encoder.weight F32 (8, 1)", "encoder.bias F32 (8)",
                "norm.weight F32 (8)", "norm.bias F32 (8)", "decoder.weight F32 (2, 8)", "decoder.bias F32 (2)",
                "norm.running_mean F32 (8)", "norm.running_var F32 (8)",
            }));
    }

    [Test]
    public void The_hash_is_that_of_the_documented_bytes()
    {
        Linear<float> layer = new(1, 1, new RandomSource(1), bias: false);
        layer.Weight.Value.Assign([1f]);
        byte[] bytes = [.. Int(6), .. "weight"u8, .. Int(2), .. Int(1), .. Int(1), .. Int(4), 0, 0, 0x80, 0x3F];
        string expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        Assert.That(ModelCheckpoint.WeightsSha256(layer), Is.EqualTo(expected));

        static byte[] Int(int value) => [(byte)value, 0, 0, 0];
    }

    [Test]
    public void A_model_of_other_sizes_is_refused_with_the_differences_and_unchanged()
    {
        string path = _files.PathOf("sizes");
        ModelCheckpoint.Save(path, new ToyModel<float>(seed: 1, channels: 9));
        AssertRefused(path, "'gate.re' is F32 (9), expected (8)", "and 4 more", "Nothing was changed");
    }

    [Test]
    public void Missing_and_unexpected_tensors_are_named()
    {
        string path = _files.PathOf("missing");
        ModelCheckpoint.Save(path, new Linear<float>(1, 8, new RandomSource(1)));
        AssertRefused(path, "'gate.re' (8) is missing");

        ToyModel<float> model = new(seed: 1);
        ModelCheckpoint.Save(path, model);
        Linear<float> smaller = new(1, 8, new RandomSource(1));
        Assert.That(
            () => ModelCheckpoint.Load(path, smaller),
            Throws.InstanceOf<CheckpointException>().With.Message.Contains("'weight' (8, 1) is missing"));
        Assert.That(
            () => ModelCheckpoint.Load(path, smaller),
            Throws.InstanceOf<CheckpointException>().With.Message.Contains("'gate.re' F32 (8) is unexpected"));
    }

    [Test]
    public void A_damaged_file_changes_nothing_wherever_it_was_cut()
    {
        string path = _files.PathOf("damaged");
        ModelCheckpoint.Save(path, new ToyModel<float>(seed: 2));
        byte[] bytes = File.ReadAllBytes(path);
        foreach (int length in new[] { 0, 7, 8, 40, bytes.Length - 1 })
        {
            File.WriteAllBytes(path, bytes[..length]);
            AssertRefused(path, path);
        }
    }

    [Test]
    public void Integers_are_not_taken_for_weights()
    {
        string path = _files.PathOf("integers");
        SafetensorsWriter.Write(
            path,
            [
                SafetensorsTensor.FromInt64("weight", [2, 1], new long[] { 1, 2 }),
                SafetensorsTensor.From("bias", [2], [1f, 2f]),
            ]);
        Linear<float> layer = new(1, 2, new RandomSource(1));
        string before = ModelCheckpoint.WeightsSha256(layer);
        Assert.That(
            () => ModelCheckpoint.Load(path, layer),
            Throws.InstanceOf<CheckpointException>().With.Message.Contains("expected floating-point numbers"));
        Assert.That(ModelCheckpoint.WeightsSha256(layer), Is.EqualTo(before));
    }

    [Test]
    public void Numbers_of_single_precision_load_exactly_into_a_double_model()
    {
        string path = _files.PathOf("widen");
        ToyModel<float> narrow = new(seed: 1);
        ToyModel<double> wide = new(seed: 2);
        ModelCheckpoint.Save(path, narrow);
        ModelCheckpoint.Load(path, wide);
        Assert.That(
            wide.Decoder.Weight.Value.ToArray(),
            Is.EqualTo(narrow.Decoder.Weight.Value.ToArray().Select(x => (double)x)));
    }

    private static void AssertRefused(string path, params string[] texts)
    {
        ToyModel<float> model = new(seed: 1);
        string before = ModelCheckpoint.WeightsSha256(model);
        CheckpointException error = Assert.Throws<CheckpointException>(() => ModelCheckpoint.Load(path, model))!;
        foreach (string text in texts)
        {
            Assert.That(error.Message, Does.Contain(text));
        }

        Assert.That(ModelCheckpoint.WeightsSha256(model), Is.EqualTo(before));
    }
}
