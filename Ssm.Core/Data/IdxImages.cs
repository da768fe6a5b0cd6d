namespace Ssm.Core.Data;

/// <summary>MNIST, Fashion-MNIST and their relatives, as pixel sequences.</summary>
/// <remarks>
/// The four files are <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>, <c>t10k-images-idx3-ubyte</c> and
/// <c>t10k-labels-idx1-ubyte</c>, each plain or with <c>.gz</c> at its end. An image is read row by row as a signal of
/// rows · columns steps with one channel, pixels / 255, as in sequential MNIST of repository state-spaces/s4.
/// </remarks>
public static class IdxImages
{
    /// <summary>Reads the four files of a folder: (rows · columns, 1) signals for training and testing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">What the data is, for tables.</param>
    /// <exception cref="FileNotFoundException">One of the files is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or images and labels do not belong
    /// together.</exception>
    public static DataSplit Load(string folder, string name)
    {
        (IdxFile trainImages, IdxFile trainLabels) = ReadPair(folder, "train");
        (IdxFile testImages, IdxFile testLabels) = ReadPair(folder, "t10k");
        if (!trainImages.Dimensions.AsSpan()[1..].SequenceEqual(testImages.Dimensions.AsSpan()[1..]))
        {
            throw new InvalidDataException(
                $"IdxImages: in '{folder}' the test images are {Describe(testImages)}, expected the size of the "
                + $"training images, {Describe(trainImages)}.");
        }

        int classes = Math.Max(Classes(trainLabels), Classes(testLabels));
        return new DataSplit(
            Dataset(name, classes, trainImages, trainLabels), Dataset(name, classes, testImages, testLabels));
    }

    private static (IdxFile Images, IdxFile Labels) ReadPair(string folder, string part)
    {
        IdxFile images = IdxFile.Read(Find(folder, $"{part}-images-idx3-ubyte"));
        IdxFile labels = IdxFile.Read(Find(folder, $"{part}-labels-idx1-ubyte"));
        if (images.Dimensions.Length != 3
            || labels.Dimensions.Length != 1
            || images.Dimensions[0] != labels.Dimensions[0]
            || images.Dimensions.Contains(0))
        {
            throw new InvalidDataException(
                $"IdxImages: in '{folder}' the images of '{part}' are {Describe(images)} and their labels "
                + $"{Describe(labels)}, expected (count, rows, columns), none of them 0, and (count).");
        }

        return (images, labels);
    }

    private static string Find(string folder, string name)
    {
        string plain = Path.Combine(folder, name), packed = $"{plain}.gz";
        return File.Exists(plain) ? plain
            : File.Exists(packed) ? packed
            : throw new FileNotFoundException($"IdxImages: '{folder}' has neither '{name}' nor '{name}.gz'.", plain);
    }

    private static SignalDataset Dataset(string name, int classes, IdxFile images, IdxFile labels)
    {
        float[] inputs = new float[images.Elements.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = images.Elements[i] / 255f;
        }

        int[] targets = new int[labels.Elements.Length];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = labels.Elements[i];
        }

        int pixels = images.Dimensions[1] * images.Dimensions[2];
        return new SignalDataset(name, pixels, channels: 1, classes, inputs, targets);
    }

    private static int Classes(IdxFile labels)
    {
        byte largest = 0;
        foreach (byte label in labels.Elements)
        {
            largest = Math.Max(largest, label);
        }

        return largest + 1;
    }

    private static string Describe(IdxFile file) =>
        $"({string.Join(", ", file.Dimensions)})";
}
