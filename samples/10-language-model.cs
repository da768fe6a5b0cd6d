// A Mamba checkpoint under its published names: a prompt at once, then token by token, then a fork of the stream.
#:project ../Ssm.Core/Ssm.Core.csproj

using System.Runtime.CompilerServices;
using Ssm.Autodiff;
using Ssm.Core.Checkpoints;
using Ssm.Core.Models;
using Ssm.Core.Streaming;

// A tiny one stands among the tests; a folder with config.json and model.safetensors of a real one does as well.
string folder = args.Length > 0 ? args[0] : Path.Combine(Here(), "..", "Ssm.Tests", "Golden", "mamba_tiny");
(LanguageModel<float> model, MambaModelOptions options) = MambaCheckpoint.Load<float>(folder);
Console.WriteLine($"{options.Layers} layers of {model.Channels} channels, {model.Vocabulary} tokens");
Console.WriteLine($"{model.ParameterCount:N0} parameters; the state of a stream is {model.StateSize:N0} numbers");

int[] prompt = [1, 2, 3, 5, 8, 13];
int[] greedy = model.Greedy(prompt, count: 8);
Console.WriteLine($"greedy    {string.Join(' ', greedy)}");

// The prompt as one chunk leaves a state; from there on one token at a time.
(Variable<float> logits, Variable<float> state) =
    model.Forward(new Indices(prompt, [1, prompt.Length]), model.ZeroState(1));
SequenceState<float> stream = SequenceState<float>.FromRow(state.Value, row: 0);
SequenceState<float> fork = stream.Fork();
float[] next = logits.Value.ToArray()[^model.Vocabulary..];
int[] streamed = Continue(stream, next, greedy.Length);
Console.WriteLine($"streamed  {string.Join(' ', streamed)}");

// The fork takes the second-best token first and goes its own way.
int best = Best(next);
next[best] = float.NegativeInfinity;
int[] other = Continue(fork, next, greedy.Length);
Console.WriteLine($"fork      {string.Join(' ', other)}");
return streamed.SequenceEqual(greedy) && !other.SequenceEqual(streamed) ? 0 : 1;

int[] Continue(SequenceState<float> from, ReadOnlySpan<float> logits, int count)
{
    Stepper<float> stepper = model.CreateStepper();
    float[] y = logits.ToArray();
    int[] tokens = new int[count];
    for (int i = 0; i < count; i++)
    {
        tokens[i] = Best(y);
        stepper.Step([tokens[i]], from.Span, y);
    }

    return tokens;
}

static int Best(ReadOnlySpan<float> logits)
{
    int best = 0;
    for (int i = 1; i < logits.Length; i++)
    {
        best = logits[i] > logits[best] ? i : best;
    }

    return best;
}

static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
