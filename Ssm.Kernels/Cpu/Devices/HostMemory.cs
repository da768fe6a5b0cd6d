namespace Ssm.Kernels;

/// <summary>The memory of the CPU's buffers: new arrays where they are small, recycled ones where they are large.
/// </summary>
/// <remarks>
/// <para>
/// A large array that is new has to be found by the collector and touched page by page by the system: writing one costs
/// many times what writing a used one does. So large ones come back by themselves (<see cref="RecycledArray{T}"/>) and
/// are handed out again, with whatever is in them. Where none is left although much was handed out since the last
/// full collection, a collection is asked for first: arrays that nobody holds are found by nothing else.
/// </para>
/// <para>
/// Large arrays begin on a cache line, and each on another line of its page: operands at the same place of their pages
/// would meet in the same sets of the first-level cache. Arrays that lie unused for some full collections are let go.
/// </para>
/// </remarks>
internal static unsafe class HostMemory<T>
    where T : unmanaged
{
    /// <summary>Bytes of a page: what the places of arrays are counted in.</summary>
    internal const int Page = 4096;

    /// <summary>Below this many bytes the collector's youngest generation is faster.</summary>
    internal const int SmallestRecycled = 1 << 16;

    // Nine cache lines: each array of a kernel's handful begins elsewhere, and 64 arrays take all lines of a page.
    private const int Stagger = 9 * 64;

    // Bytes handed out before a full collection, which takes about a millisecond, is worth its time.
    private const long SmallestRound = 64L << 20;

    // Full collections that an unused array outlives.
    private const int RoundsKept = 3;

    private static readonly List<RecycledArray<T>>[] _shelves = MakeShelves();
    private static long _made;
    private static int _round;
    private static long _handedOut;
    private static long _held;
    private static long _shelved;

    /// <summary>Memory for <paramref name="length"/> elements.</summary>
    /// <returns>An array, and the index in it from which the elements are usable.</returns>
    internal static (T[] Array, int Start) Take(int length)
    {
        long bytes = (long)length * sizeof(T);
        int sizeClass = SizeClass(bytes);
        long size = ClassBytes(sizeClass);
        if (bytes < SmallestRecycled || (size + (2 * Page)) / sizeof(T) > Array.MaxLength)
        {
            return (GC.AllocateUninitializedArray<T>(length), 0);
        }

        RecycledArray<T>? array = TakeFrom(sizeClass);
        if (array is null && Interlocked.Read(ref _handedOut) > Math.Max(SmallestRound, InUse))
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
            GC.WaitForPendingFinalizers();
            array = TakeFrom(sizeClass);
        }

        Interlocked.Add(ref _handedOut, size);
        if (array is not null)
        {
            GC.ReRegisterForFinalize(array);
        }
        else
        {
            int stagger = (int)(Interlocked.Increment(ref _made) * Stagger % Page);
            array = new RecycledArray<T>((int)(size / sizeof(T)), sizeClass, stagger);
            Interlocked.Add(ref _held, size);
        }

        return (array.Array, array.Start);
    }

    /// <summary>Puts an array that nobody holds on its shelf. Called by its finalizer.</summary>
    internal static void Return(RecycledArray<T> array)
    {
        array.Returned = Volatile.Read(ref _round);
        List<RecycledArray<T>> shelf = _shelves[array.SizeClass];
        lock (shelf)
        {
            shelf.Add(array);
        }

        Interlocked.Add(ref _shelved, ClassBytes(array.SizeClass));
    }

    // Bytes of arrays that somebody holds, or held when the last collection looked.
    private static long InUse => Interlocked.Read(ref _held) - Interlocked.Read(ref _shelved);

    private static RecycledArray<T>? TakeFrom(int sizeClass)
    {
        List<RecycledArray<T>> shelf = _shelves[sizeClass];
        RecycledArray<T> array;
        lock (shelf)
        {
            if (shelf.Count == 0)
            {
                return null;
            }

            array = shelf[^1];
            shelf.RemoveAt(shelf.Count - 1);
        }

        Interlocked.Add(ref _shelved, -ClassBytes(sizeClass));
        return array;
    }

    private static void EndRound()
    {
        int oldest = Interlocked.Increment(ref _round) - RoundsKept;
        Interlocked.Exchange(ref _handedOut, 0);
        for (int sizeClass = 0; sizeClass < _shelves.Length; sizeClass++)
        {
            List<RecycledArray<T>> shelf = _shelves[sizeClass];
            int dropped = 0;
            lock (shelf)
            {
                // The last to come is the first to go, so the front of a shelf has waited longest.
                while (dropped < shelf.Count && shelf[dropped].Returned < oldest)
                {
                    shelf[dropped++].Drop();
                }

                shelf.RemoveRange(0, dropped);
            }

            Interlocked.Add(ref _shelved, -dropped * ClassBytes(sizeClass));
            Interlocked.Add(ref _held, -dropped * ClassBytes(sizeClass));
        }
    }

    // Four classes to an octave, so at most a quarter of an array lies idle.
    private static int SizeClass(long bytes)
    {
        long last = Math.Max(bytes, 4) - 1;
        int octave = BitOperations.Log2((ulong)last);
        return ((octave - 1) * 4) + (int)(last >> (octave - 2) & 3);
    }

    private static long ClassBytes(int sizeClass) => (5L + (sizeClass & 3)) << ((sizeClass >> 2) - 1);

    private static List<RecycledArray<T>>[] MakeShelves()
    {
        // Found dead at each full collection, and comes back: the collector has no other way to say that there was one.
        _ = new Collected();
        var shelves = new List<RecycledArray<T>>[SizeClass(long.MaxValue) + 1];
        for (int i = 0; i < shelves.Length; i++)
        {
            shelves[i] = [];
        }

        return shelves;
    }

    private sealed class Collected
    {
        ~Collected()
        {
            if (!Environment.HasShutdownStarted)
            {
                EndRound();
                GC.ReRegisterForFinalize(this);
            }
        }
    }
}
