using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Ssm.Kernels.Gpu;

/// <summary>What the exceptions of drivers mean.</summary>
internal static class DriverErrors
{
    internal static string Describe(Exception exception) => exception switch
    {
        CudaException cuda => cuda.Error,
        CLException cl => cl.Error.ToString(),
        _ => exception.Message,
    };

    internal static bool IsOutOfMemory(Exception exception) => exception switch
    {
        CudaException cuda => cuda.Error == nameof(CudaError.CUDA_ERROR_OUT_OF_MEMORY),
        CLException cl => cl.Error is CLError.CL_MEM_OBJECT_ALLOCATION_FAILURE or CLError.CL_OUT_OF_RESOURCES
            or CLError.CL_OUT_OF_HOST_MEMORY or CLError.CL_INVALID_BUFFER_SIZE,
        OutOfMemoryException => true,
        _ => false,
    };
}
