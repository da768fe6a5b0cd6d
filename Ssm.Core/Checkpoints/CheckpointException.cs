namespace Ssm.Core.Checkpoints;

/// <summary>A checkpoint is damaged, hostile, or does not hold what was asked for.</summary>
/// <remarks>
/// The message says which file, which tensor, what came, what was expected and what to do. A file that is missing or
/// may not be read gives the exceptions of <see cref="File"/> instead.
/// </remarks>
public sealed class CheckpointException : IOException
{
    /// <summary>Reports a problem with a whole file.</summary>
    /// <param name="filePath">The file that the problem is in.</param>
    /// <param name="problem">What came, what was expected, what to do.</param>
    /// <param name="inner">What the problem was noticed by.</param>
    public CheckpointException(string filePath, string problem, Exception? inner = null)
        : base($"Checkpoint '{filePath}': {problem}", inner) => FilePath = filePath;

    /// <summary>Reports a problem with one tensor of a file.</summary>
    /// <param name="filePath">The file that the problem is in.</param>
    /// <param name="tensor">The tensor's name as the file gives it.</param>
    /// <param name="problem">What came, what was expected, what to do.</param>
    public CheckpointException(string filePath, string tensor, string problem)
        : base($"Checkpoint '{filePath}', tensor '{Shorten(tensor)}': {problem}") =>
        (FilePath, Tensor) = (filePath, tensor);

    /// <summary>The file that the problem is in.</summary>
    public string FilePath { get; }

    /// <summary>The tensor that the problem is in, or null where it concerns the whole file.</summary>
    public string? Tensor { get; }

    // A hostile file may name a tensor with megabytes of text.
    internal static string Shorten(string text) => text.Length <= 200 ? text : $"{text[..200]}…";
}
