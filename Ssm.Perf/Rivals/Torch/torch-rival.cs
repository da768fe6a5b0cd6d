#:package TorchSharp-cpu@0.107.0
#:property ManagePackageVersionsCentrally=false
#:property PublishAot=false
#:property AllowUnsafeBlocks=true

// libtorch as a rival of bench, in a process of its own: it needs a newer C++ library than some systems have, and half
// a gigabyte of packages that nothing else needs. docs/performance/rivals.md says how to build and start it.
//
// One command a line on standard input, one answer a line on standard output:
//   prepare WORKLOAD SIZE DTYPE PASS THREADS SEED    ready FORM | unsupported REASON
//   run N                                            the seconds that N runs took together
//   dump PATH                                        dumped; the inputs, the outputs and the gradients of one run
//
// Each workload is written in every form that a user would think of; the fastest on this machine is the rival.

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using TorchSharp;
using static TorchSharp.torch;
using TorchSharp.Modules;
using F = TorchSharp.torch.nn.functional;
using GeluForm = TorchSharp.Modules.GELU.Approximate;

set_num_interop_threads(1);
Work? work = null;
while (Console.ReadLine() is { } line)
{
    string[] words = line.Split(' ');
    switch (words)
    {
        case ["prepare", string workload, string size, string dtype, string pass, string threads, string seed]:
            work?.Dispose();
            work = null;
            set_num_threads(Number(threads));
            manual_seed(Number(seed));
            try
            {
                work = Work.Prepare(workload, new Size(size), dtype == "f64" ? float64 : float32, pass);
                Console.WriteLine(work is null ? $"unsupported {workload} {pass}" : $"ready {work.ChooseForm()}");
            }
            catch (Exception e) when (e is InvalidOperationException or ExternalException)
            {
                Console.WriteLine($"unsupported {e.Message.ReplaceLineEndings(" ")}");
            }

            break;
        case ["run", string times] when work is not null:
            Console.WriteLine(work.Time(Number(times)).ToString("R", CultureInfo.InvariantCulture));
            break;
        case ["dump", string path] when work is not null:
            work.Dump(path);
            Console.WriteLine("dumped");
            break;
        default:
            Console.WriteLine($"unsupported command: {line}");
            break;
    }
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

// A size: B8xL4096xP256, 1x1024.
internal sealed class Size(string text)
{
    private readonly (string Letters, long Value)[] _parts =
    [
        .. text.Split('x').Select(p => Regex.Match(p, "^([A-Za-z]*)([0-9]+)$")).Select(
            m => (m.Groups[1].Value, long.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture))),
    ];

    internal long this[int place] => _parts[place].Value;

    internal long this[string letters] => _parts.Single(p => p.Letters == letters).Value;
}

// One way to do a case's work. Its results are the output and, where they are asked for, the gradients.
internal sealed record Form(string Name, Func<Tensor[]> Run);

// A case: its inputs, and the forms of its work.
internal sealed class Work(bool backward, (string Name, Tensor Value)[] inputs, Form[] forms) : IDisposable
{
    private Form _form = forms[0];

    internal static Work? Prepare(string workload, Size size, ScalarType type, string pass)
    {
        bool backward = pass == "fwd+bwd";
        return pass is "fwd" or "fwd+bwd" or "nn" or "nt" or "tn" or "tt" ? workload switch
        {
            "fft.c2c" when !backward => Fourier.Complex(size[0], size[1], 1, type),
            "fft.r2c" when !backward => Fourier.Real(size[0], size[1], 1, type),
            "fft.c2c.channels-last" when !backward => Fourier.Complex(size[0], size[1], 0, type),
            "fft.r2c.channels-last" when !backward => Fourier.Real(size[0], size[1], 0, type),
            "conv.s4d" => Fourier.Convolution(size["B"], size["H"], size["L"], type, backward),
            "scan.lti" => Scans.Diagonal(size["B"], size["L"], size["P"], true, type, backward),
            "scan.ltv" => Scans.Diagonal(size["B"], size["L"], size["P"], false, type, backward),
            "selective" => Scans.Selective(size["B"], size["D"], size["L"], size["N"], type, backward),
            "gemm" when !backward => Products.Multiply(size[0], size[1], size[2], pass, type),
            "mamba.decode" when !backward => new MambaToken(size["D"], size["N"], type).Work(),
            "step.s4d" when !backward => Steps.S4D(size["H"], size["N"], type),
            "step.s5" when !backward => Steps.S5(size["H"], size["N"], type),
            "step.mamba" when !backward => Steps.Mamba(size["H"], size["N"], type),
            "train.s4d" => new Classifier(size[0], size["H"], size["L"], size["B"], type, false).Work(),
            "train.s5" => new Classifier(size[0], size["H"], size["L"], size["B"], type, true).Work(),
            _ => backward ? null : Pointwise.Prepare(workload, size[0], type),
        }
        : null;
    }

    // The output's gradient is given; gradients are asked of the leaves alone.
    internal static Work Differentiated(
        bool backward,
        (string, Tensor)[] inputs,
        Tensor[] leaves,
        Tensor outputGradient,
        params (string, Func<Tensor>)[] forms)
    {
        if (backward)
        {
            foreach (Tensor leaf in leaves)
            {
                leaf.requires_grad_(true);
            }

            inputs = [.. inputs, ("outputGradient", outputGradient)];
        }

        return new Work(backward, inputs, [.. forms.Select(f => new Form(f.Item1, () => Run(f.Item2)))]);

        Tensor[] Run(Func<Tensor> forward)
        {
            Tensor y = forward();
            return backward ? [y, .. autograd.grad([y], leaves, [outputGradient])] : [y];
        }
    }

    // A form that is far slower than another is left after one run.
    internal string ChooseForm()
    {
        double best = double.PositiveInfinity;
        foreach (Form form in forms.Length > 1 ? forms : [])
        {
            (Form before, _form) = (_form, form);
            double time = Time(1);
            for (int round = 0; round < 3 && time < 3 * best && round * time < 1; round++)
            {
                time = Math.Min(time, Time(1));
            }

            _form = time < best ? form : before;
            best = Math.Min(best, time);
        }

        return _form.Name;
    }

    internal double Time(int times)
    {
        using IDisposable? mode = backward ? null : inference_mode();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            _form.Run();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    internal void Dump(string path)
    {
        using BinaryWriter file = new(File.Create(path));
        using DisposeScope scope = NewDisposeScope();
        Tensor[] results = _form.Run();
        (string Name, Tensor Value)[] all =
            [.. inputs, .. results.Select((r, i) => (i == 0 ? "output" : $"gradient{i}", r))];
        file.Write(all.Length);
        foreach ((string name, Tensor value) in all)
        {
            Tensor plain = value.detach();
            double[] numbers = (plain.is_complex() ? view_as_real(plain) : plain)
                .to(float64).contiguous().data<double>().ToArray();
            file.Write(name);
            file.Write(numbers.Length);
            foreach (double number in numbers)
            {
                file.Write(number);
            }
        }
    }

    public void Dispose()
    {
        foreach ((_, Tensor value) in inputs)
        {
            value.Dispose();
        }
    }
}

internal static class Make
{
    internal static ScalarType ComplexOf(ScalarType type) => type == float64 ? complex128 : complex64;

    internal static Tensor Uniform(ScalarType type, double from, double to, params long[] shape) =>
        (rand(shape, type) * (to - from)) + from;

    // Uniform in a square: with |Re|, |Im| below 0.7 a recurrence stays bounded.
    internal static Tensor Complex(ScalarType type, double bound, params long[] shape) =>
        view_as_complex(Uniform(type, -bound, bound, [.. shape, 2]));
}

internal static class Fourier
{
    internal static Work Complex(long rows, long columns, long dim, ScalarType type)
    {
        Tensor x = Make.Complex(type, 1, rows, columns);
        return new Work(false, [("input", x)], [new Form("fft", () => [fft.fft_(x, dim: dim)])]);
    }

    internal static Work Real(long rows, long columns, long dim, ScalarType type)
    {
        Tensor x = Make.Uniform(type, -1, 1, rows, columns);
        return new Work(false, [("input", x)], [new Form("rfft", () => [fft.rfft(x, dim: dim)])]);
    }

    // y = irfft(rfft(u, 2L) rfft(k, 2L))[..L], in the layout that makes the transforms contiguous.
    internal static Work Convolution(long batch, long channels, long length, ScalarType type, bool backward)
    {
        Tensor u = Make.Uniform(type, -1, 1, batch, channels, length), k = Make.Uniform(type, -1, 1, channels, length);
        Tensor dy = Make.Uniform(type, -1, 1, batch, channels, length);
        return Work.Differentiated(
            backward, [("input", u), ("kernel", k)], [u, k], dy, ("rfft", () => Causal(u, k, -1)));
    }

    // The dim of time is counted from the end, as the kernel has no batch.
    internal static Tensor Causal(Tensor u, Tensor k, long dim)
    {
        long length = u.shape[u.shape.Length + dim];
        return fft.irfft(fft.rfft(u, 2 * length, dim) * fft.rfft(k, 2 * length, dim), 2 * length, dim)
            .narrow(u.shape.Length + dim, 0, length);
    }
}

// h[t] = a[t] h[t-1] + b[t] over the first axis; a is constant where it lacks that axis.
internal static class Scans
{
    internal static Work Diagonal(long batch, long length, long modes, bool invariant, ScalarType type, bool backward)
    {
        Tensor a = invariant ? Make.Complex(type, 0.6, modes) : Make.Complex(type, 0.6, length, batch, modes);
        Tensor b = Make.Complex(type, 1, length, batch, modes), dh = Make.Complex(type, 1, length, batch, modes);
        List<(string, Func<Tensor>)> forms = [("loop", () => Loop(a, b)), ("tree", () => Tree(a, b))];
        if (!backward)
        {
            forms.Add(("loop in place", () => LoopInPlace(a, b)));
        }

        // Many passes over much memory: tried only where one of them is short.
        if (length * batch * modes <= 1 << 21)
        {
            forms.Add(("log-step", () => LogStep(a, b)));
        }

        return Work.Differentiated(backward, [("a", a), ("b", b)], [a, b], dh, [.. forms]);
    }

    // The published reference, time first so that a step is contiguous, with unbind instead of indexing.
    internal static Work Selective(long batch, long channels, long length, long states, ScalarType type, bool backward)
    {
        Tensor u = Make.Uniform(type, -1, 1, length, batch, channels);
        Tensor raw = Make.Uniform(type, -4, 0, length, batch, channels);
        Tensor a = Make.Uniform(type, -states, -1, channels, states);
        Tensor b = Make.Uniform(type, -1, 1, length, batch, states);
        Tensor c = Make.Uniform(type, -1, 1, length, batch, states);
        Tensor d = Make.Uniform(type, -1, 1, channels), dy = Make.Uniform(type, -1, 1, length, batch, channels);
        return Work.Differentiated(
            backward,
            [("u", u), ("delta", raw), ("a", a), ("b", b), ("c", c), ("d", d)],
            [u, raw, a, b, c, d],
            dy,
            ("loop, one product", () => AllOutputs(Loop)),
            ("loop, product a step", Stepwise),
            ("tree", () => AllOutputs(Tree)));

        (Tensor Decay, Tensor Input) Discretised()
        {
            Tensor delta = F.softplus(raw);
            return (exp(delta.unsqueeze(-1) * a), (delta * u).unsqueeze(-1) * b.unsqueeze(2));
        }

        Tensor AllOutputs(Func<Tensor, Tensor, Tensor> scan)
        {
            (Tensor decay, Tensor input) = Discretised();
            return addcmul(matmul(scan(decay, input), c.unsqueeze(-1)).squeeze(-1), u, d, 1);
        }

        Tensor Stepwise()
        {
            (Tensor decay, Tensor input) = Discretised();
            Tensor[] decays = decay.unbind(0), inputs = input.unbind(0), outputs = c.unsqueeze(-1).unbind(0);
            List<Tensor> ys = [];
            Tensor h = inputs[0];
            for (int t = 0; t < inputs.Length; t++)
            {
                h = t == 0 ? h : addcmul(inputs[t], decays[t], h, 1);
                ys.Add(matmul(h, outputs[t]));
            }

            return addcmul(stack(ys).squeeze(-1), u, d, 1);
        }
    }

    internal static Tensor Loop(Tensor a, Tensor b)
    {
        Tensor[] inputs = b.unbind(0);
        Tensor[]? factors = a.dim() == b.dim() ? a.unbind(0) : null;
        Tensor factor = factors is null ? a.expand_as(inputs[0]).contiguous() : a;
        List<Tensor> states = [inputs[0]];
        for (int t = 1; t < inputs.Length; t++)
        {
            states.Add(addcmul(inputs[t], factors?[t] ?? factor, states[^1], 1));
        }

        return stack(states);
    }

    // Blelloch, "Prefix sums and their applications", 1990: pairs combined, half the scan, the other half filled in.
    internal static Tensor Tree(Tensor a, Tensor b)
    {
        long length = b.shape[0], half = length / 2, evens = length - half;
        if (length <= 8)
        {
            return Loop(a, b);
        }

        bool varying = a.dim() == b.dim();
        Tensor evenB = b.slice(0, 0, length, 2), oddB = b.slice(0, 1, length, 2);
        Tensor evenA = varying ? a.slice(0, 0, length, 2) : a, oddA = varying ? a.slice(0, 1, length, 2) : a;
        Tensor pairA = varying ? oddA * evenA.narrow(0, 0, half) : a * a;
        Tensor odd = Tree(pairA, addcmul(oddB, oddA, evenB.narrow(0, 0, half), 1));
        Tensor laterA = varying ? evenA.narrow(0, 1, evens - 1) : a;
        Tensor later = addcmul(evenB.narrow(0, 1, evens - 1), laterA, odd.narrow(0, 0, evens - 1), 1);
        Tensor even = cat([evenB.narrow(0, 0, 1), later], 0);
        Tensor pairs = stack([even.narrow(0, 0, half), odd], 1).flatten(0, 1);
        return half == evens ? pairs : cat([pairs, even.narrow(0, half, 1)], 0);
    }

    private static Tensor LoopInPlace(Tensor a, Tensor b)
    {
        Tensor all = b.clone();
        Tensor[] states = all.unbind(0);
        Tensor[]? factors = a.dim() == b.dim() ? a.unbind(0) : null;
        Tensor factor = factors is null ? a.expand_as(states[0]).contiguous() : a;
        for (int t = 1; t < states.Length; t++)
        {
            states[t].addcmul_(factors?[t] ?? factor, states[t - 1], 1);
        }

        return all;
    }

    // Hillis and Steele, "Data parallel algorithms", 1986: every element combined with the one 1, 2, 4, ... before it.
    private static Tensor LogStep(Tensor a, Tensor b)
    {
        bool varying = a.dim() == b.dim();
        for (long step = 1, length = b.shape[0]; step < length; step *= 2)
        {
            Tensor factor = varying ? a.narrow(0, step, length - step) : a;
            Tensor later = addcmul(
                b.narrow(0, step, length - step), factor, b.narrow(0, 0, length - step), 1);
            b = cat([b.narrow(0, 0, step), later], 0);
            a = varying
                ? cat([a.narrow(0, 0, step), factor * a.narrow(0, 0, length - step)], 0)
                : a * a;
        }

        return b;
    }
}

internal static class Products
{
    // The operands as they come: n is (m, k) or (k, n), t its transpose; "fwd" is the faster of nn and nt.
    internal static Work Multiply(long m, long n, long k, string pass, ScalarType type)
    {
        string[] wanted = pass == "fwd" ? ["nn", "nt"] : [pass];
        Tensor left = wanted[0][0] == 'n' ? Make.Uniform(type, -1, 1, m, k) : Make.Uniform(type, -1, 1, k, m);
        Tensor plain = Make.Uniform(type, -1, 1, k, n), transposed = plain.t().contiguous();
        Tensor a = wanted[0][0] == 'n' ? left : left.t();
        List<Form> forms = [];
        if (wanted.Any(w => w[1] == 'n'))
        {
            forms.Add(new("matmul", () => [matmul(a, plain)]));
        }

        if (wanted.Any(w => w[1] == 't'))
        {
            forms.Add(new("linear", () => [F.linear(a, transposed)]));
        }

        if (m == 1)
        {
            Tensor row = a.squeeze(0);
            forms.Add(new("mv", () => [mv(transposed, row)]));
        }

        return new Work(false, [("left", a), ("right", plain)], [.. forms]);
    }
}

internal static class Pointwise
{
    internal static Work? Prepare(string workload, long n, ScalarType type)
    {
        string name = workload.StartsWith("elementwise.", StringComparison.Ordinal) ? workload[12..] : "";
        Func<Tensor, Tensor>? real = name switch
        {
            "exp" => exp,
            "sigmoid" => sigmoid,
            "tanh" => tanh,
            "log" => log,
            "sin" => sin,
            "cos" => cos,
            "erf" => erf,
            "expm1" => expm1,
            "log1p" => log1p,
            "silu" => x => F.silu(x),
            "softplus" => x => F.softplus(x),
            "gelu" => x => F.gelu(x),
            "gelu-tanh" => x => x.gelu(GeluForm.tanh),
            _ => null,
        };
        if (real is not null)
        {
            Tensor x = name is "log" ? Make.Uniform(type, 0.01, 8, n) : Make.Uniform(type, -0.9, 8, n);
            return new Work(false, [("input", x)], [new Form(name, () => [real(x)])]);
        }

        if (name == "add")
        {
            Tensor a = Make.Uniform(type, -1, 1, n), b = Make.Uniform(type, -1, 1, n);
            return new Work(false, [("left", a), ("right", b)], [new Form(name, () => [a + b])]);
        }

        Tensor z = Make.Complex(type, 1, n), w = Make.Complex(type, 1, n);
        return name switch
        {
            "cexp" or "complex-exp" => new Work(
                false,
                [("input", z)],
                [new Form("exp", () => [exp(z)]), new Form("polar", () => [polar(exp(z.real), z.imag)])]),
            "cmul" or "complex-multiply" =>
                new Work(false, [("left", z), ("right", w)], [new Form("mul", () => [z * w])]),
            _ => null,
        };
    }
}

// One sample through one layer, its parameters discretised beforehand.
internal static class Steps
{
    internal static Work S4D(long width, long order, ScalarType type)
    {
        long modes = order / 2;
        Tensor a = Make.Complex(type, 0.6, width, modes), b = Make.Complex(type, 1, width, modes);
        Tensor c = Make.Complex(type, 1, width, modes), d = Make.Uniform(type, -1, 1, width);
        Tensor x = Make.Complex(type, 1, width, modes), u = Make.Uniform(type, -1, 1, width);
        return new Work(false, [], [new Form("complex", Step)]);

        Tensor[] Step()
        {
            x.mul_(a).addcmul_(b, u.unsqueeze(-1), 1);
            return [addcmul((c * x).sum(-1).real * 2, d, u, 1)];
        }
    }

    internal static Work S5(long width, long modes, ScalarType type)
    {
        Tensor a = Make.Complex(type, 0.6, modes), b = Make.Uniform(type, -1, 1, 2 * modes, width);
        Tensor c = Make.Uniform(type, -1, 1, width, 2 * modes), d = Make.Uniform(type, -1, 1, width);
        Tensor x = Make.Complex(type, 1, modes), u = Make.Uniform(type, -1, 1, width);
        return new Work(false, [], [new Form("real products", Step)]);

        Tensor[] Step()
        {
            x.mul_(a).add_(view_as_complex(mv(b, u).view(modes, 2)));
            return [addcmul(mv(c, view_as_real(x).view(2 * modes)), d, u, 1)];
        }
    }

    internal static Work Mamba(long width, long states, ScalarType type)
    {
        Tensor window = Make.Uniform(type, -1, 1, width, 4), taps = Make.Uniform(type, -1, 1, width, 4);
        Tensor bias = Make.Uniform(type, -1, 1, width), a = Make.Uniform(type, -states, -1, width, states);
        Tensor s = Make.Uniform(type, -1, 1, width, states), b = Make.Uniform(type, -1, 1, states);
        Tensor c = Make.Uniform(type, -1, 1, states), d = Make.Uniform(type, -1, 1, width);
        Tensor u = Make.Uniform(type, -1, 1, width), z = Make.Uniform(type, -1, 1, width);
        Tensor raw = Make.Uniform(type, -4, 0, width);
        return new Work(false, [], [new Form("composed", Step)]);

        Tensor[] Step()
        {
            window.copy_(cat([window.narrow(1, 1, 3), u.unsqueeze(-1)], 1));
            Tensor x = F.silu((window * taps).sum(-1) + bias), delta = F.softplus(raw);
            s.mul_(exp(delta.unsqueeze(-1) * a)).addcmul_((delta * x).unsqueeze(-1), b, 1);
            return [addcmul(mv(s, c), d, x, 1) * F.silu(z)];
        }
    }
}

// One token of a Mamba language model, Gu and Dao 2023: D wide, N layers, expansion 2, 16 states, 50280 tokens.
internal sealed class MambaToken(long width, long layers, ScalarType type)
{
    private readonly Layer[] _layers = [.. Enumerable.Range(0, (int)layers).Select(_ => new Layer(width, type))];
    private readonly Tensor _embedding = Make.Uniform(type, -0.1, 0.1, 50280, width);
    private readonly Tensor _norm = ones([width], type);
    private readonly Tensor _token = tensor(11L);

    internal Work Work() => new(
        false,
        [("embedding", _embedding)],
        [
            new("linear", () => Token((w, x) => F.linear(x.unsqueeze(0), w).squeeze(0))),
            new("mv", () => Token(mv)),
        ]);

    private Tensor[] Token(Func<Tensor, Tensor, Tensor> product)
    {
        Tensor h = _embedding.index_select(0, _token.unsqueeze(0)).squeeze(0);
        foreach (Layer layer in _layers)
        {
            h = h + layer.Step(RmsNorm(h, layer.Norm), product);
        }

        return [product(_embedding, RmsNorm(h, _norm))];
    }

    private static Tensor RmsNorm(Tensor x, Tensor weight) => x * rsqrt(x.square().mean() + 1e-5) * weight;

    private sealed class Layer(long width, ScalarType type)
    {
        private readonly long _inner = 2 * width;
        private readonly long _rank = (width + 15) / 16;
        private readonly Tensor _in = Make.Uniform(type, -0.03, 0.03, 4 * width, width);
        private readonly Tensor _taps = Make.Uniform(type, -0.5, 0.5, 2 * width, 4);
        private readonly Tensor _tapBias = Make.Uniform(type, -0.5, 0.5, 2 * width);
        private readonly Tensor _x = Make.Uniform(type, -0.03, 0.03, ((width + 15) / 16) + 32, 2 * width);
        private readonly Tensor _delta = Make.Uniform(type, -0.1, 0.1, 2 * width, (width + 15) / 16);
        private readonly Tensor _deltaBias = Make.Uniform(type, -4, -2, 2 * width);
        private readonly Tensor _a = Make.Uniform(type, -16, -1, 2 * width, 16);
        private readonly Tensor _d = ones([2 * width], type);
        private readonly Tensor _out = Make.Uniform(type, -0.03, 0.03, width, 2 * width);
        private readonly Tensor _window = zeros([2 * width, 4], type);
        private readonly Tensor _state = zeros([2 * width, 16], type);

        internal Tensor Norm { get; } = ones([width], type);

        internal Tensor Step(Tensor h, Func<Tensor, Tensor, Tensor> product)
        {
            Tensor xz = product(_in, h), x = xz.narrow(0, 0, _inner), z = xz.narrow(0, _inner, _inner);
            _window.copy_(cat([_window.narrow(1, 1, 3), x.unsqueeze(-1)], 1));
            x = F.silu((_window * _taps).sum(-1) + _tapBias);
            Tensor projected = product(_x, x);
            Tensor delta = F.softplus(product(_delta, projected.narrow(0, 0, _rank)) + _deltaBias);
            Tensor b = projected.narrow(0, _rank, 16), c = projected.narrow(0, _rank + 16, 16);
            _state.mul_(exp(delta.unsqueeze(-1) * _a)).addcmul_((delta * x).unsqueeze(-1), b, 1);
            return product(_out, addcmul(mv(_state, c), _d, x, 1) * F.silu(z));
        }
    }
}

// A whole training step of a sequence classifier: layers of norm, S4D or S5, GELU, gated linear unit, residual; mean
// over time, cross-entropy, gradients, AdamW.
internal sealed class Classifier
{
    private const long Classes = 10;

    private readonly bool _s5;
    private readonly long _width;
    private readonly long _length;
    private readonly List<Parameter> _parameters = [];
    private readonly List<Dictionary<string, Tensor>> _layers = [];
    private readonly Dictionary<string, Tensor> _ends;
    private readonly Tensor _input;
    private readonly Tensor _labels;
    private readonly ScalarType _type;

    internal Classifier(long layers, long width, long length, long batch, ScalarType type, bool s5)
    {
        (_s5, _width, _length, _type) = (s5, width, length, type);
        double w = 1 / Math.Sqrt(width);
        const long Modes = 32, S5Modes = 64;
        for (long i = 0; i < layers; i++)
        {
            Dictionary<string, Tensor> shared = new()
            {
                ["norm"] = Parameter(ones([width], type)),
                ["normBias"] = Parameter(zeros([width], type)),
                ["d"] = Parameter(randn([width], type)),
                ["glu"] = Parameter(Make.Uniform(type, -w, w, 2 * width, width)),
                ["gluBias"] = Parameter(Make.Uniform(type, -w, w, 2 * width)),
            };
            _layers.Add(shared);
            Tensor frequency = arange(s5 ? S5Modes : Modes, type) * Math.PI;
            if (s5)
            {
                shared["logDt"] = Parameter(Make.Uniform(type, Math.Log(1e-3), Math.Log(0.1), S5Modes));
                shared["re"] = Parameter(full([S5Modes], -0.5, type));
                shared["im"] = Parameter(frequency.clone());
                shared["b"] = Parameter(randn([S5Modes, width, 2], type) * w);
                shared["c"] = Parameter(randn([width, S5Modes, 2], type) * 0.1);
            }
            else
            {
                shared["logDt"] = Parameter(Make.Uniform(type, Math.Log(1e-3), Math.Log(0.1), width));
                shared["re"] = Parameter(full([width, Modes], Math.Log(0.5), type));
                shared["im"] = Parameter(frequency.expand(width, Modes).contiguous());
                shared["c"] = Parameter(randn([width, Modes, 2], type) * Math.Sqrt(0.5));
            }
        }

        _ends = new()
        {
            ["in"] = Parameter(Make.Uniform(type, -1, 1, width, 1)),
            ["inBias"] = Parameter(Make.Uniform(type, -1, 1, width)),
            ["out"] = Parameter(Make.Uniform(type, -w, w, Classes, width)),
            ["outBias"] = Parameter(Make.Uniform(type, -w, w, Classes)),
        };
        _input = s5 ? randn([length, batch, 1], type) : randn([batch, length, 1], type);
        _labels = randint(0, Classes, [batch]);
    }

    internal Work Work()
    {
        optim.Optimizer optimizer = optim.AdamW(_parameters, lr: 1e-3, weight_decay: 0.01);
        List<(string, Func<Dictionary<string, Tensor>, Tensor, Tensor>)> forms = _s5
            ? [("loop", (p, u) => S5(p, u, Scans.Loop)), ("tree", (p, u) => S5(p, u, Scans.Tree))]
            :
            [
                ("complex exp, transposed", (p, u) => S4D(p, u, ComplexKernel, true)),
                ("real kernel, transposed", (p, u) => S4D(p, u, RealKernel, true)),
                ("real kernel, channels last", (p, u) => S4D(p, u, RealKernel, false)),
            ];
        return new Work(
            true, [("input", _input)], [.. forms.Select(f => new Form(f.Item1, () => Step(optimizer, f.Item2)))]);
    }

    private Parameter Parameter(Tensor value)
    {
        Parameter parameter = new(value, requires_grad: true);
        _parameters.Add(parameter);
        return parameter;
    }

    private Tensor[] Step(optim.Optimizer optimizer, Func<Dictionary<string, Tensor>, Tensor, Tensor> layer)
    {
        optimizer.zero_grad();
        Tensor x = F.linear(_input, _ends["in"], _ends["inBias"]);
        foreach (Dictionary<string, Tensor> p in _layers)
        {
            Tensor y = layer(p, F.layer_norm(x, [_width], p["norm"], p["normBias"]));
            y = _s5 ? y.gelu(GeluForm.tanh) : F.gelu(y);
            x = x + F.glu(F.linear(y, p["glu"], p["gluBias"]));
        }

        Tensor loss = F.cross_entropy(F.linear(x.mean([_s5 ? 0 : 1]), _ends["out"], _ends["outBias"]), _labels);
        loss.backward();
        optimizer.step();
        return [loss];
    }

    // K[l] = 2 Re sum over n of C f exp(l dt lambda), f = (exp(dt lambda) - 1) / lambda. Gu et al. 2022, S4D.
    private Tensor S4D(
        Dictionary<string, Tensor> p, Tensor u, Func<Tensor, Tensor, Tensor> kernel, bool transposed)
    {
        Tensor lambda = complex(-exp(p["re"]), p["im"]), z = lambda * exp(p["logDt"]).unsqueeze(-1);
        Tensor k = kernel(view_as_complex(p["c"]) * (exp(z) - 1) / lambda, z);
        Tensor y = transposed
            ? Fourier.Causal(u.transpose(1, 2), k, -1).transpose(1, 2)
            : Fourier.Causal(u, k.t(), -2);
        return addcmul(y, u, p["d"], 1);
    }

    private Tensor ComplexKernel(Tensor weights, Tensor z)
    {
        Tensor powers = exp(z.unsqueeze(-1) * arange(_length, _type));
        return matmul(weights.unsqueeze(1), powers).squeeze(1).real * 2;
    }

    private Tensor RealKernel(Tensor weights, Tensor z)
    {
        Tensor time = arange(_length, _type), angle = z.imag.unsqueeze(-1) * time;
        Tensor size = exp(z.real.unsqueeze(-1) * time);
        Tensor re = matmul((weights.real * 2).unsqueeze(1), size * cos(angle));
        return (re - matmul((weights.imag * 2).unsqueeze(1), size * sin(angle))).squeeze(1);
    }

    // Smith et al. 2023, S5: the products with B and C are real ones of interleaved numbers.
    private static Tensor S5(Dictionary<string, Tensor> p, Tensor u, Func<Tensor, Tensor, Tensor> scan)
    {
        Tensor lambda = complex(p["re"], p["im"]), a = exp(lambda * exp(p["logDt"]));
        Tensor b = view_as_real(((a - 1) / lambda).unsqueeze(-1) * view_as_complex(p["b"]));
        Tensor stacked = b.transpose(1, 2).flatten(0, 1);
        Tensor input = F.linear(u, stacked).view(u.shape[0], u.shape[1], a.shape[0], 2);
        Tensor states = scan(a, view_as_complex(input));
        Tensor c = p["c"] * tensor(s_signs, p["c"].dtype);
        return addcmul(F.linear(view_as_real(states).flatten(-2, -1), c.flatten(1, 2)), u, p["d"], 1);
    }

    // 2 Re(c x) = 2 Re c Re x - 2 Im c Im x.
    private static readonly float[] s_signs = [2, -2];
}
