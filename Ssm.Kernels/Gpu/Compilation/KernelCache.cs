using System.Diagnostics;
using System.Reflection;
using ILGPU.Runtime;

namespace Ssm.Kernels.Gpu;

/// <summary>The kernels of one accelerator, each compiled when it is first launched.</summary>
internal sealed class KernelCache(Accelerator accelerator, string device, int maxThreads) : IDisposable
{
    // By the delegate first: the compiler keeps one for each place that names a kernel, and its hash is at hand.
    private readonly Dictionary<Delegate, Delegate> _byDelegate = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<MethodInfo, Delegate> _byMethod = [];
    private readonly List<Kernel> _kernels = [];

    /// <summary>Kernels compiled so far.</summary>
    internal int Count => _kernels.Count;

    /// <summary>How long that took.</summary>
    internal TimeSpan CompileTime { get; private set; }

    /// <summary>What launches a kernel.</summary>
    internal TLauncher Launcher<TLauncher>(Delegate kernel)
        where TLauncher : Delegate
    {
        if (_byDelegate.TryGetValue(kernel, out Delegate? launcher))
        {
            return (TLauncher)launcher;
        }

        if (!_byMethod.TryGetValue(kernel.Method, out launcher))
        {
            launcher = Compile<TLauncher>(kernel.Method);
            _byMethod.Add(kernel.Method, launcher);
        }

        _byDelegate.Add(kernel, launcher);
        return (TLauncher)launcher;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Kernel kernel in _kernels)
        {
            kernel.Dispose();
        }
    }

    private TLauncher Compile<TLauncher>(MethodInfo method)
        where TLauncher : Delegate
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            Kernel kernel = KernelCompiler.Load(accelerator, method, maxThreads);
            _kernels.Add(kernel);
            return kernel.CreateLauncherDelegate<TLauncher>();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new GpuException(
                $"{device}: {Name(method)} cannot be compiled: {Innermost(exception).Message}", exception);
        }
        finally
        {
            CompileTime += Stopwatch.GetElapsedTime(start);
        }
    }

    private static string Name(MethodInfo method) =>
        $"{method.DeclaringType?.Name}.{method.Name}" + (method.IsGenericMethod
            ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>"
            : string.Empty);

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }
}
