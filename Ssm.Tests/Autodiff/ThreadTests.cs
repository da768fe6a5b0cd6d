using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Tests.Autodiff;

/// <summary>The number of threads does not show in the gradients of a model.</summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class ThreadTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Long enough that every kernel of the model splits its work.
    private const int Batch = 2;
    private const int Time = 700;
    private const int Channels = 48;

    [Test]
    public void Gradients_have_the_same_bits_on_1_2_and_3_threads()
    {
        List<T[]> one = Run(new CpuBackend<T>(1));
        Assert.That(one.SelectMany(x => x).All(T.IsFinite), Is.True);
        foreach (int threads in new[] { 2, 3 })
        {
            List<T[]> many = Run(new CpuBackend<T>(threads));
            for (int i = 0; i < one.Count; i++)
            {
                Assert.That(many[i], Is.EqualTo(one[i]), $"array {i} on {threads} threads");
            }
        }
    }

    private static List<T[]> Run(IBackend<T> backend)
    {
        RandomSource random = new(3);
        Variable<T> Leaf(bool complex, params int[] sizes) => new(complex
            ? NdArray<T>.From(Draw(sizes, random), Draw(sizes, random), new Shape(sizes), backend)
            : NdArray<T>.From(Draw(sizes, random), new Shape(sizes), backend));

        Variable<T> u = Leaf(false, Batch, Time, Channels);
        Variable<T> k = Leaf(false, Time, Channels);
        Variable<T> a = Leaf(true, Channels);
        Variable<T> w = Leaf(false, Channels, Channels);
        Variable<T> gain = Leaf(false, Channels);
        Variable<T>[] leaves = [u, k, a, w, gain];
        Tape<T> tape = new();
        tape.Watch(leaves);
        Variable<T> h = Op.DiagonalScan(Op.Scale(a, T.CreateChecked(0.5)), u);
        Variable<T> x = Op.Add(Op.Real(h), Op.FftConvolution(u, k));
        x = Op.LayerNorm(Op.GeluErf(Op.MatMul(x, w)), gain, null, T.CreateChecked(1e-5));
        Variable<T> loss = Op.Mean(Op.Square(Op.Add(x, gain)));
        Gradients<T> gradients = tape.Backward(loss);
        return
        [
            loss.Value.ToArray(),
            .. leaves.Select(leaf => gradients[leaf]!.ToArray()),
            .. leaves.Select(leaf => gradients[leaf]!.ImaginaryToArray()),
        ];
    }

    private static T[] Draw(int[] sizes, RandomSource random)
    {
        T[] values = new T[new Shape(sizes).Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = T.CreateTruncating(random.NextDouble(-1.0, 1.0));
        }

        return values;
    }
}
