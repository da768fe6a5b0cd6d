using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Ssm.Kernels;

namespace Ssm.Perf.Rivals;

/// <summary>Causal convolutions y[b, h] = k[h] * u[b, h] of length L by FFTW: r2c of 2L points, product, c2r.</summary>
/// <remarks>The arrays are (B, H, L), as FFTW likes them. A row's spectrum stays in cache between its three steps, and
/// a kernel's spectrum serves all rows of a batch.</remarks>
internal sealed unsafe class FftwConvolution<T> : RivalJob
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly FftwLibrary _library;
    private readonly int _batch;
    private readonly int _channels;
    private readonly int _length;
    private readonly int _parts;
    private readonly Workspace[] _workspaces;
    private readonly FftwPlan _forward;
    private readonly FftwPlan _inverse;

    internal FftwConvolution(FftwLibrary library, int batch, int channels, int length, int threads, ulong seed)
    {
        _library = library;
        (_batch, _channels, _length) = (batch, channels, length);
        _parts = Math.Min(threads, channels);
        _workspaces = [.. Enumerable.Range(0, _parts).Select(i => new Workspace(length, 4 + (5 * i)))];
        Workspace first = _workspaces[0];
        FftwLayout layout = new(2 * length, 1, 1, 2 * length, 2 * length);
        _forward = library.Plan(FftwKind.RealToComplex, layout, first.Padded.Pointer, first.Spectrum.Pointer);
        _inverse = library.Plan(FftwKind.ComplexToReal, layout, first.Spectrum.Pointer, first.Result.Pointer);
        first.Padded.Span.Clear();
        Input = NativeArray<T>.Random(checked(batch * channels * length), 0, seed);
        Kernel = NativeArray<T>.Random(checked(channels * length), 1, seed);
        Output = new NativeArray<T>(Input.Length, 2);
    }

    /// <summary>(B, H, L).</summary>
    internal NativeArray<T> Input { get; }

    /// <summary>(H, L).</summary>
    internal NativeArray<T> Kernel { get; }

    /// <summary>(B, H, L).</summary>
    internal NativeArray<T> Output { get; }

    /// <inheritdoc/>
    internal override void Run() => WorkSplit.Run(_parts, 1, long.MaxValue, _parts, this, Convolve);

    private static void Convolve(FftwConvolution<T> self, int start, int end)
    {
        for (int part = start; part < end; part++)
        {
            int last = (int)((long)self._channels * (part + 1) / self._parts);
            for (int h = (int)((long)self._channels * part / self._parts); h < last; h++)
            {
                self.ConvolveChannel(self._workspaces[part], h);
            }
        }
    }

    private void ConvolveChannel(Workspace w, int h)
    {
        Transform(w, Kernel.Span.Slice(h * _length, _length));
        w.KeepKernel(T.One / T.CreateTruncating(2 * _length));
        for (int b = 0; b < _batch; b++)
        {
            int row = ((b * _channels) + h) * _length;
            Transform(w, Input.Span.Slice(row, _length));
            Multiply(w.Spectrum.Pointer, w.KernelRe.Pointer, w.KernelIm.Pointer, w.Spectrum.Length);
            _library.ExecuteComplexToReal(_inverse.Handle, w.Spectrum.Pointer, w.Result.Pointer);
            w.Result.Span[.._length].CopyTo(Output.Span.Slice(row, _length));
        }
    }

    private void Transform(Workspace w, Span<T> row)
    {
        row.CopyTo(w.Padded.Span);
        _library.ExecuteRealToComplex(_forward.Handle, w.Padded.Pointer, w.Spectrum.Pointer);
    }

    // (a + ib)(c + id) of interleaved numbers: z ⊙ [c, c] + swapped z ⊙ [−d, d].
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(T* z, T* re, T* im, int count)
    {
        int i = 0;
        for (; i <= count - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            Vector512<T> v = Vector512.Load(z + i);
            ((v * Vector512.Load(re + i)) + (Swap(v) * Vector512.Load(im + i))).Store(z + i);
        }

        for (; i < count; i += 2)
        {
            (z[i], z[i + 1]) = ((z[i] * re[i]) + (z[i + 1] * im[i]), (z[i + 1] * re[i + 1]) + (z[i] * im[i + 1]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Swap(Vector512<T> v) => typeof(T) == typeof(float)
        ? Vector512.Shuffle(
            v.AsSingle(), Vector512.Create(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14)).As<float, T>()
        : Vector512.Shuffle(v.AsDouble(), Vector512.Create(1L, 0, 3, 2, 5, 4, 7, 6)).As<double, T>();

    private sealed class Workspace(int length, int place)
    {
        internal NativeArray<T> Padded { get; } = new(2 * length, place);

        internal NativeArray<T> Spectrum { get; } = new(2 * (length + 1), place + 1);

        internal NativeArray<T> Result { get; } = new(2 * length, place + 2);

        internal NativeArray<T> KernelRe { get; } = new(2 * (length + 1), place + 3);

        internal NativeArray<T> KernelIm { get; } = new(2 * (length + 1), place + 4);

        internal void KeepKernel(T scale)
        {
            Span<T> spectrum = Spectrum.Span, re = KernelRe.Span, im = KernelIm.Span;
            for (int i = 0; i < spectrum.Length; i += 2)
            {
                re[i] = re[i + 1] = spectrum[i] * scale;
                im[i + 1] = spectrum[i + 1] * scale;
                im[i] = -im[i + 1];
            }
        }
    }
}
