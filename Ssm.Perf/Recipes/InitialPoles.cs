using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Ssm.Autodiff;
using Ssm.Core.Discretization;
using Ssm.Core.Implementation;
using Ssm.Core.Models;
using Ssm.Kernels;

namespace Ssm.Perf.Recipes;

/// <summary>Models as their papers begin to train them, for what their poles look like.</summary>
internal static class InitialPoles
{
    // Wide enough for the spread of the steps.
    private const int Channels = 32;

    // Of the dense matrix, whose eigenvalues lose their digits as it grows.
    private const int DenseOrder = 16;

    /// <summary>The discrete poles of a model, of a varying one for an input of zero; null where it has none.</summary>
    internal static Complex[]? Of(ModelCard card, ulong seed)
    {
        RandomSource random = new(seed);
        return card.Id switch
        {
            "s4" => Dense(new S4<double>(Channels, new S4Options { Order = DenseOrder }, random)),
            "s4d" => Pairs(new S4D<double>(Channels, new S4DOptions(), random)),
            "s5" => Pairs(new S5<double>(Channels, new S5Options { StateSize = 256, Blocks = 4 }, random)),
            "lru" => new Lru<double>(
                Channels, new LruOptions { Modes = 256, RMin = 0.9, RMax = 0.999 }, random).Poles(),
            "dss" => new Dss<double>(Channels, new DssOptions(), random).Poles(),
            "s6" => Selective(new S6<double>(Channels, new S6Options(), random)),
            "mamba2" => Heads(new Mamba2<double>(128, new Mamba2Options { HeadChannels = 2 }, random)),
            "h3" => Pairs(new S4D<double>(
                Channels, new S4DOptions { Discretization = DiscretizationMethod.Bilinear }, random)),
            "rg-lru" => Gated(new RgLru<double>(8 * Channels, new RgLruOptions(), random)),
            _ => null,
        };
    }

    // A mode and its conjugate; a real one is alone.
    private static Complex[] Pairs(IDiagonalSystem system) =>
        [.. system.Poles().SelectMany(z => z.Imaginary == 0 ? new[] { z } : [z, Complex.Conjugate(z)])];

    private static Complex[] Dense(S4<double> model)
    {
        NdArray<double> all = model.Discretize().ABar.Value;
        int size = all.Shape[1];
        double[] entries = all.ToArray();
        return [.. Enumerable.Range(0, all.Shape[0]).SelectMany(channel => Matrix<double>.Build
            .DenseOfRowMajor(size, size, entries.Skip(channel * size * size).Take(size * size)).Evd().EigenValues)];
    }

    // exp(ΔA) with the steps that the biases alone give.
    private static Complex[] Selective(S6<double> model)
    {
        double[] steps = Op.Softplus(model.DtBias).Value.ToArray();
        double[] rates = Op.Exp(model.ALog).Value.ToArray();
        int states = model.ALog.Shape[1];
        return [.. rates.Select((rate, i) => new Complex(Math.Exp(-steps[i / states] * rate), 0))];
    }

    // exp(Δa) of each head, likewise.
    private static Complex[] Heads(Mamba2<double> model)
    {
        double[] steps = Op.Softplus(model.DtBias).Value.ToArray();
        return [.. Op.Exp(model.ALog).Value.ToArray().Select((rate, i) => new Complex(Math.Exp(-steps[i] * rate), 0))];
    }

    // exp(−c softplus(Λ) r) with the gate half open.
    private static Complex[] Gated(RgLru<double> model) =>
        [.. Op.Softplus(model.Lambda).Value.ToArray().Select(rate => new Complex(Math.Exp(-8 * rate / 2), 0))];
}
