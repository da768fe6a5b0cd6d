using System.Numerics;

namespace Ssm.Core.Checkpoints;

/// <summary>Reading a file into a model's memory: first everything is checked, then everything is read.</summary>
internal static class ModelPlanes
{
    private const int ShownProblems = 5;

    /// <summary>The tensors' numbers, in the order of the planes; nothing has been written yet.</summary>
    /// <exception cref="CheckpointException">Names, shapes or types do not match.</exception>
    internal static T[][] Read<T>(SafetensorsFile file, List<ModelPlane<T>> planes, Func<string, bool> mayBeMore)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(file, planes, mayBeMore);
        T[][] values = new T[planes.Count][];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = file.Read<T>(planes[i].Name);
        }

        return values;
    }

    internal static void Upload<T>(List<ModelPlane<T>> planes, T[][] values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            planes[i].Upload(values[i]);
        }
    }

    private static void Check<T>(SafetensorsFile file, List<ModelPlane<T>> planes, Func<string, bool> mayBeMore)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        List<string> problems = [];
        HashSet<string> expected = new(planes.Count);
        foreach (ModelPlane<T> plane in planes)
        {
            expected.Add(plane.Name);
            if (!file.Contains(plane.Name))
            {
                problems.Add($"'{plane.Name}' {plane.Shape} is missing");
            }
            else if (Problem(file[plane.Name], plane) is { } problem)
            {
                problems.Add(problem);
            }
        }

        problems.AddRange(file.Entries
            .Where(entry => !expected.Contains(entry.Name) && !mayBeMore(entry.Name))
            .Select(entry => $"'{CheckpointException.Shorten(entry.Name)}' {entry} is unexpected"));
        if (problems.Count > 0)
        {
            string more = problems.Count > ShownProblems ? $"; and {problems.Count - ShownProblems} more" : "";
            throw new CheckpointException(
                file.FilePath,
                $"does not fit the model: {string.Join("; ", problems.Take(ShownProblems))}{more}. Build the model, "
                + "and the optimiser of a run, as they were when it was saved. Nothing was changed.");
        }
    }

    private static string? Problem<T>(SafetensorsEntry entry, ModelPlane<T> plane)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool isReal = entry.Type is SafetensorsType.Float64 or SafetensorsType.Float32 or SafetensorsType.Float16
            or SafetensorsType.BFloat16;
        return !entry.Shape.AsSpan().SequenceEqual(plane.Shape.Sizes)
            ? $"'{plane.Name}' is {entry}, expected {plane.Shape}"
            : !isReal ? $"'{plane.Name}' is {entry}, expected floating-point numbers" : null;
    }
}
