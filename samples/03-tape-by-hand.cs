// What the tape does, once by hand: record a forward pass, play it backwards, compare with calculus.
#:project ../Ssm.Autodiff/Ssm.Autodiff.csproj

using Ssm.Autodiff;

Variable<double> w = new(NdArray<double>.From([0.5, -1.0, 2.0], [3]));
Variable<double> x = new(NdArray<double>.From([1.0, 2.0, 3.0], [3]));

// Only what is computed from a watched leaf is recorded; x is a constant here.
Tape<double> tape = new();
tape.Watch(w);
Variable<double> y = Op.Tanh(w * x);
Variable<double> loss = Op.Sum(y * y);
Console.WriteLine($"loss {loss.Value.Item():F6}, {tape.Count} ops on the tape");

Gradients<double> gradients = tape.Backward(loss);
double[] byTape = gradients[w]!.ToArray();

// dL/dw = 2·tanh(w x)·(1 − tanh²(w x))·x.
double[] values = y.Value.ToArray();
double worst = 0;
for (int i = 0; i < byTape.Length; i++)
{
    double byHand = 2 * values[i] * (1 - (values[i] * values[i])) * x.Value.ToArray()[i];
    Console.WriteLine($"dL/dw[{i}]   by tape {byTape[i],10:F6}   by hand {byHand,10:F6}");
    worst = Math.Max(worst, Math.Abs(byTape[i] - byHand));
}

Console.WriteLine($"x is not watched, so it has no gradient: {gradients[x] is null}");
return worst < 1e-14 ? 0 : 1;
