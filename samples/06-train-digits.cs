// Train a small LRU classifier on the embedded digits for a few epochs.
#:project ../Ssm.Core/Ssm.Core.csproj

using Ssm.Core.Data;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Core.Training;
using Ssm.Kernels;

DataSplit digits = Digits.Load();
RandomSource random = new(seed: 1);
const int Channels = 32;
List<SequenceLayer<float>> blocks = [];
for (int i = 0; i < 2; i++)
{
    Lru<float> layer = new(Channels, new LruOptions { Modes = 32, RMin = 0.5, RMax = 0.99, MaxPhase = 3.14 }, random);
    blocks.Add(new ResidualBlock<float>(layer, Channels, new BlockOptions(), random));
}

SequenceClassifier<float> model = new(
    inputs: 1, vocabulary: 0, classes: 10, blocks, Channels, finalNorm: true, random);
Trainer<float> trainer = new(
    model,
    (batch, pass) => model.Forward(batch.Signals, batch.Lengths.Values, pass),
    digits,
    new TrainingOptions { Epochs = 8, LearningRate = 0.01, StateSpaceLearningRate = 0.004, ClipNorm = 1, Seed = 1 });
while (!trainer.IsDone)
{
    EpochResult epoch = trainer.RunEpoch();
    Console.WriteLine($"epoch {epoch.Epoch}: loss {epoch.Loss:F3}, test accuracy {100 * epoch.TestAccuracy:F1} %");
}

return trainer.Result().Last.TestAccuracy > 0.85 ? 0 : 1;
