using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Tests.Autodiff;

/// <summary>The affine map in one walk over memory against a product and a sum, one after the other.</summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class LinearOpTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // One sample, fewer rows than a tile, whole tiles and edges, several parts of the depth.
    private static readonly (int Rows, int In, int Out)[] Sizes = [(1, 40, 30), (5, 3, 2), (70, 33, 45), (40, 600, 20)];

    [Test]
    public void It_has_the_bits_of_a_product_and_a_sum([Values] bool bias)
    {
        foreach ((int rows, int inputs, int outputs) in Sizes)
        {
            Variable<T>[] leaves = Leaves(rows, inputs, outputs, CpuBackend<T>.Default);
            List<T[]> fused = Run(leaves, x => Op.Linear(x[0], x[1], bias ? x[2] : null));
            List<T[]> composed = Run(leaves, x =>
            {
                Variable<T> y = Op.MatMul(x[0], x[1], transposeB: true);
                return bias ? Op.Add(y, x[2]) : y;
            });
            Assert.That(fused, Is.EqualTo(composed), $"({rows}, {inputs}) to {outputs}");
        }
    }

    [Test]
    public void The_bits_do_not_depend_on_the_threads()
    {
        foreach ((int rows, int inputs, int outputs) in Sizes)
        {
            List<T[]> one = Gradients(1);
            foreach (int threads in new[] { 2, 3, 8 })
            {
                Assert.That(Gradients(threads), Is.EqualTo(one), $"({rows}, {inputs}) to {outputs} on {threads}");
            }

            List<T[]> Gradients(int threads) => Run(
                Leaves(rows, inputs, outputs, new CpuBackend<T>(threads)), x => Op.Linear(x[0], x[1], x[2]));
        }
    }

    [Test]
    public void What_is_not_a_number_stays_in_its_row_or_column()
    {
        const int Rows = 9, Inputs = 20, Outputs = 11;
        Variable<T>[] leaves = Leaves(Rows, Inputs, Outputs, CpuBackend<T>.Default);
        T[] clean = Op.Linear(leaves[0], leaves[1], leaves[2]).Value.ToArray();
        T[] x = leaves[0].Value.ToArray(), b = leaves[2].Value.ToArray();
        x[(3 * Inputs) + 7] = T.NaN;
        b[5] = T.PositiveInfinity;
        Variable<T> y = Op.Linear(
            new Variable<T>(NdArray<T>.From(x, new Shape(Rows, Inputs))), leaves[1],
            new Variable<T>(NdArray<T>.From(b, new Shape(Outputs))));
        T[] actual = y.Value.ToArray();
        for (int i = 0; i < actual.Length; i++)
        {
            T expected = i / Outputs == 3 ? T.NaN : i % Outputs == 5 ? T.PositiveInfinity : clean[i];
            Assert.That(actual[i], Is.EqualTo(expected), $"element {i}");
        }
    }

    [Test]
    public void A_vector_gives_a_vector()
    {
        Variable<T>[] leaves = Leaves(1, 6, 4, CpuBackend<T>.Default);
        Variable<T> y = Op.Linear(Op.Reshape(leaves[0], [6]), leaves[1], leaves[2]);
        Assert.That(y.Shape, Is.EqualTo(new Shape(4)));
        Assert.That(y.Value.ToArray(), Is.EqualTo(Op.Linear(leaves[0], leaves[1], leaves[2]).Value.ToArray()));
    }

    [Test]
    public void What_does_not_fit_is_an_error()
    {
        Variable<T>[] leaves = Leaves(2, 3, 4, CpuBackend<T>.Default);
        Assert.That(
            () => Op.Linear(leaves[1], leaves[2]),
            Throws.ArgumentException.With.Message.Contains("expected (…, in) and (out, in)"));
        Assert.That(
            () => Op.Linear(Leaves(2, 5, 4, CpuBackend<T>.Default)[0], leaves[1]), Throws.ArgumentException);
        Assert.That(
            () => Op.Linear(leaves[0], leaves[1], Leaves(2, 3, 5, CpuBackend<T>.Default)[2]),
            Throws.ArgumentException.With.Message.StartsWith("Linear: 'bias' has shape (5), expected (4)"));
        Assert.That(
            () => Op.Linear(leaves[0], leaves[1], Leaves(2, 3, 4, new CpuBackend<T>(1))[2]),
            Throws.ArgumentException.With.Message.StartsWith("Linear: the first operand is on cpu"));
    }

    private static List<T[]> Run(Variable<T>[] leaves, Func<Variable<T>[], Variable<T>> apply)
    {
        Tape<T> tape = new();
        tape.Watch(leaves);
        Variable<T> y = apply(leaves);
        Gradients<T> gradients = tape.Backward(y, Draw([.. y.Shape.Sizes], 9, y.Value.Backend));
        return [y.Value.ToArray(), .. leaves.Select(leaf => gradients[leaf]?.ToArray() ?? [])];
    }

    private static Variable<T>[] Leaves(int rows, int inputs, int outputs, IBackend<T> backend) =>
    [
        new(Draw([rows, inputs], 1, backend)),
        new(Draw([outputs, inputs], 2, backend)),
        new(Draw([outputs], 3, backend)),
    ];

    private static NdArray<T> Draw(int[] sizes, ulong seed, IBackend<T> backend)
    {
        RandomSource random = new(seed);
        T[] values = new T[new Shape(sizes).Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = T.CreateTruncating(random.NextDouble(-1.0, 1.0));
        }

        return NdArray<T>.From(values, new Shape(sizes), backend);
    }
}
