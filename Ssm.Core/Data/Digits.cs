using System.IO.Compression;

namespace Ssm.Core.Data;

/// <summary>1,797 handwritten digits of 8 by 8 pixels, built into this library.</summary>
/// <remarks>
/// The test set of E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning
/// Repository, 1998, doi:10.24432/C50P49, licensed CC BY 4.0. An image is read row by row, as a signal of 64 steps with
/// one channel. Every fifth image (index % 5 = 4) is for testing, 359 of them; the other 1,438 are for training. Pixels
/// are (grey − <see cref="GreyMean"/>) / <see cref="GreyDeviation"/> with grey in 0 … 16: both constants are those of
/// the training images, which therefore have mean 0 and variance 1.
/// </remarks>
public static class Digits
{
    /// <summary>The number of images.</summary>
    public const int Count = 1797;

    /// <summary>Rows and columns of an image.</summary>
    public const int Side = 8;

    /// <summary>The largest grey level; the smallest is 0.</summary>
    public const int GreyLevels = 16;

    /// <summary>The mean grey level of the training images: their sum is 450,304 over 1,438 · 64 pixels.</summary>
    public const double GreyMean = 450_304.0 / 92_032.0;

    /// <summary>The standard deviation of the grey levels of the training images: their squares sum to
    /// 5,541,982.</summary>
    public const double GreyDeviation = 6.0230766469069146;

    private const int Pixels = Side * Side;
    private const string Resource = "Ssm.Core.Data.digits.csv.gz";

    /// <summary>Reads the images. 1,438 signals of (64, 1) for training, 359 for testing, 10 classes.</summary>
    /// <exception cref="InvalidDataException">The library's resource was damaged.</exception>
    public static DataSplit Load()
    {
        List<float> trainInputs = new(Count * Pixels), testInputs = [];
        List<int> trainLabels = new(Count), testLabels = [];
        int index = 0;
        foreach (byte[] row in ReadRows())
        {
            bool test = index++ % 5 == 4;
            List<float> inputs = test ? testInputs : trainInputs;
            foreach (byte grey in row.AsSpan(0, Pixels))
            {
                inputs.Add((float)((grey - GreyMean) / GreyDeviation));
            }

            (test ? testLabels : trainLabels).Add(row[Pixels]);
        }

        return new DataSplit(Dataset(trainInputs, trainLabels), Dataset(testInputs, testLabels));
    }

    /// <summary>The rows as they stand in the file: 64 grey levels and the digit.</summary>
    internal static IEnumerable<byte[]> ReadRows()
    {
        using Stream packed = typeof(Digits).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidDataException(
                $"Digits: the resource '{Resource}' is missing; build the library again.");
        using GZipStream unpacked = new(packed, CompressionMode.Decompress);
        using StreamReader reader = new(unpacked);
        for (int index = 0; reader.ReadLine() is { } line; index++)
        {
            yield return ParseRow(line, index);
        }
    }

    private static byte[] ParseRow(string line, int index)
    {
        byte[] row = new byte[Pixels + 1];
        int filled = 0;
        foreach (Range part in line.AsSpan().Split(','))
        {
            if (filled == row.Length
                || !byte.TryParse(line.AsSpan()[part], out row[filled])
                || row[filled] > (filled == Pixels ? 9 : GreyLevels))
            {
                throw Damaged(index);
            }

            filled++;
        }

        return filled == row.Length ? row : throw Damaged(index);
    }

    private static SignalDataset Dataset(List<float> inputs, List<int> labels) =>
        new("digits", Pixels, channels: 1, classes: 10, [.. inputs], [.. labels]);

    private static InvalidDataException Damaged(int index) =>
        new($"Digits: row {index} is not 64 grey levels from 0 to 16 and a digit; build the library again.");
}
