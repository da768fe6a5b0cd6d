using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>Functions that have loops of several vector widths: which one an element meets must not show.</summary>
[TestFixture(typeof(Exp<float>))]
[TestFixture(typeof(Log<float>))]
[TestFixture(typeof(Sigmoid<float>))]
[TestFixture(typeof(Tanh<float>))]
[TestFixture(typeof(Softplus<float>))]
[TestFixture(typeof(Silu<float>))]
[TestFixture(typeof(GeluErf<float>))]
[TestFixture(typeof(GeluTanh<float>))]
internal sealed class SingleMathTests<TOp>
    where TOp : struct, IUnaryOp<float>
{
    private const int Longest = 67;

    private static readonly float[] Special =
    [
        0.0f, -0.0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon, 1e-39f,
        float.MaxValue, float.MinValue, 20.0f, -104.0f, 88.9f, 1.0f, -1.0f, -14.5f, 9.02f,
    ];

    [Test]
    public void An_element_has_the_same_bits_at_every_length_and_offset()
    {
        float[] source = Source(Longest + 2, 3);
        int[] expected = [.. source.Select(x => Bits(default(TOp).Invoke(new Vector<float>(x))[0]))];
        float[] target = new float[Longest + 2];
        for (int length = 0; length <= Longest; length++)
        {
            for (int offset = 0; offset < 3; offset++)
            {
                target.AsSpan().Fill(7.0f);
                int count = Math.Min(length, source.Length - offset);
                Elementwise.Unary(default(TOp), source.AsSpan(offset, count), target.AsSpan(1, count));
                int[] got = [.. target.AsSpan(1, count).ToArray().Select(Bits)];
                Assert.That(got, Is.EqualTo(expected.AsSpan(offset, count).ToArray()), $"{length} from {offset}");
                Assert.That(target[0], Is.EqualTo(7.0f));
                Assert.That(target[count + 1], Is.EqualTo(7.0f), "nothing is written behind the end");
            }
        }
    }

    [Test]
    public void A_long_array_has_the_bits_of_single_vectors_over_the_whole_range()
    {
        float[] x = new float[65536 + 5], y = new float[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = BitConverter.UInt32BitsToSingle((uint)i * 65521u);
        }

        Elementwise.Unary(default(TOp), x, y);
        for (int i = 0; i + Vector<float>.Count <= x.Length; i += Vector<float>.Count)
        {
            Vector<float> expected = default(TOp).Invoke(new Vector<float>(x, i));
            for (int j = 0; j < Vector<float>.Count; j++)
            {
                if (Bits(y[i + j]) != Bits(expected[j]))
                {
                    Assert.Fail($"{x[i + j]:R}: {y[i + j]:R}, expected {expected[j]:R}");
                }
            }
        }
    }

    [Test]
    public void An_array_may_be_its_own_result([Values(1, 15, 16, 17, 49)] int length)
    {
        float[] x = Source(length, 4), y = new float[length];
        Elementwise.Unary(default(TOp), x, y);
        Elementwise.Unary(default(TOp), x, x);
        Assert.That(x.Select(Bits), Is.EqualTo(y.Select(Bits)));
    }

    // Every number that is none is the same one.
    private static int Bits(float x) => float.IsNaN(x) ? -1 : BitConverter.SingleToInt32Bits(x);

    private static float[] Source(int length, ulong seed)
    {
        RandomSource random = new(seed);
        float[] x = new float[length];
        for (int i = 0; i < length; i++)
        {
            x[i] = i % 3 == 1 ? Special[i / 3 % Special.Length] : (float)random.NextDouble(-12.0, 12.0);
        }

        return x;
    }
}
