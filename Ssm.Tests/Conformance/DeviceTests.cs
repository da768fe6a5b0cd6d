using System.Runtime.CompilerServices;
using Ssm.Kernels;
using Ssm.Kernels.Gpu;
using Ssm.Perf.CommandLine;

namespace Ssm.Tests.Conformance;

/// <summary>Devices as things: opened, closed, out of memory, shared.</summary>
[Category("Device")]
[NonParallelizable]
[TestFixtureSource(typeof(ConformanceDevices), nameof(ConformanceDevices.Accelerators))]
public sealed class DeviceTests(string device)
{
    private const int Length = 100_003;

    private static readonly float[] Numbers = [1f, 2f, 3f];

    [Test]
    public void An_opened_device_has_the_name_it_was_asked_for_by()
    {
        using GpuAccelerator opened = GpuDevices.Open(device);
        Assert.That(opened.Name, Is.EqualTo(device));
        Assert.That(opened.Product, Is.Not.Empty);
        Assert.That(new GpuBackend<float>(opened).Name, Is.EqualTo(device));
        Assert.That(opened.Memory.Total, Is.GreaterThan(0));
    }

    [Test]
    public void A_device_can_be_opened_twice_and_each_works_by_itself()
    {
        using GpuAccelerator first = GpuDevices.Open(device), second = GpuDevices.Open(device);
        View<float> here = Upload(new GpuBackend<float>(first)), there = Upload(new GpuBackend<float>(second));
        first.Dispose();
        Assert.That(Download(new GpuBackend<float>(second), there), Is.EqualTo(Numbers));
        Assert.That(() => Download(new GpuBackend<float>(first), here), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void A_device_can_be_closed_twice_and_while_buffers_live()
    {
        GpuAccelerator opened = GpuDevices.Open(device);
        View<float> view = Upload(new GpuBackend<float>(opened));
        opened.Dispose();
        opened.Dispose();
        Assert.That(() => new GpuBackend<float>(opened).Allocate(1), Throws.TypeOf<ObjectDisposedException>());

        // Its finaliser puts memory on a list that nobody empties any more.
        GC.KeepAlive(view.Buffer);
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [Test]
    public void The_second_of_two_equal_runs_asks_the_driver_for_no_memory()
    {
        using GpuAccelerator opened = GpuDevices.Open(device);
        GpuBackend<float> backend = new(opened);
        Fill(backend);
        Collect();
        long before = opened.Counters.Allocations;
        Fill(backend);
        Assert.That(opened.Counters.Allocations, Is.EqualTo(before));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Fill(GpuBackend<float> backend)
        {
            View<float> x = new(backend.Allocate(Length), 0, Length), y = new(backend.Allocate(Length), 0, Length);
            backend.Fill(x, 2f);
            backend.Copy(x, y);
            Assert.That(Download(backend, y.Slice(Length - 1, 1)), Is.EqualTo((float[])[2f]));
        }
    }

    [Test]
    public void A_buffer_that_nobody_holds_goes_back_to_the_pool()
    {
        using GpuAccelerator opened = GpuDevices.Open(device);
        long before = opened.Memory.InUse;
        Forget(new GpuBackend<float>(opened));
        Collect();
        Assert.That(opened.Memory.InUse, Is.EqualTo(before));
        Assert.That(opened.Memory.Cached, Is.GreaterThanOrEqualTo(Length * sizeof(float)));
        Assert.That(opened.Memory.Peak, Is.GreaterThanOrEqualTo(before + (Length * sizeof(float))));

        opened.Trim();
        Assert.That(opened.Memory.Cached, Is.Zero);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Forget(GpuBackend<float> backend) => backend.Fill(new(backend.Allocate(Length), 0, Length), 1f);
    }

    [Test]
    public void A_device_without_memory_says_what_was_asked_and_what_is_free_and_goes_on()
    {
        using GpuAccelerator opened = GpuDevices.Open(device, new GpuOptions { MemoryLimit = 1 << 20 });
        GpuBackend<float> backend = new(opened);
        View<float> kept = Upload(backend);
        GpuOutOfMemoryException? error = Assert.Throws<GpuOutOfMemoryException>(() => backend.Allocate(1 << 19));
        Assert.That(error!.Requested, Is.EqualTo(2_097_152));
        Assert.That(error.Memory.Total, Is.EqualTo(1_048_576));
        Assert.That(error.Message, Does.StartWith($"{device}: no memory for 2,097,152 bytes")
            .And.Contain("of 1,048,576 are in use").And.Contain("are free").And.Contain("smaller batch"));

        View<float> smaller = new(backend.Allocate(1 << 10), 0, 1 << 10);
        backend.Fill(smaller, 3f);
        Assert.That(Download(backend, smaller.Slice(1023, 1)), Is.EqualTo((float[])[3f]));
        Assert.That(Download(backend, kept), Is.EqualTo(Numbers));
    }

    [Test]
    public void Memory_that_nobody_holds_is_found_before_there_is_none()
    {
        using GpuAccelerator opened = GpuDevices.Open(device, new GpuOptions { MemoryLimit = 1 << 20 });
        GpuBackend<float> backend = new(opened);
        for (int i = 0; i < 20; i++)
        {
            // Each a third of what there is, and of a size that no other has.
            Forget(backend, 80_000 + (1000 * i));
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Forget(GpuBackend<float> backend, int length) =>
            backend.Fill(new(backend.Allocate(length), 0, length), 1f);
    }

    [Test]
    public void The_memory_of_another_device_is_refused()
    {
        GpuBackend<float> backend = new(ConformanceDevices.Get(device).Accelerator!);
        View<float> mine = Upload(backend), host = Upload(new CpuBackend<float>(1));
        Assert.That(
            () => backend.Copy(host, mine),
            Throws.ArgumentException.With.Message.Contains($"{device}: the memory is a CpuBuffer"));
        Assert.That(
            () => new CpuBackend<float>(1).Copy(mine, host),
            Throws.ArgumentException.With.Message.Contains("cpu: the memory is a GpuBuffer"));

        using GpuAccelerator other = GpuDevices.Open(device);
        View<float> foreign = Upload(new GpuBackend<float>(other));
        Assert.That(
            () => backend.Copy(foreign, mine),
            Throws.ArgumentException.With.Message.Contains($"the memory belongs to {device}, opened by itself"));
        Assert.That(Download(backend, mine), Is.EqualTo(Numbers));
    }

    [Test]
    public void Both_precisions_share_a_device_and_its_memory()
    {
        ComputeDevice opened = ConformanceDevices.Get(device);
        IBackend<float> single = opened.Backend<float>();
        View<float> x = Upload(single);
        if (opened.Has("f64"))
        {
            IBackend<double> wide = opened.Backend<double>();
            View<double> y = new(wide.Allocate(3), 0, 3);
            wide.Fill(y, 1.0 / 3.0);
            double[] thirds = new double[3];
            wide.Download(y, thirds);
            Assert.That(thirds, Is.All.EqualTo(1.0 / 3.0));
        }
        else
        {
            Assert.That(
                () => opened.Backend<double>(),
                Throws.TypeOf<NotSupportedException>().With.Message.Contains("no double precision"));
        }

        Assert.That(Download(single, x), Is.EqualTo(Numbers));
    }

    [Test]
    public void A_length_that_does_not_fit_is_refused()
    {
        GpuBackend<float> backend = new(ConformanceDevices.Get(device).Accelerator!);
        View<float> view = Upload(backend);
        Assert.That(() => backend.Upload([1f], view), Throws.ArgumentException);
        Assert.That(() => backend.Download(view, new float[2]), Throws.ArgumentException);
        Assert.That(() => backend.Copy(view, view.Slice(0, 1)), Throws.ArgumentException);
        Assert.That(() => backend.Allocate(-1), Throws.InstanceOf<ArgumentException>());
    }

    private static View<float> Upload(IBackend<float> backend)
    {
        View<float> view = new(backend.Allocate(Numbers.Length), 0, Numbers.Length);
        backend.Upload(Numbers, view);
        return view;
    }

    private static float[] Download(IBackend<float> backend, View<float> view)
    {
        float[] numbers = new float[view.Length];
        backend.Download(view, numbers);
        return numbers;
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
