namespace Ssm.Kernels;

/// <summary>Between arrays of channels and the blocks of one vector that the recurrence works on.</summary>
internal static unsafe class DiagonalRecurrenceTiles
{
    /// <summary>Copies a block's rows together, filling missing lanes with zeros.</summary>
    internal static void Load<T>(T* from, nint stride, int width, int steps, T* tile)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        for (int i = 0; i < steps; i++, from += stride, tile += lanes)
        {
            if (width == lanes)
            {
                Vector.Load(from).Store(tile);
            }
            else
            {
                for (int j = 0; j < lanes; j++)
                {
                    tile[j] = j < width ? from[j] : T.Zero;
                }
            }
        }
    }

    /// <summary>Copies the rows back.</summary>
    internal static void Store<T>(T* tile, int steps, T* to, nint stride, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        for (int i = 0; i < steps; i++, to += stride, tile += lanes)
        {
            if (width == lanes)
            {
                Vector.Load(tile).Store(to);
            }
            else
            {
                for (int j = 0; j < width; j++)
                {
                    to[j] = tile[j];
                }
            }
        }
    }

    /// <summary>(width, N) planes to (N, 2, lanes); zeros where there is no source.</summary>
    internal static void LoadStates<T>(PlanePointers<T> from, int width, int modes, T* states)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        new Span<T>(states, 2 * modes * lanes).Clear();
        for (int j = 0; from.Exists && j < width; j++)
        {
            for (int n = 0; n < modes; n++)
            {
                states[(2 * n * lanes) + j] = from.Re[(j * (nint)modes) + n];
                states[(((2 * n) + 1) * lanes) + j] = from.Im[(j * (nint)modes) + n];
            }
        }
    }

    /// <summary>(N, 2, lanes) back to (width, N) planes.</summary>
    internal static void StoreStates<T>(T* states, int width, int modes, PlanePointers<T> to)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        for (int j = 0; j < width; j++)
        {
            for (int n = 0; n < modes; n++)
            {
                to.Re[(j * (nint)modes) + n] = states[(2 * n * lanes) + j];
                to.Im[(j * (nint)modes) + n] = states[(((2 * n) + 1) * lanes) + j];
            }
        }
    }

    /// <summary>The constants of blocks start up to end, as (N, 6, lanes) each.</summary>
    internal static void LoadConstants<T>(DiagonalRecurrenceWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        int modes = work.Shape.Modes;
        for (int block = start; block < end; block++)
        {
            T* to = work.Constants + ((nint)block * work.BlockConstants);
            new Span<T>(to, work.BlockConstants).Clear();
            int width = work.Width(block);
            for (int j = 0; j < width; j++)
            {
                nint row = (((nint)block * lanes) + j) * modes;
                for (int n = 0; n < modes; n++)
                {
                    T* p = to + (6 * (nint)n * lanes) + j;
                    p[0] = work.A.Re[row + n];
                    p[lanes] = work.A.Im[row + n];
                    p[2 * lanes] = work.B.Re[row + n];
                    p[3 * lanes] = work.B.Im[row + n];
                    p[4 * lanes] = work.Scale * work.C.Re[row + n];
                    p[5 * lanes] = -(work.Scale * work.C.Im[row + n]);
                }
            }
        }
    }

    /// <summary>tile = factor ⊙ from, or zeros where there is no factor.</summary>
    internal static void Scaled<T>(T* from, T* factor, int steps, T* tile)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        if (factor == null)
        {
            new Span<T>(tile, steps * lanes).Clear();
            return;
        }

        Vector<T> d = Vector.Load(factor);
        for (int i = 0; i < steps; i++)
        {
            (d * Vector.Load(from + (i * lanes))).Store(tile + (i * lanes));
        }
    }

    /// <summary>One vector of channels, with zeros in missing lanes.</summary>
    internal static void LoadLanes<T>(T* from, int width, T* lanes)
        where T : unmanaged, IFloatingPointIeee754<T> => Load(from, 0, width, 1, lanes);
}
