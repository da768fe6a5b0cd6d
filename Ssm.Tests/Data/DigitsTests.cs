using Ssm.Core.Data;

namespace Ssm.Tests.Data;

/// <summary>The embedded digits against what was counted and copied from their file by other means.</summary>
public sealed class DigitsTests
{
    [Test]
    public void There_are_1797_of_them_and_of_each_digit_as_many_as_were_counted()
    {
        byte[][] rows = [.. Digits.ReadRows()];
        Assert.That(rows, Has.Length.EqualTo(Digits.Count));

        // Counted with another program.
        Assert.That(
            Histogram(rows.Select(r => (int)r[64])),
            Is.EqualTo(new[] { 178, 182, 177, 183, 181, 182, 181, 179, 174, 180 }));
        Assert.That(rows.SelectMany(r => r.Take(64)).Max(), Is.EqualTo(16));
        Assert.That(rows.SelectMany(r => r.Take(64)).Min(), Is.Zero);
    }

    [Test]
    public void The_first_row_of_the_file_is_the_zero_that_it_begins_with()
    {
        byte[] first = Digits.ReadRows().First();
        Assert.That(first[..16], Is.EqualTo(new byte[] { 0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0 }));
        Assert.That(first[64], Is.Zero);
    }

    [Test]
    public void Every_fifth_is_for_testing()
    {
        DataSplit split = Digits.Load();
        byte[][] rows = [.. Digits.ReadRows()];
        Assert.That(split.Validation, Is.Null);
        ExpectRows((SignalDataset)split.Train, [.. rows.Where((_, i) => i % 5 != 4)], count: 1438);
        ExpectRows((SignalDataset)split.Test, [.. rows.Where((_, i) => i % 5 == 4)], count: 359);
    }

    [Test]
    public void The_training_images_have_mean_zero_and_variance_one()
    {
        double[] pixels = [.. ((SignalDataset)Digits.Load().Train).Inputs.ToArray().Select(x => (double)x)];

        // Each pixel is rounded to single precision, by 2⁻²⁴ of at most 2: sums of squares by 2⁻²¹.
        Assert.That(pixels.Average(), Is.Zero.Within(Math.ScaleB(1, -23)));
        Assert.That(pixels.Average(x => x * x), Is.EqualTo(1).Within(Math.ScaleB(1, -21)));
    }

    private static void ExpectRows(SignalDataset data, byte[][] rows, int count)
    {
        Assert.That(rows, Has.Length.EqualTo(count));
        Assert.That((data.Count, data.Length, data.Channels, data.Classes), Is.EqualTo((count, 64, 1, 10)));
        Assert.That(data.Labels.ToArray(), Is.EqualTo(rows.Select(r => (int)r[64])));
        IEnumerable<byte> pixels = rows.SelectMany(r => r.Take(64));
        Assert.That(
            data.Inputs.ToArray(),
            Is.EqualTo(pixels.Select(g => (float)((g - Digits.GreyMean) / Digits.GreyDeviation))));
    }

    private static int[] Histogram(IEnumerable<int> labels)
    {
        int[] counts = new int[10];
        foreach (int label in labels)
        {
            counts[label]++;
        }

        return counts;
    }
}
