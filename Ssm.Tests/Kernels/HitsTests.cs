using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>The rows that are right, against the first greatest found one by one.</summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class HitsTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [Test]
    public void A_row_is_right_where_its_first_greatest_logit_is_that_of_the_label()
    {
        RandomSource source = new(5);
        for (int width = 1; width <= (3 * Vector<T>.Count) + 2; width++)
        {
            const int rows = 40;
            T[] x = new T[rows * width], hits = new T[rows];
            int[] labels = new int[rows];
            for (int i = 0; i < x.Length; i++)
            {
                // Few values, so that many rows have equals; and some that are no number.
                double draw = source.NextDouble();
                x[i] = draw < 0.02 ? T.NaN : draw < 0.04 ? T.PositiveInfinity : T.CreateChecked(Math.Floor(5 * draw));
            }

            for (int row = 0; row < rows; row++)
            {
                labels[row] = row % 5 == 0 ? CrossEntropy.Ignored : row % 2 == 0 ? First(x, row, width) : row % width;
            }

            Hits.Forward<T>(x, labels, hits, width);
            for (int row = 0; row < rows; row++)
            {
                int first = First(x, row, width);
                bool right = first == labels[row] && !T.IsNaN(x[(row * width) + first]);
                Assert.That(hits[row], Is.EqualTo(right ? T.One : T.Zero), $"{width}, row {row}");
            }
        }
    }

    [Test]
    public void Lengths_and_labels_that_do_not_fit_are_refused()
    {
        Assert.That(
            () => Hits.Forward<T>(new T[6], [0, 3], new T[2], 3),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'labels'"));
        Assert.That(() => Hits.Forward<T>(new T[6], [0], new T[2], 3), Throws.ArgumentException);
        Assert.That(() => Hits.Forward<T>(new T[6], [0, 1], new T[3], 3), Throws.ArgumentException);
    }

    private static int First(T[] x, int row, int width)
    {
        int best = 0;
        for (int j = 1; j < width; j++)
        {
            best = x[(row * width) + j] > x[(row * width) + best] ? j : best;
        }

        return best;
    }
}
