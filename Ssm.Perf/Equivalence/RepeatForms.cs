using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Kernels;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Equivalence;

/// <summary>
/// What has to have the same bits twice, outputs and gradients alike: on the CPU one thread and many, on another device
/// two runs.
/// </summary>
internal static class RepeatForms
{
    // Even where the machine has one: more threads than processors split work as well.
    private const int FewestOfMany = 3;

    internal static IEnumerable<EquivalenceRow> Rows<T>(EquivalenceTrial<T> trial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (IBackend<T> one, IBackend<T> other) = (trial.Backend, trial.Backend);
        (string first, string against) = ("first run", "second run");
        if (trial.Backend is CpuBackend<T>)
        {
            int many = Math.Max(FewestOfMany, trial.Request.Threads);
            (one, other) = (new CpuBackend<T>(threads: 1), new CpuBackend<T>(many));
            (first, against) = ("1 thread", $"{many} threads");
        }

        yield return trial.Same(
            $"{trial.Model.Whole}, {first}", against, Whole(trial, one), Whole(trial, other));
        if (trial.Layer.IsCausal)
        {
            yield return trial.Same(
                $"{ChunkForms.Loop}, {first}", against, Loop(trial, one), Loop(trial, other));
        }

        yield return trial.Same($"gradients, {first}", against, Gradients(trial, one), Gradients(trial, other));
    }

    private static double[] Whole<T>(EquivalenceTrial<T> trial, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T> => EquivalenceTrial<T>.ToHost(
            trial.NewLayer(backend).Forward(trial.Input(trial.U, EquivalenceTrial<T>.Batch, backend)));

    private static double[] Loop<T>(EquivalenceTrial<T> trial, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SequenceLayer<T> layer = trial.NewLayer(backend);
        Variable<T> u = trial.Input(trial.U, EquivalenceTrial<T>.Batch, backend);
        (Variable<T> y, Variable<T> state) = layer.Forward(u, layer.ZeroState(EquivalenceTrial<T>.Batch, backend));
        return [.. EquivalenceTrial<T>.ToHost(y), .. EquivalenceTrial<T>.ToHost(state)];
    }

    // Of the sum of squares, with respect to the input and every parameter.
    private static double[] Gradients<T>(EquivalenceTrial<T> trial, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SequenceLayer<T> layer = trial.NewLayer(backend);
        using Tape<T> tape = new();
        tape.Watch(layer.Variables);
        Variable<T> u = tape.Watch(trial.Input(trial.U, EquivalenceTrial<T>.Batch, backend));
        Variable<T> y = layer.Forward(u);
        Gradients<T> gradients = tape.Backward(Op.Sum(y * y));
        IEnumerable<NdArray<T>> found = layer.Variables.Prepend(u).Select(v => gradients[v]).OfType<NdArray<T>>();
        return [.. found.SelectMany(gradient => Planes(gradient))];
    }

    private static IEnumerable<double> Planes<T>(NdArray<T> array)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        HostArrays.ToDouble<T>(array.ToArray()).Concat(HostArrays.ToDouble<T>(array.ImaginaryToArray()));
}
