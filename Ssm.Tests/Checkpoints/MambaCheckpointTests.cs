using Ssm.Autodiff;
using Ssm.Core.Checkpoints;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Tests.Checkpoints;

/// <summary>Mamba checkpoints: those of others, our own, and such that do not fit.</summary>
public sealed class MambaCheckpointTests
{
    private SafetensorsBytes _files = null!;

    [SetUp]
    public void MakeFolder() => _files = new SafetensorsBytes();

    [TearDown]
    public void RemoveFolder() => _files.Remove();

    private static string Golden(string name) =>
        Path.Combine(TestContext.CurrentContext.TestDirectory, "Golden", name);

    [Test]
    public void The_tiny_checkpoint_gives_the_logits_of_the_reference()
    {
        SafetensorsFile golden = SafetensorsFile.Open(Golden("model_mamba_lm.safetensors"));
        SafetensorsEntry ids = golden["logits/in.input_ids"];
        Indices tokens = new(
            [.. golden.ReadInt64("logits/in.input_ids").Select(id => (int)id)], [ids.Shape[0], ids.Shape[1]]);
        double[] expected = golden.Read<double>("logits/out.logits");
        double size = expected.Max(Math.Abs);
        double[] wide = MambaCheckpoint.Load<double>(Golden("mamba_tiny")).Model.Forward(tokens).Value.ToArray();
        float[] narrow = MambaCheckpoint.Load<float>(Golden("mamba_tiny")).Model.Forward(tokens).Value.ToArray();
        Assert.That(wide, Is.EqualTo(expected).Within(1e-12 * size));

        // The reference itself is 4e-7 off in float: ten times that.
        Assert.That(narrow.Select(x => (double)x), Is.EqualTo(expected).Within(4e-6 * size));
    }

    [Test]
    public void The_tiny_checkpoint_has_the_choices_of_its_config()
    {
        (LanguageModel<float> model, MambaModelOptions options) = MambaCheckpoint.Load<float>(Golden("mamba_tiny"));
        MambaMixer<float> mixer = (MambaMixer<float>)((NormedResidual<float>)model.Blocks.Layers[1]).Layer;
        Assert.Multiple(() =>
        {
            Assert.That((options.Vocabulary, options.Channels, options.Layers), Is.EqualTo((48, 12, 2)));
            Assert.That(options.TiedEmbedding, Is.True);
            Assert.That(model.Head, Is.Null);
            Assert.That((mixer.InnerChannels, mixer.Convolution.Width), Is.EqualTo((24, 4)));
            Assert.That(((S6<float>)mixer.Layer).DtRank, Is.EqualTo(2));
        });
    }

    private static IEnumerable<MambaModelOptions> Models()
    {
        MambaModelOptions small = new()
        {
            Vocabulary = 9,
            Channels = 4,
            Layers = 2,
            Mixer = new MambaOptions { Layer = new S6Options { StateSize = 3 } },
        };
        Mamba2Options second = new() { HeadChannels = 4, StateSize = 3, Chunk = 8 };
        return
        [
            small,
            small with
            {
                TiedEmbedding = false,
                Mixer = new MambaOptions
                {
                    Mixer = new MambaMixerOptions { Bias = true, InnerChannels = 6, ConvolutionBias = false },
                    Layer = new S6Options { StateSize = 2, DtRank = 3 },
                },
            },
            small with { Mixer2 = second },
            small with
            {
                Mixer2 = second with { Bias = true, ConvolutionWidth = 3, DtLowest = 0.01, DtHighest = 0.05 },
            },
        ];
    }

    [Test]
    public void A_saved_model_comes_back_with_the_same_bits(
        [ValueSource(nameof(Models))] MambaModelOptions options, [Values] MambaNaming naming)
    {
        LanguageModel<float> model = MambaModel.Create<float>(options, new RandomSource(1));
        MambaCheckpoint.Save(_files.Folder, model, options, naming);
        (LanguageModel<float> again, MambaModelOptions read) = MambaCheckpoint.Load<float>(_files.Folder);
        Indices tokens = new([1, 8, 0, 3, 3], [1, 5]);
        Assert.That(ModelCheckpoint.WeightsSha256(again), Is.EqualTo(ModelCheckpoint.WeightsSha256(model)));
        Assert.That(
            again.Forward(tokens).Value.ToArray(), Is.EqualTo(model.Forward(tokens).Value.ToArray()));
        Assert.That(
            MambaCheckpoint.ParameterShapes(read, naming),
            Is.EqualTo(MambaCheckpoint.ParameterShapes(options, naming)));
    }

    [TestCaseSource(nameof(Models))]
    public void The_listed_shapes_are_those_of_a_real_model(MambaModelOptions options)
    {
        LanguageModel<float> model = MambaModel.Create<float>(options, new RandomSource(1));
        KeyValuePair<string, Shape>[] listed = [.. MambaCheckpoint.ParameterShapes(options)];
        Assert.That(listed.Sum(pair => (long)pair.Value.Count), Is.EqualTo(model.ParameterCount));
        Assert.That(listed, Has.Length.EqualTo(model.Parameters.Count()));
    }

    [Test]
    public void The_published_models_have_the_published_numbers_of_parameters()
    {
        MambaModelOptions second = new() { Vocabulary = 50288, Mixer2 = new Mamba2Options() };
        Assert.Multiple(() =>
        {
            Assert.That(Count(new MambaModelOptions()), Is.EqualTo(129_135_360));
            Assert.That(Count(second), Is.EqualTo(128_989_632));
        });

        static long Count(MambaModelOptions options) =>
            MambaCheckpoint.ParameterShapes(options).Sum(pair => (long)pair.Value.Count);
    }

    [Test]
    public void The_configs_of_state_spaces_are_read_with_their_defaults()
    {
        Config("""{"d_model": 768, "n_layer": 24, "vocab_size": 50277, "ssm_cfg": {}, "rms_norm": true}""");
        MambaModelOptions first = Read();
        Config("""
            {"d_model": 768, "n_layer": 24, "vocab_size": 50277, "pad_vocab_size_multiple": 16, "d_intermediate": 0,
             "ssm_cfg": {"layer": "Mamba2"}, "attn_layer_idx": [], "tie_embeddings": true}
            """);
        MambaModelOptions second = Read();
        Assert.Multiple(() =>
        {
            Assert.That(
                MambaCheckpoint.ParameterShapes(first, MambaNaming.StateSpaces),
                Is.EqualTo(MambaCheckpoint.ParameterShapes(new MambaModelOptions(), MambaNaming.StateSpaces)));
            Assert.That(second.Vocabulary, Is.EqualTo(50288));
            Assert.That(
                MambaCheckpoint.ParameterShapes(second, MambaNaming.StateSpaces),
                Does.Contain(KeyValuePair.Create("backbone.layers.23.mixer.in_proj.weight", new Shape(3352, 768))));
        });
    }

    [Test]
    public void A_limit_that_Python_wrote_as_Infinity_is_read()
    {
        Config("""
            {"model_type": "mamba2", "hidden_size": 8, "num_hidden_layers": 1, "vocab_size": 5, "head_dim": 4,
             "n_groups": 1, "note": "an \" and Infinity", "time_step_limit": [0.0, Infinity]}
            """);
        Assert.That(Read().Mixer2!.DtHighest, Is.EqualTo(double.PositiveInfinity));
    }

    [Test]
    public void A_tied_head_may_stand_in_the_file_a_second_time()
    {
        MambaModelOptions options = Models().First();
        LanguageModel<float> model = MambaModel.Create<float>(options, new RandomSource(1));
        MambaCheckpoint.Save(_files.Folder, model, options);
        Rewrite(tensors => [.. tensors, Tensor("lm_head.weight", 9, 4)]);
        Assert.That(
            ModelCheckpoint.WeightsSha256(MambaCheckpoint.Load<float>(_files.Folder).Model),
            Is.EqualTo(ModelCheckpoint.WeightsSha256(model)));
        Rewrite(tensors => [.. tensors.SkipLast(1), Tensor("lm_head.weight", 4, 9)]);
        Refuses("'lm_head.weight' is F32 (4, 9), expected (9, 4)");
    }

    [Test]
    public void Tensors_that_do_not_fit_the_config_are_named()
    {
        MambaModelOptions options = Models().First();
        MambaCheckpoint.Save(_files.Folder, MambaModel.Create<float>(options, new RandomSource(1)), options);
        Rewrite(tensors => [.. tensors.Where(t => t.Name != "backbone.layers.1.mixer.D"), Tensor("more", 2)]);
        Refuses("'backbone.layers.1.mixer.D' (8) is missing", "'more' F32 (2) is unexpected");
        Rewrite(tensors => [.. tensors.Where(t => t.Name != "more"), Tensor("backbone.layers.1.mixer.D", 7)]);
        Refuses("'backbone.layers.1.mixer.D' is F32 (7), expected (8)");
        Rewrite(tensors =>
        [
            .. tensors.Where(t => t.Name != "backbone.layers.1.mixer.D"),
            SafetensorsTensor.FromInt64("backbone.layers.1.mixer.D", [8], new long[8]),
        ]);
        Refuses("expected floating-point numbers");
    }

    [TestCase("""{"model_type": "gpt"}""", "neither 'hidden_size' nor 'd_model'")]
    [TestCase("""[1]""", "is a JSON Array, expected an object")]
    [TestCase("""{"hidden_size": 8""", "is not JSON")]
    [TestCase("""{"hidden_size": 8, "model_type": "gpt"}""", "'model_type' is \"gpt\", expected mamba or mamba2")]
    [TestCase("""{"hidden_size": 8}""", "has no 'vocab_size'")]
    [TestCase("""{"hidden_size": -8, "vocab_size": 5}""", "'hidden_size' is -8, expected a whole number from 1")]
    [TestCase("""{"hidden_size": "8", "vocab_size": 5}""", "'hidden_size' is \"8\", expected a whole number")]
    [TestCase(
        """{"hidden_size": 8, "vocab_size": 5, "num_hidden_layers": 1, "conv_kernel": 9}""", "'conv_kernel' is 9")]
    [TestCase("""{"hidden_size": 8, "vocab_size": 5, "num_hidden_layers": 1, "use_bias": 1}""", "true or false")]
    [TestCase("""{"hidden_size": 8, "vocab_size": 5, "hidden_act": "gelu"}""", "'hidden_act' is \"gelu\"")]
    [TestCase(
        """{"hidden_size": 9, "vocab_size": 5, "num_hidden_layers": 1, "model_type": "mamba2"}""",
        "18 channels in heads of 64")]
    [TestCase("""{"d_model": 8, "vocab_size": 5, "n_layer": 1, "rms_norm": false}""", "'rms_norm' is false")]
    [TestCase("""{"d_model": 8, "vocab_size": 5, "n_layer": 1, "d_intermediate": 32}""", "'d_intermediate' is 32")]
    [TestCase("""{"d_model": 8, "vocab_size": 5, "n_layer": 1, "attn_layer_idx": [0]}""", "attention is not")]
    [TestCase("""{"d_model": 8, "vocab_size": 5, "n_layer": 1, "ssm_cfg": {"layer": "S4"}}""", "'layer' is \"S4\"")]
    [TestCase(
        """{"hidden_size": 8388608, "vocab_size": 16777216, "num_hidden_layers": 16777216}""",
        "larger than any array")]
    public void Configs_that_ask_for_what_there_is_not_are_refused(string json, string expected)
    {
        MambaModelOptions options = Models().First();
        MambaCheckpoint.Save(_files.Folder, MambaModel.Create<float>(options, new RandomSource(1)), options);
        Config(json);
        Refuses(expected);
    }

    [Test]
    public void Models_that_the_format_has_no_words_for_are_not_written()
    {
        MambaModelOptions options = Models().First();
        LanguageModel<float> model = MambaModel.Create<float>(options, new RandomSource(1));
        MambaOptions held = options.Mixer with { Layer = options.Mixer.Layer with { ExactZoh = true } };
        Assert.Multiple(() =>
        {
            Fails("a held input", options with { Mixer = held });
            Fails("'blocks.2.norm.weight' is missing", options with { Layers = 3 });
            Fails("has 'blocks.1.norm.weight'", options with { Layers = 1 });
            Fails("'embedding.weight' is Single(9, 4), expected (10, 4)", options with { Vocabulary = 10 });
        });

        void Fails(string text, MambaModelOptions choices) => Assert.That(
            () => MambaCheckpoint.Save(_files.Folder, model, choices),
            Throws.ArgumentException.With.Message.Contains(text));
    }

    [Test]
    public void A_folder_without_files_is_said_to_miss_them() => Assert.That(
        () => MambaCheckpoint.Load<float>(_files.PathOf("nowhere")), Throws.InstanceOf<IOException>());

    private void Config(string json) => File.WriteAllText(_files.PathOf("config.json"), json);

    // What a config asks for, without weights: those that do not fit are named after it.
    private MambaModelOptions Read() => MambaConfig.Read(_files.PathOf("config.json")).Options;

    private void Refuses(params string[] texts)
    {
        CheckpointException? exception =
            Assert.Throws<CheckpointException>(() => MambaCheckpoint.Load<float>(_files.Folder));
        foreach (string text in texts)
        {
            Assert.That(exception!.Message, Does.Contain(text));
        }
    }

    private void Rewrite(Func<IReadOnlyList<SafetensorsTensor>, IReadOnlyList<SafetensorsTensor>> change)
    {
        string path = _files.PathOf("model.safetensors");
        SafetensorsFile file = SafetensorsFile.Open(path);
        SafetensorsTensor[] tensors = [.. file.Entries.Select(entry => entry.Type == SafetensorsType.Int64
            ? SafetensorsTensor.FromInt64(entry.Name, entry.Shape.AsSpan(), file.ReadInt64(entry.Name))
            : SafetensorsTensor.From<float>(entry.Name, entry.Shape.AsSpan(), file.Read<float>(entry.Name)))];
        SafetensorsWriter.Write(path, change(tensors));
    }

    private static SafetensorsTensor Tensor(string name, params int[] shape) =>
        SafetensorsTensor.From<float>(name, shape, new float[shape.Aggregate(1, (a, b) => a * b)]);
}
