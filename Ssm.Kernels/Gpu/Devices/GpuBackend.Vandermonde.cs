using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>The kernels of diagonal systems.</content>
public sealed partial class GpuBackend<T>
{
    private int BusyThreads => _device.EnoughGroups * _device.GroupThreads;

    /// <inheritdoc/>
    public void Vandermonde(ComplexView<T> v, ComplexView<T> z, View<T> k, in VandermondeShape shape, T scale)
    {
        CheckVandermonde(v, z, k.Length, shape);
        using GpuWork work = _device.Begin();
        if (typeof(T) == typeof(double))
        {
            VandermondeLauncher<double, double, DoubleInDouble>.Forward(
                work, As<double>(work, v), As<double>(work, z), As<double>(work, k), shape,
                double.CreateTruncating(scale));
        }
        else if (_device.HasDouble)
        {
            VandermondeLauncher<float, double, SingleInDouble>.Forward(
                work, As<float>(work, v), As<float>(work, z), As<float>(work, k), shape, float.CreateTruncating(scale));
        }
        else
        {
            VandermondeLauncher<float, float, SingleInSingle>.Forward(
                work, As<float>(work, v), As<float>(work, z), As<float>(work, k), shape, float.CreateTruncating(scale));
        }
    }

    /// <inheritdoc/>
    public void VandermondeAdjoint(
        ComplexView<T> v, ComplexView<T> z, View<T> dk, ComplexView<T> dv, ComplexView<T> dz,
        in VandermondeShape shape, T scale)
    {
        CheckVandermonde(v, z, dk.Length, shape);
        Guard.Length(dv.Length, v.Length, nameof(Vandermonde));
        Guard.Length(dz.Length, z.Length, nameof(Vandermonde));
        using GpuWork work = _device.Begin();
        if (typeof(T) == typeof(double))
        {
            VandermondeLauncher<double, double, DoubleInDouble>.Adjoint(
                work, As<double>(work, v), As<double>(work, z), As<double>(work, dk), As<double>(work, dv),
                As<double>(work, dz), shape, double.CreateTruncating(scale), BusyThreads);
        }
        else if (_device.HasDouble)
        {
            VandermondeLauncher<float, double, SingleInDouble>.Adjoint(
                work, As<float>(work, v), As<float>(work, z), As<float>(work, dk), As<float>(work, dv),
                As<float>(work, dz), shape, float.CreateTruncating(scale), BusyThreads);
        }
        else
        {
            VandermondeLauncher<float, float, SingleInSingle>.Adjoint(
                work, As<float>(work, v), As<float>(work, z), As<float>(work, dk), As<float>(work, dv),
                As<float>(work, dz), shape, float.CreateTruncating(scale), BusyThreads);
        }
    }

    // T by the name that the branch knows it by.
    private static ArrayView<TNumber> As<TNumber>(in GpuWork work, View<T> view)
        where TNumber : unmanaged => work.View(view).Cast<TNumber>();

    private static ComplexPlanes<TNumber> As<TNumber>(in GpuWork work, ComplexView<T> view)
        where TNumber : unmanaged, IFloatingPointIeee754<TNumber> =>
        new(As<TNumber>(work, view.Re), As<TNumber>(work, view.Im));

    private static void CheckVandermonde(ComplexView<T> v, ComplexView<T> z, int k, in VandermondeShape shape)
    {
        Guard.AtLeast(shape.Length, 0, nameof(Vandermonde));
        Guard.AtLeast(shape.Channels, 0, nameof(Vandermonde));
        Guard.AtLeast(shape.Modes, 0, nameof(Vandermonde));
        Guard.Length(v.Length, checked(shape.Channels * shape.Modes), nameof(Vandermonde));
        Guard.Length(z.Length, checked(shape.Channels * shape.Modes), nameof(Vandermonde));
        Guard.Length(k, checked(shape.Length * shape.Channels), nameof(Vandermonde));
    }
}
