using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Ssm.Perf.Rivals;

/// <summary>The functions of <c>loops.c</c>, compiled on this machine for this machine.</summary>
internal sealed class CompiledLoops
{
    private readonly nint _library;

    private CompiledLoops(nint library) => _library = library;

    /// <summary>Compiles and loads the loops.</summary>
    /// <param name="compiler">The compiler's name, <c>gcc</c>.</param>
    /// <param name="fastMath">Whether it may calculate exponentials by vectors and reorder sums.</param>
    /// <param name="missing">What is missing, where it did not work.</param>
    internal static CompiledLoops? TryCompile(string compiler, bool fastMath, out string? missing)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("loops");
        try
        {
            string source = Path.Combine(folder.FullName, "loops.c");
            string library = Path.Combine(folder.FullName, "loops.so");
            using (Stream resource = typeof(CompiledLoops).Assembly.GetManifestResourceStream("loops.c")!)
            using (FileStream file = File.Create(source))
            {
                resource.CopyTo(file);
            }

            missing = Compile(compiler, fastMath, source, library);
            return missing is null ? new CompiledLoops(NativeLibrary.Load(library)) : null;
        }
        finally
        {
            // A loaded library stays mapped without its file.
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The address of a function.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="dtype"><c>f32</c> or <c>f64</c>.</param>
    internal nint Function(string name, string dtype) => NativeLibrary.GetExport(_library, $"{name}_{dtype}");

    private static string? Compile(string compiler, bool fastMath, string source, string library)
    {
        ProcessStartInfo start = new(
            compiler,
            [
                "-O3", "-march=native", fastMath ? "-ffast-math" : "-fno-fast-math", "-shared", "-fPIC",
                "-o", library, source, "-lm",
            ])
        {
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"gcc: '{compiler}' did not compile the loops: {errors.Trim()}";
        }
        catch (Win32Exception)
        {
            return $"gcc: '{compiler}' is not here; on Debian: apt-get install gcc libc6-dev.";
        }
    }
}
