using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace Ssm.Kernels.Gpu;

/// <summary>NVIDIA's library of matrix products, for a device that was opened with <see cref="GpuOptions.UseCuBlas"/>.
/// </summary>
internal sealed class CuBlasProducts : IDisposable
{
    private readonly CuBlas _library;

    private CuBlasProducts(CuBlas library, CudaStream stream)
    {
        _library = library;
        _library.Stream = stream;
    }

    /// <summary>Loads the library.</summary>
    /// <exception cref="GpuException">The device is none of NVIDIA's, or the library cannot be loaded.</exception>
    internal static CuBlasProducts Open(string name, Accelerator accelerator, AcceleratorStream stream)
    {
        if (accelerator is not CudaAccelerator cuda || stream is not CudaStream queue)
        {
            throw new GpuException($"{name}: cuBLAS is for CUDA devices; open this one without UseCuBlas.");
        }

        try
        {
            return new CuBlasProducts(new CuBlas(cuda), queue);
        }
        catch (Exception exception) when (exception is DllNotFoundException or NotSupportedException
            or EntryPointNotFoundException or TypeInitializationException or CuBlasException)
        {
            throw new GpuException(
                $"{name}: cuBLAS (libcublas 10 to 12) cannot be loaded ({exception.Message}); install it, or open " +
                "the device without UseCuBlas.",
                exception);
        }
    }

    /// <summary>C = op(A) op(B), or C +=, each matrix by rows, for each of a batch.</summary>
    /// <remarks>The library's matrices are by columns: it is asked for Cᵀ = op(B)ᵀ op(A)ᵀ.</remarks>
    internal void Multiply<T>(
        ArrayView<T> a, ArrayView<T> b, ArrayView<T> c, in MatMulShape shape, in MatMulStrides batch, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CuBlasOperation left = shape.TransposeLeft ? CuBlasOperation.Transpose : CuBlasOperation.NonTranspose;
        CuBlasOperation right = shape.TransposeRight ? CuBlasOperation.Transpose : CuBlasOperation.NonTranspose;
        int leftLine = shape.TransposeLeft ? shape.M : shape.K;
        int rightLine = shape.TransposeRight ? shape.K : shape.N;
        int result = shape.M * shape.N;
        for (int i = 0; i < batch.Count; i++)
        {
            ArrayView<T> x = a.SubView(i * batch.LeftStride, shape.M * shape.K);
            ArrayView<T> y = b.SubView(i * batch.RightStride, shape.K * shape.N);
            ArrayView<T> z = c.SubView(i * result, result);
            if (typeof(T) == typeof(float))
            {
                _library.Gemm(
                    right, left, shape.N, shape.M, shape.K, 1f, y.Cast<float>(), rightLine, x.Cast<float>(), leftLine,
                    accumulate ? 1f : 0f, z.Cast<float>(), shape.N);
            }
            else
            {
                _library.Gemm(
                    right, left, shape.N, shape.M, shape.K, 1d, y.Cast<double>(), rightLine, x.Cast<double>(), leftLine,
                    accumulate ? 1d : 0d, z.Cast<double>(), shape.N);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _library.Dispose();
}
