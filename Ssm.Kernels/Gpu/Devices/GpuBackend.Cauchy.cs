namespace Ssm.Kernels.Gpu;

/// <content>The kernels of systems that are diagonal plus low rank.</content>
public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void Cauchy(ComplexView<T> v, ComplexView<T> z, ComplexView<T> c, in CauchyShape shape)
    {
        CheckCauchy(v, z, c, shape);
        using GpuWork work = _device.Begin();
        if (typeof(T) == typeof(double))
        {
            CauchyLauncher<double, double, DoubleInDouble>.Forward(
                work, As<double>(work, v), As<double>(work, z), As<double>(work, c), shape);
        }
        else if (_device.HasDouble)
        {
            CauchyLauncher<float, double, SingleInDouble>.Forward(
                work, As<float>(work, v), As<float>(work, z), As<float>(work, c), shape);
        }
        else
        {
            CauchyLauncher<float, float, SingleInSingle>.Forward(
                work, As<float>(work, v), As<float>(work, z), As<float>(work, c), shape);
        }
    }

    /// <inheritdoc/>
    public void CauchyAdjoint(
        ComplexView<T> v, ComplexView<T> z, ComplexView<T> dc, ComplexView<T> dv, ComplexView<T> dz,
        in CauchyShape shape)
    {
        CheckCauchy(v, z, dc, shape);
        Guard.Length(dv.Length, v.Length, nameof(Cauchy));
        Guard.Length(dz.Length, z.Length, nameof(Cauchy));
        using GpuWork work = _device.Begin();
        if (typeof(T) == typeof(double))
        {
            CauchyLauncher<double, double, DoubleInDouble>.Adjoint(
                work, As<double>(work, v), As<double>(work, z), As<double>(work, dc), As<double>(work, dv),
                As<double>(work, dz), shape, BusyThreads);
        }
        else if (_device.HasDouble)
        {
            CauchyLauncher<float, double, SingleInDouble>.Adjoint(
                work, As<float>(work, v), As<float>(work, z), As<float>(work, dc), As<float>(work, dv),
                As<float>(work, dz), shape, BusyThreads);
        }
        else
        {
            CauchyLauncher<float, float, SingleInSingle>.Adjoint(
                work, As<float>(work, v), As<float>(work, z), As<float>(work, dc), As<float>(work, dv),
                As<float>(work, dz), shape, BusyThreads);
        }
    }

    private static void CheckCauchy(ComplexView<T> v, ComplexView<T> z, ComplexView<T> c, in CauchyShape shape)
    {
        Guard.AtLeast(shape.Numerators, 0, nameof(Cauchy));
        Guard.AtLeast(shape.Length, 1, nameof(Cauchy));
        Guard.AtLeast(shape.Channels, 0, nameof(Cauchy));
        Guard.AtLeast(shape.Modes, 0, nameof(Cauchy));
        Guard.Length(v.Length, shape.Weights, nameof(Cauchy));
        Guard.Length(z.Length, shape.Poles, nameof(Cauchy));
        Guard.Length(c.Length, shape.Sums, nameof(Cauchy));
    }
}
