using ILGPU;
using ILGPU.Runtime;

namespace Ssm.Kernels.Gpu;

/// <content>Starting kernels.</content>
internal readonly ref partial struct GpuWork
{
    /// <summary>Starts a kernel on its arguments; does nothing for no groups.</summary>
    internal void Launch<T1>(
        Action<T1> kernel, KernelConfig size, T1 a1)
    {
        if (Starts(kernel, size))
        {
            Launcher<Action<AcceleratorStream, KernelConfig, T1>>(kernel, size)(
                _device.Stream, size, a1);
            _device.Launched(kernel);
        }
    }

    internal void Launch<T1, T2>(
        Action<T1, T2> kernel, KernelConfig size, T1 a1, T2 a2)
    {
        if (Starts(kernel, size))
        {
            Launcher<Action<AcceleratorStream, KernelConfig, T1, T2>>(kernel, size)(
                _device.Stream, size, a1, a2);
            _device.Launched(kernel);
        }
    }

    internal void Launch<T1, T2, T3>(
        Action<T1, T2, T3> kernel, KernelConfig size, T1 a1, T2 a2, T3 a3)
    {
        if (Starts(kernel, size))
        {
            Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3>>(kernel, size)(
                _device.Stream, size, a1, a2, a3);
            _device.Launched(kernel);
        }
    }

    internal void Launch<T1, T2, T3, T4>(
        Action<T1, T2, T3, T4> kernel, KernelConfig size, T1 a1, T2 a2, T3 a3, T4 a4)
    {
        if (Starts(kernel, size))
        {
            Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4>>(kernel, size)(
                _device.Stream, size, a1, a2, a3, a4);
            _device.Launched(kernel);
        }
    }

    internal void Launch<T1, T2, T3, T4, T5>(
        Action<T1, T2, T3, T4, T5> kernel, KernelConfig size, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5)
    {
        if (Starts(kernel, size))
        {
            Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5>>(kernel, size)(
                _device.Stream, size, a1, a2, a3, a4, a5);
            _device.Launched(kernel);
        }
    }

    internal void Launch<T1, T2, T3, T4, T5, T6>(
        Action<T1, T2, T3, T4, T5, T6> kernel, KernelConfig size, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6)
    {
        if (Starts(kernel, size))
        {
            Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6>>(kernel, size)(
                _device.Stream, size, a1, a2, a3, a4, a5, a6);
            _device.Launched(kernel);
        }
    }

    internal void Launch<T1, T2, T3, T4, T5, T6, T7>(
        Action<T1, T2, T3, T4, T5, T6, T7> kernel, KernelConfig size, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6,
        T7 a7)
    {
        if (Starts(kernel, size))
        {
            Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7>>(kernel, size)(
                _device.Stream, size, a1, a2, a3, a4, a5, a6, a7);
            _device.Launched(kernel);
        }
    }

    internal void Launch<T1, T2, T3, T4, T5, T6, T7, T8>(
        Action<T1, T2, T3, T4, T5, T6, T7, T8> kernel, KernelConfig size, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5,
        T6 a6, T7 a7, T8 a8)
    {
        if (Starts(kernel, size))
        {
            Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8>>(kernel, size)(
                _device.Stream, size, a1, a2, a3, a4, a5, a6, a7, a8);
            _device.Launched(kernel);
        }
    }

    internal void Launch<T1, T2, T3, T4, T5, T6, T7, T8, T9>(
        Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> kernel, KernelConfig size, T1 a1, T2 a2, T3 a3, T4 a4,
        T5 a5, T6 a6, T7 a7, T8 a8, T9 a9)
    {
        if (Starts(kernel, size))
        {
            Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9>>(kernel, size)(
                _device.Stream, size, a1, a2, a3, a4, a5, a6, a7, a8, a9);
            _device.Launched(kernel);
        }
    }

    internal void Launch<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(
        Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> kernel, KernelConfig size, T1 a1, T2 a2, T3 a3, T4 a4,
        T5 a5, T6 a6, T7 a7, T8 a8, T9 a9, T10 a10)
    {
        if (Starts(kernel, size))
        {
            Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>>(kernel, size)(
                _device.Stream, size, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10);
            _device.Launched(kernel);
        }
    }

    internal void Launch<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(
        Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> kernel, KernelConfig size, T1 a1, T2 a2, T3 a3,
        T4 a4, T5 a5, T6 a6, T7 a7, T8 a8, T9 a9, T10 a10, T11 a11)
    {
        if (Starts(kernel, size))
        {
            Launcher<Action<
                AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>>(kernel, size)(
                _device.Stream, size, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11);
            _device.Launched(kernel);
        }
    }

    internal void Launch<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(
        Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> kernel, KernelConfig size, T1 a1, T2 a2,
        T3 a3, T4 a4, T5 a5, T6 a6, T7 a7, T8 a8, T9 a9, T10 a10, T11 a11, T12 a12)
    {
        if (Starts(kernel, size))
        {
            Launcher<Action<
                AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>>(kernel, size)(
                _device.Stream, size, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12);
            _device.Launched(kernel);
        }
    }
}
