namespace Ssm.Perf.CommandLine;

/// <summary>Files that the program writes: whole, or not at all.</summary>
internal static class OutputFile
{
    /// <summary>
    /// Finds out before the work starts whether a file can be written, so that no hour of training is lost to a typing
    /// slip.
    /// </summary>
    /// <param name="path">The file as it was named.</param>
    /// <param name="who">The verb and the option, for the message.</param>
    /// <returns>The full path.</returns>
    internal static string Check(string path, string who)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full) || Path.EndsInDirectorySeparator(path))
        {
            throw new UserException($"{who} is '{path}', which is a directory; name a file.");
        }

        string? parent = Path.GetDirectoryName(full);
        while (parent is not null && !Directory.Exists(parent))
        {
            if (File.Exists(parent))
            {
                throw new UserException(
                    $"{who} is '{path}', but '{parent}' is a file; name a path through directories.");
            }

            parent = Path.GetDirectoryName(parent);
        }

        CheckWritable(full, path, who);
        return full;
    }

    // Only trying tells: permissions, read-only and virtual file systems look alike from the outside.
    private static void CheckWritable(string full, string path, string who)
    {
        try
        {
            string folder = Directory.CreateDirectory(Path.GetDirectoryName(full)!).FullName;
            string probe = Path.Combine(folder, $"{Guid.NewGuid():N}.tmp");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1,
                FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserException(
                $"{who} is '{path}', where nothing can be written ({error.Message.TrimEnd('.')}); name another " +
                "place.", error);
        }
    }

    /// <summary>Writes to a new file beside the old one, and puts it in its place only when it is complete.</summary>
    internal static void Write(string path, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string fresh = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = new(fresh, FileMode.CreateNew))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(fresh, path, overwrite: true);
        }
        finally
        {
            File.Delete(fresh);
        }
    }
}
