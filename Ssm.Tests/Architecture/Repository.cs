namespace Ssm.Tests.Architecture;

/// <summary>The source tree that the tests were built from.</summary>
internal static class Repository
{
    internal static IReadOnlyList<string> Libraries { get; } =
        ["Ssm.Kernels/Cpu", "Ssm.Kernels/Gpu", "Ssm.Autodiff", "Ssm.Core"];

    internal static string Root { get; } = FindRoot();

    internal static IEnumerable<string> SourceFiles(IEnumerable<string> rooms) =>
        rooms.Select(room => Path.Combine(Root, room))
            .SelectMany(room => Directory.EnumerateFiles(room, "*.cs", SearchOption.AllDirectories))
            .Where(file => !NameOf(file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    internal static string NameOf(string file) => Path.GetRelativePath(Root, file);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Ssm.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("Ssm.sln is not above the test assembly.");
    }
}
