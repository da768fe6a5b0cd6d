// Save a model, load it into a new one, and see that not a bit has changed.
#:project ../Ssm.Core/Ssm.Core.csproj

using Ssm.Core.Checkpoints;
using Ssm.Core.Models;
using Ssm.Kernels;

string path = Path.Combine(Path.GetTempPath(), $"ssm-sample-{Guid.NewGuid():N}.safetensors");
try
{
    S5<float> model = new(16, new S5Options { StateSize = 32 }, new RandomSource(1));
    ModelCheckpoint.Save(path, model);
    foreach (SafetensorsEntry entry in SafetensorsFile.Open(path).Entries)
    {
        Console.WriteLine($"{entry.Name,-12} {entry}");
    }

    S5<float> other = new(16, new S5Options { StateSize = 32 }, new RandomSource(2));
    ModelCheckpoint.Load(path, other);
    bool same = ModelCheckpoint.WeightsSha256(other) == ModelCheckpoint.WeightsSha256(model);
    Console.WriteLine($"reloaded, bit for bit: {same}");

    // A file for another shape is refused, and the model stays as it was.
    S5<float> wider = new(24, new S5Options { StateSize = 32 }, new RandomSource(3));
    try
    {
        ModelCheckpoint.Load(path, wider);
        return 1;
    }
    catch (CheckpointException error)
    {
        Console.WriteLine(error.Message.Replace(path, "model.safetensors", StringComparison.Ordinal));
    }

    return same ? 0 : 1;
}
finally
{
    File.Delete(path);
}
