using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>Large buffers come back by themselves, never while somebody can reach them.</summary>
[NonParallelizable]
public sealed class HostMemoryTests
{
    private const int Large = 3 << 20;

    [Test]
    public void Memory_has_the_length_that_was_asked_for_at_every_size()
    {
        foreach (int length in (int[])[0, 1, 100, 16383, 16384, 16385, 20480, 20481, 65535, 65536, 65537, 1 << 20])
        {
            (float[] array, int start) = HostMemory<float>.Take(length);
            Assert.That(array, Has.Length.GreaterThanOrEqualTo(start + length), $"{length}");
            Assert.That(array.Length - length, Is.LessThan((length / 4) + 3000), $"{length}");
        }
    }

    [Test]
    public unsafe void Large_buffers_begin_on_cache_lines_and_not_all_at_the_same_place_of_their_pages()
    {
        HashSet<nuint> places = [];
        List<CpuBuffer<double>> buffers = [];
        for (int i = 0; i < 8; i++)
        {
            CpuBuffer<double> buffer = new(40000);
            buffers.Add(buffer);
            fixed (double* first = buffer.Span(0, 1))
            {
                Assert.That((ulong)first % 64, Is.EqualTo(0UL));
                places.Add((nuint)first % 4096);
            }
        }

        Assert.That(places, Has.Count.GreaterThan(1));
        Assert.That(buffers, Has.Count.EqualTo(8));
    }

    [Test]
    public void A_buffer_that_nobody_holds_is_handed_out_again()
    {
        nint[] first = TakeAndDrop(4);
        Collect();
        nint[] second = TakeAndDrop(4);
        Assert.That(second.Intersect(first), Is.Not.Empty);
    }

    [Test]
    public void A_span_alone_keeps_its_memory()
    {
        Span<float> span = Marked(41);
        for (int round = 0; round < 4; round++)
        {
            Collect();
            for (int i = 0; i < 8; i++)
            {
                Marked(-1);
            }
        }

        Assert.That(span.IndexOfAnyExcept(41), Is.EqualTo(-1));
    }

    [Test]
    public void Memory_in_use_is_never_handed_out_twice()
    {
        // More than enough rounds of a few live buffers among many dropped ones, on several threads.
        Task[] tasks = [.. Enumerable.Range(1, 3).Select(worker => Task.Run(() =>
        {
            Queue<(CpuBuffer<float> Buffer, float Mark)> live = new();
            for (int i = 0; i < 120; i++)
            {
                float mark = (worker * 1000) + i;
                CpuBuffer<float> buffer = new(Large);
                buffer.Span(0, Large).Fill(mark);
                live.Enqueue((buffer, mark));
                if (live.Count > 3)
                {
                    (CpuBuffer<float> oldest, float expected) = live.Dequeue();
                    if (oldest.Span(0, Large).IndexOfAnyExcept(expected) >= 0)
                    {
                        throw new InvalidOperationException($"{expected} was overwritten");
                    }
                }
            }
        }))];
        Assert.That(() => Task.WaitAll(tasks), Throws.Nothing);
    }

    [Test]
    public void Memory_that_lies_unused_is_let_go()
    {
        WeakReference reference = Dropped();
        for (int i = 0; i < 10 && reference.IsAlive; i++)
        {
            Collect();
        }

        Assert.That(reference.IsAlive, Is.False);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Dropped() => new(HostMemory<decimal>.Take(100_000).Array, trackResurrection: true);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Span<float> Marked(float mark)
    {
        Span<float> span = new CpuBuffer<float>(Large).Span(0, Large);
        span.Fill(mark);
        return span;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe nint[] TakeAndDrop(int count)
    {
        nint[] addresses = new nint[count];
        CpuBuffer<double>[] buffers = new CpuBuffer<double>[count];
        for (int i = 0; i < count; i++)
        {
            buffers[i] = new(77_777);
            addresses[i] = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(buffers[i].Span(0, 1)));
        }

        return addresses;
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
