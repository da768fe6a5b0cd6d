using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Kernels;

namespace Ssm.Core.Checkpoints;

/// <summary>A tensor of a checkpoint and the memory that it belongs to: a real array, or one plane.</summary>
internal sealed record ModelPlane<T>(string Name, Shape Shape, IBackend<T> Backend, View<T> View)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>All that is saved of a module, in its order: first parameters, then buffers.</summary>
    internal static List<ModelPlane<T>> Of(Module<T> module)
    {
        List<ModelPlane<T>> planes = [];
        foreach (Parameter<T> parameter in module.Parameters)
        {
            Add(planes, parameter.Name, parameter.Variable.Value);
        }

        foreach ((string name, NdArray<T> value) in module.Buffers)
        {
            Add(planes, name, value);
        }

        return planes;
    }

    /// <summary>Adds a real array under its name, or a complex one as name.re and name.im.</summary>
    internal static void Add(List<ModelPlane<T>> planes, string name, NdArray<T> value)
    {
        if (!value.IsComplex)
        {
            planes.Add(new ModelPlane<T>(name, value.Shape, value.Backend, value.Re));
            return;
        }

        planes.Add(new ModelPlane<T>($"{name}.re", value.Shape, value.Backend, value.Re));
        planes.Add(new ModelPlane<T>($"{name}.im", value.Shape, value.Backend, value.Im));
    }

    internal T[] Download()
    {
        T[] values = GC.AllocateUninitializedArray<T>(View.Length);
        Backend.Download(View, values);
        return values;
    }

    internal void Upload(ReadOnlySpan<T> values) => Backend.Upload(values, View);

    internal SafetensorsTensor ToTensor() => SafetensorsTensor.From(Name, Shape.Sizes, Download());
}
