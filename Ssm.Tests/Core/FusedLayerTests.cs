using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

/// <summary>
/// The layers that run by fused recurrences give what a composition of a scan and products gives, gradients too.
/// </summary>
public sealed class FusedLayerTests
{
    private const int Batch = 2;
    private const int Time = 70;
    private const int Channels = 6;

    [Test]
    public void S4D_in_chunks_is_a_scan_over_all_states([Values] bool real)
    {
        S4DOptions options = real
            ? new S4DOptions { Order = 8, RealValued = true, Init = Ssm.Core.Initialization.S4DInit.Real }
            : new S4DOptions { Order = 8 };
        S4D<double> layer = new(Channels, options, new RandomSource(1));
        int states = layer.StateSize / 2;
        NdArray<double> start = Normal([Batch, layer.StateSize], 4);
        Agree(layer, u => layer.Forward(u, start).Y, u =>
        {
            (Variable<double> a, Variable<double> b) = layer.Discretize();
            Variable<double> input = Op.Reshape(u, [Batch, Time, Channels, 1]) * b;
            Variable<double> initial = Op.Complex(
                Op.Slice(new Variable<double>(start), 1, 0, states),
                Op.Slice(new Variable<double>(start), 1, states, states));
            Variable<double> x = Op.DiagonalScan(
                Op.Reshape(a, [states]), Op.Reshape(input, [Batch, Time, states]), initial);
            Variable<double> weighted = Op.Real(
                Op.Reshape(x, [Batch, Time, Channels, states / Channels]) * layer.C);
            return Op.Scale(Op.Sum(weighted, axis: -1), 2.0) + (layer.D * u);
        });
    }

    [Test]
    public void S4D_on_whole_sequences_is_a_convolution_and_a_feedthrough()
    {
        S4D<double> layer = new(Channels, new S4DOptions { Order = 8 }, new RandomSource(2));
        Agree(
            layer,
            u => layer.Forward(u),
            u => Op.CausalConvolution(u, layer.Kernel(Time)) + (layer.D * u));
    }

    [Test]
    public void S5_is_an_input_product_a_scan_and_an_output_product([Values] bool bidirectional, [Values] bool pairs)
    {
        S5Options options = new() { StateSize = 16, Bidirectional = bidirectional, ConjugateSymmetry = pairs };
        S5<double> layer = new(Channels, options, new RandomSource(3));
        Agree(layer, u => layer.Forward(u), u =>
        {
            (Variable<double> a, Variable<double> b) = layer.Discretize();
            Variable<double> input = Op.MatMul(u, b, transposeB: true);
            Variable<double> x = Op.DiagonalScan(a, input);
            if (bidirectional)
            {
                x = Op.Concat(2, x, Op.ReverseDiagonalScan(a, input));
            }

            return Op.Scale(Op.MatMulRealPart(x, layer.C, transposeB: true), pairs ? 2.0 : 1.0) + (layer.D * u);
        });
    }

    [Test]
    public void The_gated_unit_is_a_gelu_two_linear_maps_and_a_gate(
        [Values(Gelu.Erf, Gelu.Tanh)] Gelu gelu, [Values(0.0, 0.4)] double dropout)
    {
        GatedUnit<double> unit = new(Channels, Glu.Full, gelu, dropout, new RandomSource(4));
        Agree(unit, u => unit.Forward(u, Pass()), u =>
        {
            TrainingPass pass = Pass();
            Variable<double> active = Dropout.ApplyTied(
                gelu == Gelu.Erf ? Op.GeluErf(u) : Op.GeluTanh(u), dropout, pass);
            Variable<double> gate = Op.Sigmoid(unit.Gate!.Forward(active));
            return Dropout.ApplyTied(unit.Value!.Forward(active) * gate, dropout, pass);
        });

        static TrainingPass Pass() => new(new RandomSource(11));
    }

    // Sums of a few thousand products of numbers around 1, in double.
    private static void Agree(
        Module<double> layer,
        Func<Variable<double>, Variable<double>> fused,
        Func<Variable<double>, Variable<double>> composed)
    {
        NdArray<double> input = Normal([Batch, Time, Channels], 7);
        NdArray<double> weights = Normal([Batch, Time, Channels], 8);
        double[][] one = Run(fused);
        double[][] other = Run(composed);
        for (int i = 0; i < one.Length; i++)
        {
            double size = other[i].Select(Math.Abs).DefaultIfEmpty().Max();
            for (int j = 0; j < one[i].Length; j++)
            {
                Assert.That(one[i][j], Is.EqualTo(other[i][j]).Within(1e-11 * Math.Max(1, size)), $"{i}, {j}");
            }
        }

        double[][] Run(Func<Variable<double>, Variable<double>> forward)
        {
            Tape<double> tape = new();
            tape.Watch(layer.Variables);
            Variable<double> u = tape.Watch(new Variable<double>(input));
            Variable<double> y = forward(u);
            Gradients<double> gradients = tape.Backward(y, weights);
            return
            [
                y.Value.ToArray(),
                .. layer.Variables.Prepend(u).SelectMany(v => new[]
                {
                    gradients[v]!.ToArray(), gradients[v]!.ImaginaryToArray(),
                }),
            ];
        }
    }

    private static NdArray<double> Normal(Shape shape, ulong seed)
    {
        RandomSource random = new(seed);
        double[] values = new double[shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextNormal();
        }

        return NdArray<double>.From(values, shape);
    }
}
