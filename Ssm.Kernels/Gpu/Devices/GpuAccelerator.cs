using System.Reflection;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.OpenCL;

namespace Ssm.Kernels.Gpu;

/// <summary>An opened device: its queue of work, its memory and its compiled kernels.</summary>
/// <remarks>
/// <para>
/// Any thread may use it; work is done in the order in which it was asked for. Backends of both precisions can share
/// one:
/// <c>new GpuBackend&lt;float&gt;(accelerator)</c>.
/// </para>
/// <para>Opened by <see cref="GpuDevices.Open(string, GpuOptions?)"/>.</para>
/// </remarks>
public sealed class GpuAccelerator : IDisposable
{
    // The CPU simulator runs a group's threads as threads of the system, and every launch wakes all it ever had. So
    // launches of few threads, nearly all, have a simulator of their own; both use the host's memory.
    private const int SimulatorWarp = 4;
    private const int SimulatorThreads = 8;
    private const int SimulatorMost = 64;
    private const int DeviceThreads = 256;
    private const int WavesOfGroups = 16;

    // What a recorder plans for: a large card.
    private const int RecordedMultiprocessors = 132;

    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly AcceleratorStream _stream;
    private readonly KernelCache _kernels;
    private readonly Accelerator? _smallSimulator;
    private readonly KernelCache? _smallKernels;
    private readonly StagingMemory _staging;
    private readonly List<MemoryBlock> _scratch = [];
    private readonly MemoryBlock _nothing;
    private readonly GpuOptions _options;
    private Exception? _fault;
    private long _launches;
    private long _uploads;
    private long _downloads;
    private long _waits;
    private bool _disposed;

    private GpuAccelerator(
        string name, Context context, Accelerator accelerator, GpuOptions options, ISet<MethodInfo>? recorder)
    {
        Name = name;
        Recorder = recorder;
        _context = context;
        _accelerator = accelerator;
        _options = options;
        _stream = accelerator.CreateStream();
        Pool = new MemoryPool(accelerator, name, Math.Min(options.MemoryLimit, MemorySize));
        _staging = new StagingMemory(accelerator, _stream);
        _nothing = Pool.Take(1);
        MaxGroupThreads = recorder is not null
            ? DeviceThreads
            : Math.Min(DeviceThreads, accelerator.MaxNumThreadsPerGroup);
        GroupThreads = MaxGroupThreads;
        Multiprocessors = recorder is null ? accelerator.NumMultiprocessors : RecordedMultiprocessors;
        _kernels = new KernelCache(accelerator, name, MaxGroupThreads);
        if (IsSimulator && recorder is null)
        {
            GroupThreads = SimulatorThreads;
            _smallSimulator = Simulator(SimulatorThreads).CreateAccelerator(context);
            _smallKernels = new KernelCache(_smallSimulator, name, SimulatorThreads);
        }

        Products = options.UseCuBlas ? CuBlasProducts.Open(name, accelerator, _stream) : null;
    }

    /// <summary>How it is named on a command line: <c>cuda:0</c>, <c>opencl:1</c>, <c>simulator</c>.</summary>
    public string Name { get; }

    /// <summary>What its driver calls it.</summary>
    public string Product => _accelerator.Name;

    /// <summary>Whether it computes in double precision too.</summary>
    public bool HasDouble => _accelerator is not CLAccelerator cl || cl.Capabilities.Float64;

    /// <summary>Multiprocessors or compute units.</summary>
    public int Multiprocessors { get; }

    /// <summary>How much of its memory is used.</summary>
    public GpuMemory Memory
    {
        get
        {
            lock (Gate)
            {
                return Pool.Usage;
            }
        }
    }

    /// <summary>What it was asked to do so far.</summary>
    public GpuCounters Counters
    {
        get
        {
            lock (Gate)
            {
                return new GpuCounters(
                    _launches, _uploads, _downloads, _waits + _staging.Waits, Pool.Allocations,
                    _kernels.Count + (_smallKernels?.Count ?? 0),
                    _kernels.CompileTime + (_smallKernels?.CompileTime ?? TimeSpan.Zero));
            }
        }
    }

    /// <summary>Whether this is ILGPU's simulator, which runs on the CPU.</summary>
    internal bool IsSimulator => _accelerator.AcceleratorType == AcceleratorType.CPU;

    /// <summary>The kind of accelerator that ILGPU really opened.</summary>
    internal AcceleratorType Kind => _accelerator.AcceleratorType;

    /// <summary>ILGPU's accelerator, for libraries that bind to it.</summary>
    internal Accelerator Native => _accelerator;

    /// <summary>The one queue.</summary>
    internal AcceleratorStream Stream => _stream;

    /// <summary>Threads of a group where any number does.</summary>
    internal int GroupThreads { get; }

    /// <summary>The most threads of a group.</summary>
    internal int MaxGroupThreads { get; }

    /// <summary>More groups than this do not make the device any busier.</summary>
    internal int EnoughGroups => Math.Max(1, Multiprocessors * WavesOfGroups);

    internal MemoryPool Pool { get; }

    /// <summary>Where set, kernels are collected here instead of started.</summary>
    internal ISet<MethodInfo>? Recorder { get; }

    /// <summary>A library that does the matrix products, where one was asked for.</summary>
    internal CuBlasProducts? Products { get; }

    internal Lock Gate { get; } = new();

    /// <summary>Waits until all that was asked for is done.</summary>
    public void Synchronize()
    {
        using GpuWork work = Begin();
        _waits++;
        Guarded(_stream.Synchronize, nameof(Synchronize));
    }

    /// <summary>Gives memory that nobody uses back to the driver.</summary>
    public void Trim()
    {
        using GpuWork work = Begin();
        Guarded(_stream.Synchronize, nameof(Trim));
        Pool.Trim();
    }

    /// <summary>Marks this point of the queue; the time between two marks is the device's own.</summary>
    /// <exception cref="InvalidOperationException">It was opened without <see
    /// cref="GpuOptions.Profiling"/>.</exception>
    public GpuMark Mark()
    {
        if (!_options.Profiling)
        {
            throw new InvalidOperationException($"{Name}: Mark needs a device that was opened with Profiling.");
        }

        using GpuWork work = Begin();
        return new GpuMark(_stream.AddProfilingMarker());
    }

    /// <summary>Closes the device; its buffers cannot be used any more.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            if (_disposed)
            {
                return;
            }

            // Before its kernels and its memory go, the device has to be done with them.
            if (_fault is null)
            {
                _stream.Synchronize();
            }

            _disposed = true;
            Pool.Close();
            _kernels.Dispose();
            _smallKernels?.Dispose();
            _staging.Dispose();
            Products?.Dispose();
            _stream.Dispose();
            _smallSimulator?.Dispose();
            _accelerator.Dispose();
            _context.Dispose();
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Product})";

    // The simulator's memory is the host's.
    private long MemorySize =>
        IsSimulator ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : _accelerator.MemorySize;

    /// <summary>
    /// A device that starts no kernel but collects those that a large card would be asked for: to look at what is
    /// generated for them.
    /// </summary>
    internal static GpuAccelerator OpenRecorder(ISet<MethodInfo> kernels) => Open(
        "recorder", builder => builder.CPU(Simulator(SimulatorThreads)), AcceleratorType.CPU, new GpuOptions(),
        kernels);

    /// <summary>ILGPU's own accelerator, which runs kernels on the CPU.</summary>
    internal static GpuAccelerator OpenSimulator(string name, GpuOptions options) =>
        Open(name, builder => builder.CPU(Simulator(SimulatorMost)), AcceleratorType.CPU, options);

    internal static GpuAccelerator Open(
        string name, Func<Context.Builder, Context.Builder> choose, AcceleratorType kind, GpuOptions options,
        ISet<MethodInfo>? recorder = null)
    {
        DeviceFunctions.Register();
        Context context = Context.Create(builder =>
        {
            builder.Optimize(OptimizationLevel.O2);
            if (options.Profiling)
            {
                builder.Profiling();
            }

            choose(builder);
        });
        try
        {
            // ILGPU fills an empty context with a CPU device of its own; that is not the one that was asked for.
            Device device = context.Devices.Single(found => found.AcceleratorType == kind);
            return new GpuAccelerator(name, context, device.CreateAccelerator(context), options, recorder);
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    /// <summary>Starts a piece of work: the only way to the device's memory and kernels.</summary>
    internal GpuWork Begin()
    {
        Gate.Enter();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_fault is not null)
            {
                throw new GpuException(
                    $"{Name}: the device failed before ({DriverErrors.Describe(_fault)}); open it again to go on.",
                    _fault);
            }

            return new GpuWork(this, _scratch.Count);
        }
        catch
        {
            Gate.Exit();
            throw;
        }
    }

    internal void End(int scratchBefore)
    {
        for (int i = scratchBefore; i < _scratch.Count; i++)
        {
            Pool.Return(_scratch[i]);
        }

        _scratch.RemoveRange(scratchBefore, _scratch.Count - scratchBefore);
        Gate.Exit();
    }

    internal MemoryBlock Scratch(long bytes)
    {
        MemoryBlock block = Pool.Take(bytes);
        _scratch.Add(block);
        return block;
    }

    internal ArrayView<TElement> Nothing<TElement>()
        where TElement : unmanaged => _nothing.View<TElement>().SubView(0, 0);

    internal void Upload<TElement>(ReadOnlySpan<TElement> from, ArrayView<TElement> to)
        where TElement : unmanaged
    {
        _uploads++;
        try
        {
            _staging.Upload(from, to);
        }
        catch (Exception exception) when (IsDriverError(exception))
        {
            throw Fault(exception, nameof(Upload));
        }
    }

    internal void Copy<TElement>(ArrayView<TElement> from, ArrayView<TElement> to)
        where TElement : unmanaged
    {
        if (from.Length == 0)
        {
            return;
        }

        try
        {
            from.CopyTo(_stream, to.SubView(0, from.Length));
        }
        catch (Exception exception) when (IsDriverError(exception))
        {
            throw Fault(exception, nameof(Copy));
        }
    }

    internal void Download<TElement>(ArrayView<TElement> from, Span<TElement> to)
        where TElement : unmanaged
    {
        _downloads++;
        try
        {
            _staging.Download(from, to);
        }
        catch (Exception exception) when (IsDriverError(exception))
        {
            throw Fault(exception, nameof(Download));
        }
    }

    /// <summary>What launches a kernel in groups of that size.</summary>
    internal TLauncher Launcher<TLauncher>(Delegate kernel, KernelConfig size)
        where TLauncher : Delegate
    {
        bool small = _smallKernels is not null && size.GroupDim.Size <= SimulatorThreads;
        return (small ? _smallKernels! : _kernels).Launcher<TLauncher>(kernel);
    }

    internal void Launched(Delegate kernel)
    {
        _launches++;
        if (_options.Debug)
        {
            Guarded(_stream.Synchronize, kernel.Method.Name);
        }
    }

    private static CPUDevice Simulator(int threads) =>
        new(SimulatorWarp, numWarpsPerMultiprocessor: threads / SimulatorWarp, numMultiprocessors: 1);

    internal void Guarded(Action action, string what)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (IsDriverError(exception))
        {
            throw Fault(exception, what);
        }
    }

    internal static bool IsDriverError(Exception exception) => exception is AcceleratorException;

    // A driver reports the fault of a kernel at some later call, and answers nothing else from then on.
    internal GpuException Fault(Exception exception, string what)
    {
        if (DriverErrors.IsOutOfMemory(exception))
        {
            return new GpuOutOfMemoryException(Name, 0, Pool.Usage);
        }

        _fault = exception;
        return new GpuException(
            $"{Name}: {what} failed: {DriverErrors.Describe(exception)}. The device cannot be used any more; open it " +
            "again, with Debug to see which kernel it was.",
            exception);
    }
}
