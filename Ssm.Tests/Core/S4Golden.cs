using Ssm.Autodiff;
using Ssm.Core.Checkpoints;
using Ssm.Core.Implementation;
using Ssm.Core.Parametrization;

namespace Ssm.Tests.Core;

/// <summary>A golden case of S4 whose file has gradients with the plain C as the parameter: K[l] = C Ā^l B̄.</summary>
internal sealed class S4Golden(string name)
{
    private readonly SafetensorsFile _file = HippoGolden.Open("s4_dplr");

    internal bool HasDense => _file.Contains($"{name}/aux.dense.grad.p.C");

    internal void AssertDenseGradients()
    {
        Tape<double> tape = new();
        string[] names = ["inv_dt", "A_real", "A_imag", "B", "P", "C", "D"];
        Variable<double>[] p = [.. names.Select(n => tape.Watch(Leaf(n == "C" ? "aux.C" : $"p.{n}")))];
        Variable<double> u = tape.Watch(Leaf("in.u"));                                          // (B, H, L)

        // The file keeps Λ = −exp(A_real) − i·A_imag, and here the conjugate of all.
        int channels = p[5].Shape[1], modes = p[1].Shape[1], copies = p[1].Shape[0], length = u.Shape[2];
        Variable<double> lambda = Tiled(Eigenvalues.NegativeReal(p[1], p[2]), [channels, modes]);
        Variable<double> dt = Op.BroadcastTo(Op.Exp(p[0]), [channels, modes]);
        Variable<double> low = Tiled(Op.Conjugate(Op.FromPairs(p[4])), [p[4].Shape[0], channels, modes]);
        Variable<double> b = Op.Conjugate(Op.FromPairs(Op.Select(p[3], 0, 0)));
        DplrSystem<double> system = new(lambda, dt, low);
        DenseRecurrence<double> recurrence = new(
            system.Dense(),
            system.BBar(Tiled(b, [channels, modes])),
            DplrSystem<double>.Rows(Op.Conjugate(Op.FromPairs(p[5]))),
            p[6],
            length);
        NdArray<double> start = NdArray<double>.Zeros([channels, 2 * modes, u.Shape[0]]);
        Variable<double> y = Op.Permute(recurrence.Run(Op.Permute(u, 0, 2, 1), start).Y, 0, 2, 1);
        NdArray<double> impulse = Impulse(length, channels), none = NdArray<double>.Zeros([channels, 2 * modes, 1]);
        Variable<double> kernel = Op.Permute(recurrence.Run(impulse, none).Y, 0, 2, 1)
            - (Op.Reshape(p[6], [1, channels, 1]) * Op.Permute(new Variable<double>(impulse), 0, 2, 1));
        Gradients<double> gradients = tape.Backward(Op.Sum(y * Leaf("w.y")) + Op.Sum(kernel * Leaf("w.K")));
        for (int i = 0; i < names.Length; i++)
        {
            AssertGradient(gradients[p[i]]!, $"aux.dense.grad.p.{names[i]}");
        }

        AssertGradient(gradients[u]!, "aux.dense.grad.in.u");

        Variable<double> Tiled(Variable<double> x, Shape shape)
        {
            Shape outer = new(shape.Sizes[..^2]);
            Variable<double> rows = Op.Reshape(x, new Shape([.. outer, 1, copies, modes]));
            return Op.Reshape(
                Op.BroadcastTo(rows, new Shape([.. outer, channels / copies, copies, modes])), shape);
        }
    }

    private static NdArray<double> Impulse(int length, int channels)
    {
        double[] values = new double[length * channels];
        values.AsSpan(0, channels).Fill(1);
        return NdArray<double>.From(values, [1, length, channels]);
    }

    private Variable<double> Leaf(string tensor)
    {
        string full = $"{name}/{tensor}";
        int[] shape = [.. _file[full].Shape.Select(n => (int)n)];
        return NdArray<double>.From(_file.Read<double>(full), new Shape(shape));
    }

    private void AssertGradient(NdArray<double> gradient, string tensor)
    {
        // What INDEX.md asks of gradients in double.
        double error = HippoGolden.Error(gradient.ToArray(), _file.Read<double>($"{name}/{tensor}"));
        Assert.That(error, Is.LessThan(1e-9), $"{name}/{tensor}");
    }
}
