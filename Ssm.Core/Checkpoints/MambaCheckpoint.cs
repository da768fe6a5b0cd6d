using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Models;
using Ssm.Kernels;

namespace Ssm.Core.Checkpoints;

/// <summary>Reads and writes Mamba models as published: a folder of config.json and model.safetensors.</summary>
/// <remarks>
/// Names of huggingface/transformers, as state-spaces/mamba-130m-hf, or of state-spaces/mamba; the model's own
/// parameters are as in the file but for the taps of the convolutions, (E, 1, K) there and (K, E) here. A tied head may
/// stand in the file a second time.
/// </remarks>
public static class MambaCheckpoint
{
    private const string Config = "config.json";
    private const string Weights = "model.safetensors";
    private const int ShownProblems = 5;

    /// <summary>Reads a model.</summary>
    /// <remarks>Nothing large is allocated before all names, shapes and types have been checked.</remarks>
    /// <param name="folder">A folder with config.json and model.safetensors.</param>
    /// <param name="backend">The device.</param>
    /// <returns>The model, and the choices that it was made with.</returns>
    /// <exception cref="CheckpointException">
    /// A file is damaged, asks for what there is not, or a tensor is missing, too much, or of another shape.
    /// </exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static (LanguageModel<T> Model, MambaModelOptions Options) Load<T>(
        string folder, IBackend<T>? backend = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (MambaModelOptions options, MambaNaming naming) = MambaConfig.Read(Path.Combine(folder, Config));
        SafetensorsFile file = SafetensorsFile.Open(Path.Combine(folder, Weights));
        List<MambaTensor> tensors = CheckFile(file, options, naming);
        LanguageModel<T> model = MambaModel.Create(options, new RandomSource(0), backend);
        Dictionary<string, Variable<T>> parameters = model.Parameters.ToDictionary(p => p.Name, p => p.Variable);
        foreach (MambaTensor tensor in tensors)
        {
            T[] values = file.Read<T>(tensor.Name);
            parameters[tensor.Parameter].Value.Assign(
                tensor.IsTaps ? Transposed(values, tensor.Shape[0], tensor.Shape[2]) : values);
        }

        return (model, options);
    }

    /// <summary>Writes a model to a folder, which is made where there is none; each file replaces an old one whole.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="model">The model.</param>
    /// <param name="options">The choices that it was made with.</param>
    /// <param name="naming">Whose names to use.</param>
    /// <exception cref="ArgumentException">The model is not one of these choices, or the format has no word for one of
    /// them.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Save<T>(
        string folder, LanguageModel<T> model, MambaModelOptions options,
        MambaNaming naming = MambaNaming.HuggingFace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        byte[] config = MambaConfigWriter.Write(options, naming);
        Dictionary<string, Variable<T>> parameters = model.Parameters.ToDictionary(p => p.Name, p => p.Variable);
        List<SafetensorsTensor> tensors = [];
        foreach (MambaTensor tensor in MambaTensor.Of(options, naming))
        {
            Shape shape = tensor.IsTaps ? [tensor.Shape[2], tensor.Shape[0]] : tensor.Shape;
            if (!parameters.Remove(tensor.Parameter, out Variable<T>? parameter) || parameter.Shape != shape)
            {
                string found = parameter?.Value.ToString() ?? "missing";
                throw new ArgumentException(
                    $"MambaCheckpoint: the model's '{tensor.Parameter}' is {found}, " +
                    $"expected {shape} by the given choices; pass those that it was made with.", nameof(options));
            }

            T[] values = parameter.Value.ToArray();
            tensors.Add(SafetensorsTensor.From<T>(
                tensor.Name, tensor.Shape.Sizes, tensor.IsTaps ? Transposed(values, shape[0], shape[1]) : values));
        }

        if (parameters.Count > 0)
        {
            throw new ArgumentException(
                $"MambaCheckpoint: the model has '{parameters.Keys.First()}', which a model of the given choices has " +
                "not; pass those that it was made with.", nameof(options));
        }

        Directory.CreateDirectory(folder);
        SafetensorsWriter.Write(
            Path.Combine(folder, Weights), tensors, new Dictionary<string, string> { ["format"] = "pt" });
        Replace(Path.Combine(folder, Config), config);
    }

    /// <summary>The names and shapes of all tensors of a model, by its choices alone: nothing is allocated.</summary>
    /// <param name="options">The choices.</param>
    /// <param name="naming">Whose names.</param>
    public static IEnumerable<KeyValuePair<string, Shape>> ParameterShapes(
        MambaModelOptions options, MambaNaming naming = MambaNaming.HuggingFace)
    {
        ArgumentNullException.ThrowIfNull(options);
        return MambaTensor.Of(options, naming).Select(tensor => KeyValuePair.Create(tensor.Name, tensor.Shape));
    }

    private static List<MambaTensor> CheckFile(SafetensorsFile file, MambaModelOptions options, MambaNaming naming)
    {
        try
        {
            return Check(file, options, naming);
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException)
        {
            throw new CheckpointException(
                file.FilePath, $"its {Config} asks for a tensor that is larger than any array: {exception.Message}",
                exception);
        }
    }

    private static List<MambaTensor> Check(SafetensorsFile file, MambaModelOptions options, MambaNaming naming)
    {
        // Some converted models have the keys of one naming and the tensors of the other.
        MambaNaming other = naming == MambaNaming.HuggingFace ? MambaNaming.StateSpaces : MambaNaming.HuggingFace;
        naming = !file.Contains(MambaTensor.Table(naming)) && file.Contains(MambaTensor.Table(other)) ? other : naming;
        List<MambaTensor> tensors = [];
        List<string> problems = [];
        HashSet<string> expected = [];

        // A config may ask for any number of layers: no more are listed than the file could have.
        foreach (MambaTensor tensor in MambaTensor.Of(options, naming).TakeWhile(_ => problems.Count <= ShownProblems))
        {
            tensors.Add(tensor);
            expected.Add(tensor.Name);
            if (!file.Contains(tensor.Name))
            {
                problems.Add($"'{tensor.Name}' {tensor.Shape} is missing");
            }
            else if (Problem(file[tensor.Name], tensor) is { } problem)
            {
                problems.Add(problem);
            }
        }

        if (options.TiedEmbedding && file.Contains(MambaTensor.Head))
        {
            MambaTensor head = new(MambaTensor.Head, [options.Vocabulary, options.Channels], "");
            expected.Add(MambaTensor.Head);
            if (Problem(file[MambaTensor.Head], head) is { } problem)
            {
                problems.Add(problem);
            }
        }

        if (problems.Count <= ShownProblems)
        {
            problems.AddRange(file.Entries
                .Where(entry => !expected.Contains(entry.Name))
                .Select(entry => $"'{CheckpointException.Shorten(entry.Name)}' {entry} is unexpected"));
        }

        if (problems.Count > 0)
        {
            string more = problems.Count > ShownProblems ? "; and more" : "";
            throw new CheckpointException(
                file.FilePath,
                $"does not fit its {Config}: {string.Join("; ", problems.Take(ShownProblems))}{more}. Take both files "
                + "from the same model.");
        }

        return tensors;
    }

    private static string? Problem(SafetensorsEntry entry, MambaTensor tensor)
    {
        bool isReal = entry.Type is SafetensorsType.Float64 or SafetensorsType.Float32 or SafetensorsType.Float16
            or SafetensorsType.BFloat16;
        return !entry.Shape.AsSpan().SequenceEqual(tensor.Shape.Sizes)
            ? $"'{tensor.Name}' is {entry}, expected {tensor.Shape}"
            : !isReal ? $"'{tensor.Name}' is {entry}, expected floating-point numbers" : null;
    }

    private static T[] Transposed<T>(T[] values, int rows, int columns)
    {
        T[] turned = new T[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            turned[(i % columns * rows) + (i / columns)] = values[i];
        }

        return turned;
    }

    private static void Replace(string path, byte[] content)
    {
        string temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
