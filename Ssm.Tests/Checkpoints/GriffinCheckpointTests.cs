using Ssm.Autodiff;
using Ssm.Core.Checkpoints;
using Ssm.Core.Models;
using Ssm.Kernels;
using Ssm.Tests.Core;

namespace Ssm.Tests.Checkpoints;

/// <summary>Checkpoints of Griffin: what recurrentgemma wrote, what we write, and what is refused.</summary>
public sealed class GriffinCheckpointTests
{
    private static readonly GriffinOptions Tiny = new()
    {
        Vocabulary = 9,
        Width = 8,
        MlpWidth = 6,
        Heads = 2,
        Blocks = [GriffinBlockKind.Attention, GriffinBlockKind.Recurrent],
        LruWidth = 4,
        Window = 3,
    };

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("ssm-griffin-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("model.safetensors", "logits")]
    [TestCase("model_bf16.safetensors", "bf16")]
    public void What_recurrentgemma_wrote_gives_its_logits(string tensors, string id)
    {
        SafetensorsFile golden = HippoGolden.Open("model_griffin_lm");
        LanguageModel<double> model = GriffinCheckpoint.Load<double>(GoldenFolder, tensors).Model;
        int batch = golden.Size($"{id}/in.tokens", 0), length = golden.Size($"{id}/in.tokens", 1);
        Indices tokens = new([.. golden.Read<double>($"{id}/in.tokens").Select(x => (int)x)], [batch, length]);
        Assert.That(
            HippoGolden.Error(model.Forward(tokens).Value.ToArray(), golden.Real($"{id}/out.logits")),
            Is.LessThan(1e-10));
    }

    [Test]
    public void What_we_write_under_either_names_reads_back_to_the_same_bits([Values] GriffinNaming names)
    {
        LanguageModel<float> model = GriffinModel.Create<float>(Tiny, new RandomSource(1));
        GriffinCheckpoint.Save(_folder, model, Tiny, names);
        (LanguageModel<float> again, GriffinOptions options) = GriffinCheckpoint.Load<float>(_folder);
        Assert.That(ModelCheckpoint.WeightsSha256(again), Is.EqualTo(ModelCheckpoint.WeightsSha256(model)));
        Assert.That(options, Is.EqualTo(Tiny with { Blocks = options.Blocks }));
        Assert.That(options.Blocks, Is.EqualTo(Tiny.Blocks));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(2));
    }

    [Test]
    public void In_bfloat16_the_golden_checkpoint_comes_out_as_recurrentgemma_rounded_it()
    {
        (LanguageModel<double> model, GriffinOptions options) = GriffinCheckpoint.Load<double>(GoldenFolder);
        GriffinCheckpoint.Save(_folder, model, options, inBFloat16: true);
        SafetensorsFile ours = SafetensorsFile.Open(Path.Combine(_folder, GriffinCheckpoint.TensorsName));
        SafetensorsFile golden = SafetensorsFile.Open(Path.Combine(GoldenFolder, "model_bf16.safetensors"));
        foreach (SafetensorsEntry entry in golden.Entries)
        {
            Assert.That(ours[entry.Name].Type, Is.EqualTo(SafetensorsType.BFloat16));
            Assert.That(ours.Read<float>(entry.Name), Is.EqualTo(golden.Read<float>(entry.Name)), entry.Name);
        }
    }

    [Test]
    public void The_tensors_have_the_names_and_shapes_that_the_sizes_say([Values] GriffinNaming names)
    {
        LanguageModel<float> model = GriffinModel.Create<float>(Tiny, new RandomSource(2));
        GriffinCheckpoint.Save(_folder, model, Tiny, names);
        SafetensorsFile file = SafetensorsFile.Open(Path.Combine(_folder, GriffinCheckpoint.TensorsName));
        Assert.That(
            GriffinCheckpoint.ParameterShapes(Tiny, names).Select(t => $"{t.Key} {t.Value}"),
            Is.EquivalentTo(file.Entries.Select(e => $"{e.Name} ({string.Join(", ", e.Shape)})")));
        Assert.That(
            GriffinCheckpoint.ParameterShapes(Tiny, names).Sum(t => t.Value.Count), Is.EqualTo(model.ParameterCount));
    }

    [Test]
    public void The_golden_checkpoint_has_exactly_the_names_that_its_sizes_say()
    {
        SafetensorsFile file = SafetensorsFile.Open(Path.Combine(GoldenFolder, "model.safetensors"));
        GriffinOptions options = GriffinCheckpoint.Load<float>(GoldenFolder).Options;
        Assert.That(
            GriffinCheckpoint.ParameterShapes(options).Select(t => t.Key),
            Is.EqualTo(file.Entries.Select(e => e.Name)));
    }

    [Test]
    public void RecurrentGemma_2B_has_the_published_number_of_parameters([Values] GriffinNaming names) => Assert.That(
        GriffinCheckpoint.ParameterShapes(GriffinOptions.RecurrentGemma2B, names).Sum(t => (long)t.Value.Count),
        Is.EqualTo(2_682_862_080));

    [Test]
    public void A_model_in_several_files_is_found_by_its_index()
    {
        LanguageModel<float> model = GriffinModel.Create<float>(Tiny, new RandomSource(3));
        GriffinCheckpoint.Save(_folder, model, Tiny, GriffinNaming.HuggingFace);
        string path = Path.Combine(_folder, GriffinCheckpoint.TensorsName);
        SafetensorsFile file = SafetensorsFile.Open(path);
        List<SafetensorsTensor>[] parts = [[], []];
        List<string> map = [];
        foreach (SafetensorsEntry entry in file.Entries)
        {
            int part = map.Count % 2;
            parts[part].Add(SafetensorsTensor.From(entry.Name, entry.Shape.AsSpan(), file.Read<float>(entry.Name)));
            map.Add($"\"{entry.Name}\": \"part-{part}.safetensors\"");
        }

        File.Delete(path);
        SafetensorsWriter.Write(Path.Combine(_folder, "part-0.safetensors"), parts[0]);
        SafetensorsWriter.Write(Path.Combine(_folder, "part-1.safetensors"), parts[1]);
        WriteIndex($$"""{"weight_map": { {{string.Join(", ", map)}} } }""");
        Assert.That(
            ModelCheckpoint.WeightsSha256(GriffinCheckpoint.Load<float>(_folder).Model),
            Is.EqualTo(ModelCheckpoint.WeightsSha256(model)));

        WriteIndex("""{"weight_map": {"a": "part-0.safetensors"}}""");
        AssertRefused("'a'", "does not have it");
        WriteIndex("""{"weight_map": {"a": "../part-0.safetensors"}}""");
        AssertRefused("'a'", "expected a file of the same folder");
        WriteIndex("""{"weight_map": 3}""");
        AssertRefused("no object 'weight_map'");
        WriteIndex("{");
        AssertRefused("is not JSON");
    }

    [Test]
    public void Tensors_that_are_missing_too_much_or_of_another_shape_are_named()
    {
        Save(tensors => tensors.Where(t => t.Name != "final_norm.scale"));
        AssertRefused("'final_norm.scale' (8) is missing");
        Save(tensors => tensors.Append(SafetensorsTensor.From("more", [1], new float[1])));
        AssertRefused("'more' F32 (1) is unexpected");
        Save(tensors => tensors.Select(t =>
            t.Name == "final_norm.scale" ? SafetensorsTensor.From(t.Name, [7], new float[7]) : t));
        AssertRefused("'final_norm.scale' is F32 (7), expected (8)");
        Save(tensors => tensors.Select(t =>
            t.Name == "final_norm.scale" ? SafetensorsTensor.FromInt64(t.Name, [8], new long[8]) : t));
        AssertRefused("'final_norm.scale' is I64 (8), expected floating-point numbers");
        Save(tensors => tensors.Take(1));
        AssertRefused("; and ");
    }

    [TestCase("{", "is not JSON")]
    [TestCase("[]", "is a JSON Array, expected an object")]
    [TestCase("""{"width": 8}""", "has no 'vocab_size'")]
    [TestCase("""{"vocab_size": 1.5}""", "'vocab_size' is 1.5, expected a whole number")]
    [TestCase("""{"vocab_size": -1}""", "'vocab_size' is -1, expected a whole number")]
    [TestCase("""{"vocab_size": 9, "width": 8, "mlp_expanded_width": 6, "num_heads": 2, "block_types": ["x"]}""",
        "expected one or more of 'recurrent' and 'attention'")]
    [TestCase("""{"vocab_size": 9, "width": 8, "mlp_expanded_width": 6, "num_heads": 2, "block_types": []}""",
        "'block_types' is [], expected one or more")]
    [TestCase("""{"vocab_size": 9, "width": 8, "mlp_expanded_width": 6, "num_heads": 2, "block_types": 3}""",
        "expected a list of texts")]
    [TestCase("""{"hidden_size": 8, "rope_theta": 5}""", "'rope_theta' is 5, expected 10000")]
    [TestCase("""{"hidden_size": 8, "intermediate_size": 7}""", "expected an even number")]
    public void A_config_that_does_not_say_what_it_has_to_is_refused(string json, string reason)
    {
        GriffinCheckpoint.Save(_folder, GriffinModel.Create<float>(Tiny, new RandomSource(4)), Tiny);
        File.WriteAllText(Path.Combine(_folder, GriffinCheckpoint.ConfigName), json);
        AssertRefused(reason, "config.json");
    }

    [Test]
    public void A_model_of_other_sizes_is_not_saved_under_these()
    {
        LanguageModel<float> model = GriffinModel.Create<float>(Tiny, new RandomSource(7));
        Assert.That(
            () => GriffinCheckpoint.Save(_folder, model, Tiny with { MlpWidth = 5 }),
            Throws.ArgumentException.With.Message.Contains("numbers for 'blocks.0.mlp_block.ffw_up.w'"));
        Assert.That(
            () => GriffinCheckpoint.Save(_folder, model, Tiny with { Blocks = [GriffinBlockKind.Attention] }),
            Throws.ArgumentException.With.Message.Contains("which the sizes do not ask for"));
        Assert.That(
            () => GriffinCheckpoint.Save(_folder, model, Tiny with { Blocks = GriffinOptions.Hawk(2) }),
            Throws.ArgumentException.With.Message.Contains("the model has no 'blocks.0.temporal.mixer.linear_y"));
        Assert.That(Directory.GetFiles(_folder), Is.Empty);
    }

    [Test]
    public void Files_that_are_not_there_are_named()
    {
        Assert.That(() => GriffinCheckpoint.Load<float>(_folder), Throws.TypeOf<FileNotFoundException>()
            .With.Message.Contains("config.json"));
        GriffinCheckpoint.Save(_folder, GriffinModel.Create<float>(Tiny, new RandomSource(5)), Tiny);
        Assert.That(
            () => GriffinCheckpoint.Load<float>(_folder, "other.safetensors"),
            Throws.TypeOf<FileNotFoundException>().With.Message.Contains("other.safetensors"));
    }

    private static string GoldenFolder =>
        Path.Combine(TestContext.CurrentContext.TestDirectory, "Golden", "griffin_tiny");

    private void WriteIndex(string json) =>
        File.WriteAllText(Path.Combine(_folder, $"{GriffinCheckpoint.TensorsName}.index.json"), json);

    private void Save(Func<IEnumerable<SafetensorsTensor>, IEnumerable<SafetensorsTensor>> change)
    {
        GriffinCheckpoint.Save(_folder, GriffinModel.Create<float>(Tiny, new RandomSource(6)), Tiny);
        string path = Path.Combine(_folder, GriffinCheckpoint.TensorsName);
        SafetensorsFile file = SafetensorsFile.Open(path);
        SafetensorsTensor[] tensors = [.. file.Entries.Select(e =>
            SafetensorsTensor.From(e.Name, e.Shape.AsSpan(), file.Read<float>(e.Name)))];
        SafetensorsWriter.Write(path, [.. change(tensors)]);
    }

    private void AssertRefused(params string[] reasons)
    {
        CheckpointException? exception =
            Assert.Throws<CheckpointException>(() => GriffinCheckpoint.Load<float>(_folder));
        foreach (string reason in reasons)
        {
            Assert.That(exception!.Message, Does.Contain(reason));
        }
    }
}
