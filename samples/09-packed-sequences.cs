// Three sequences packed into one row, then in chunks; and a state that goes to bytes and back in the middle.
#:project ../Ssm.Core/Ssm.Core.csproj

using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Streaming;
using Ssm.Kernels;

RandomSource random = new(1);
S5<double> layer = new(channels: 2, new S5Options { StateSize = 8 }, random);

// Sequence 0 has 3 steps, sequence 1 has 5, sequence 2 has 2; −1 is padding.
int[] ids = [0, 0, 0, 1, 1, 1, 1, 1, -1, 2, 2, -1];
Segments segments = Segments.FromIds(ids, batch: 1, length: ids.Length);
Variable<double> u = new(NdArray<double>.From(
    [.. Enumerable.Range(0, ids.Length * 2).Select(_ => random.NextNormal())], [1, ids.Length, 2]));
double[] packed = layer.Forward(u, segments).Value.ToArray();
double worst = 0;
foreach (Segment s in segments.Items)
{
    double[] alone = layer.Forward(Op.Slice(u, axis: 1, s.Start, s.Length)).Value.ToArray();
    double difference = alone.Select((y, i) => Math.Abs(y - packed[(s.Start * 2) + i])).Max();
    Console.WriteLine($"steps {s.Start,2} to {s.End - 1,2}   alone and packed differ by {difference:E1}");
    worst = Math.Max(worst, difference);
}

// The same row in two chunks, cut inside sequence 1: the state carries on what began before the cut.
(Variable<double> first, Variable<double> state) =
    layer.Forward(Op.Slice(u, 1, 0, 6), layer.ZeroState(1), segments.Slice(0, 6));
(Variable<double> second, _) = layer.Forward(Op.Slice(u, 1, 6, 6), state, segments.Slice(6, 6));
double[] chunks = [.. first.Value.ToArray(), .. second.Value.ToArray()];
double inChunks = chunks.Zip(packed, (a, b) => Math.Abs(a - b)).Max();
Console.WriteLine($"in two chunks they differ by {inChunks:E1}");

// What a service would keep between two requests: a few bytes.
byte[] bytes = SequenceState<double>.FromRow(state.Value, row: 0).ToBytes();
Stepper<double> stepper = layer.CreateStepper();
SequenceState<double> later = SequenceState<double>.FromBytes(bytes, stepper.StateSize);
double[] y = new double[2];
stepper.Step(u.Value.ToArray().AsSpan(6 * 2, 2), later.Span, y);
double resumed = Math.Max(Math.Abs(y[0] - packed[12]), Math.Abs(y[1] - packed[13]));
Console.WriteLine($"from {bytes.Length} bytes on, the next step differs by {resumed:E1}");
return Math.Max(worst, Math.Max(inChunks, resumed)) < 1e-12 ? 0 : 1;
