using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Initialization;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of the RG-LRU and the small layers around it.</summary>
internal static class RgLruCases
{
    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (golden.Has("in.u"))
        {
            Initial(golden);
        }
        else if (golden.Has("p.scale"))
        {
            Norm(golden);
        }
        else if (golden.Has("p.w"))
        {
            Gate(golden);
        }
        else if (golden.Has("p.ffw_up.w"))
        {
            Mlp(golden);
        }
        else if (golden.Has("in.segment_pos"))
        {
            Recurrence(golden);
        }
        else
        {
            Decode(golden);
        }

        return true;
    }

    // Positions go on from an earlier chunk where there is a cache; a document begins where one is 0.
    private static void Recurrence<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RgLru<T> layer = Create(golden);
        Variable<T> x = golden.In("x");
        Indices positions = golden.Integers("in.segment_pos");
        Variable<T> state = layer.ZeroState(x.Shape[0]);
        if (golden.Has("in.cache"))
        {
            state = Op.Concat(1, golden.In("cache"), FirstPositions(positions, golden.Backend));
        }

        (Variable<T> y, Variable<T> last) = GriffinCases.Forward(layer, x, state, positions);
        golden.Output("y", y);
        golden.Output("last_h", Op.Slice(last, 1, 0, layer.Channels));
    }

    // One step after another from the zero state; (L, B, E) of states.
    private static void Decode<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RgLru<T> layer = Create(golden);
        Variable<T> x = golden.In("x");
        NdArray<T> state = layer.ZeroState(x.Shape[0]).Value;
        List<Variable<T>> outputs = [], caches = [];
        for (int t = 0; t < x.Shape[1]; t++)
        {
            (NdArray<T> y, state) = GoldenParts.Step(layer.CreateStepper(), Op.Slice(x, 1, t, 1).Value, state);
            outputs.Add(y);
            caches.Add(Op.Slice<T>(state, 1, 0, layer.Channels));
        }

        golden.Output("y", Op.Concat(1, [.. outputs]));
        golden.Output("cache", Op.Stack(0, [.. caches]));
    }

    private static void Norm<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RmsNorm<T> norm = new(golden.ShapeOf("p.scale")[0], golden.Number("eps"), offset: 1, golden.Backend);
        golden.Load(norm.Weight, () => golden.P("scale"));
        golden.Output("y", norm.Forward(golden.In("x")));
    }

    private static void Gate<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape weight = golden.ShapeOf("p.w");
        BlockDiagonalLinear<T> layer = new(weight[0] * weight[1], weight[0], new RandomSource(1), golden.Backend);
        new GriffinWeights<T>(golden).Load(layer, "");
        golden.Output("y", layer.Forward(golden.In("x")));
    }

    private static void Mlp<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape up = golden.ShapeOf("p.ffw_up.w");
        GatedMlp<T> mlp = new(up[1], up[2], new GatedMlpOptions(), new RandomSource(1), golden.Backend);
        new GriffinWeights<T>(golden).Load(mlp, "");
        golden.Output("y", mlp.Forward(golden.In("x")));
    }

    // The uniform numbers that the initialiser would have drawn are given.
    private static void Initial<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double least = golden.Number("min_rad"), most = golden.Number("max_rad");
        double[] u = Array.ConvertAll(golden.In("u").Value.ToArray(), double.CreateChecked);
        double[] lambda = Array.ConvertAll(u, x => RgLruInitialization.RecurrentGemma(x, least, most));
        golden.Output("a_param", HippoCases.Real<T>(lambda, lambda.Length));
    }

    private static RgLru<T> Create<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RgLruOptions options = new() { GateBlocks = golden.ShapeOf("p.input_gate.w")[0] };
        RgLru<T> layer = new(golden.ShapeOf("p.a_param")[0], options, new RandomSource(1), golden.Backend);
        new GriffinWeights<T>(golden).Load(layer, "");
        return layer;
    }

    private static NdArray<T> FirstPositions<T>(Indices positions, IBackend<T> on)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int batch, int length) = (positions.Shape[0], positions.Shape[1]);
        T[] first = new T[batch];
        for (int b = 0; b < batch; b++)
        {
            first[b] = T.CreateChecked(positions.Values[b * length]);
        }

        return NdArray<T>.From(first, [batch, 1], on);
    }
}
