using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Models;
using Ssm.Kernels;

namespace Ssm.Core.Checkpoints;

/// <summary>Loads and saves Griffin language models: a folder with <c>config.json</c> and safetensors.</summary>
/// <remarks>
/// In the names of google-deepmind/recurrentgemma's PyTorch version or in those of Hugging Face's transformers; which
/// ones a file has is seen from its tensors. Numbers may be of float32, bfloat16, float16 or float64. A model that is
/// cut into several files has a <c>model.safetensors.index.json</c>. Where anything is missing, too much, or of another
/// shape, nothing is loaded.
/// </remarks>
public static class GriffinCheckpoint
{
    /// <summary>The name of the file of sizes.</summary>
    public const string ConfigName = "config.json";

    /// <summary>The usual name of the file of tensors.</summary>
    public const string TensorsName = "model.safetensors";

    private const int ShownProblems = 5;

    /// <summary>Loads a model.</summary>
    /// <param name="folder">Holds the files.</param>
    /// <param name="tensors">The file of tensors in it.</param>
    /// <param name="backend">The device.</param>
    /// <returns>The model, and the sizes that it was made with.</returns>
    /// <exception cref="CheckpointException">A file is damaged, or does not fit the sizes.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static (LanguageModel<T> Model, GriffinOptions Options) Load<T>(
        string folder, string tensors = TensorsName, IBackend<T>? backend = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(tensors);
        string configPath = Path.Combine(folder, ConfigName);
        GriffinOptions options = GriffinConfig.Read(configPath);
        SafetensorsSet files = SafetensorsSet.Open(Path.Combine(folder, tensors));
        GriffinNaming naming = files.Contains("model.embed_tokens.weight")
            ? GriffinNaming.HuggingFace
            : GriffinNaming.RecurrentGemma;

        // What Hugging Face may keep a second time: the embedding under the name of the output map.
        GriffinTensor[] expected = [.. GriffinTensors.Of(options, naming)];
        Check(files, expected, name => name == "lm_head.weight");
        LanguageModel<T> model;
        try
        {
            model = GriffinModel.OfZeros(options, backend);
        }
        catch (ArgumentException exception)
        {
            throw new CheckpointException(configPath, $"its sizes make no model: {exception.Message}", exception);
        }

        Dictionary<string, Variable<T>> parameters = model.Parameters.ToDictionary(p => p.Name, p => p.Variable);
        foreach (GriffinTensor tensor in expected)
        {
            T[][] parts = tensor.Split(files.Read<T>(tensor.Name));
            for (int i = 0; i < parts.Length; i++)
            {
                parameters[tensor.Parameters[i]].Value.Assign(parts[i]);
            }
        }

        return (model, options);
    }

    /// <summary>Saves a model: its sizes, and its tensors in its own element type or in bfloat16.</summary>
    /// <param name="folder">Receives the files; it must exist.</param>
    /// <param name="model">The model.</param>
    /// <param name="options">The sizes that it was made with.</param>
    /// <param name="naming">Whose names.</param>
    /// <param name="inBFloat16">Whether the numbers are rounded to bfloat16, half the size of float.</param>
    /// <exception cref="ArgumentException">The model is not one of these sizes.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Save<T>(
        string folder, LanguageModel<T> model, GriffinOptions options,
        GriffinNaming naming = GriffinNaming.RecurrentGemma, bool inBFloat16 = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        Dictionary<string, Variable<T>> parameters = model.Parameters.ToDictionary(p => p.Name, p => p.Variable);
        List<SafetensorsTensor> tensors = [];
        foreach (GriffinTensor tensor in GriffinTensors.Of(options, naming))
        {
            T[][] parts = [.. tensor.Parameters.Select(name => parameters.Remove(name, out Variable<T>? value)
                ? value.Value.ToArray()
                : throw new ArgumentException($"GriffinCheckpoint: the model has no '{name}'.", nameof(model)))];
            int count = parts.Sum(part => part.Length);
            if (count != tensor.Shape.Count)
            {
                throw new ArgumentException(
                    $"GriffinCheckpoint: the model has {count} numbers for '{tensor.Name}', expected {tensor.Shape}.",
                    nameof(model));
            }

            T[] joined = tensor.Join(parts);
            tensors.Add(inBFloat16
                ? SafetensorsTensor.ToBFloat16<T>(tensor.Name, tensor.Shape.Sizes, joined)
                : SafetensorsTensor.From(tensor.Name, tensor.Shape.Sizes, joined));
        }

        if (parameters.Count > 0)
        {
            throw new ArgumentException(
                $"GriffinCheckpoint: the model has '{parameters.Keys.First()}', which the sizes do not ask for.",
                nameof(model));
        }

        SafetensorsWriter.Write(
            Path.Combine(folder, TensorsName), tensors, new Dictionary<string, string> { ["format"] = "pt" });
        string config = Path.Combine(folder, ConfigName), temporary = $"{config}.{Path.GetRandomFileName()}.tmp";
        File.WriteAllBytes(temporary, GriffinConfig.Write(options, naming));
        File.Move(temporary, config, overwrite: true);
    }

    /// <summary>The names and shapes of the tensors of a checkpoint, from the sizes alone.</summary>
    /// <param name="options">The sizes.</param>
    /// <param name="naming">Whose names.</param>
    public static IEnumerable<KeyValuePair<string, Shape>> ParameterShapes(
        GriffinOptions options, GriffinNaming naming = GriffinNaming.RecurrentGemma)
    {
        ArgumentNullException.ThrowIfNull(options);
        return GriffinTensors.Of(options, naming).Select(tensor => KeyValuePair.Create(tensor.Name, tensor.Shape));
    }

    private static void Check(SafetensorsSet files, GriffinTensor[] expected, Func<string, bool> mayBeMore)
    {
        List<string> problems = [];
        foreach (GriffinTensor tensor in expected)
        {
            if (!files.Contains(tensor.Name))
            {
                problems.Add($"'{tensor.Name}' {tensor.Shape} is missing");
            }
            else if (!files[tensor.Name].Shape.AsSpan().SequenceEqual(tensor.Shape.Sizes))
            {
                problems.Add($"'{tensor.Name}' is {files[tensor.Name]}, expected {tensor.Shape}");
            }
            else if (files[tensor.Name].Type > SafetensorsType.BFloat16)
            {
                problems.Add($"'{tensor.Name}' is {files[tensor.Name]}, expected floating-point numbers");
            }
        }

        HashSet<string> known = [.. expected.Select(tensor => tensor.Name)];
        problems.AddRange(files.Names
            .Where(name => !known.Contains(name) && !mayBeMore(name))
            .Select(name => $"'{CheckpointException.Shorten(name)}' {files[name]} is unexpected"));
        if (problems.Count > 0)
        {
            string more = problems.Count > ShownProblems ? $"; and {problems.Count - ShownProblems} more" : "";
            throw new CheckpointException(
                files.FilePath,
                $"does not fit the sizes of {ConfigName}: {string.Join("; ", problems.Take(ShownProblems))}{more}.");
        }
    }
}
