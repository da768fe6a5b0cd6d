using System.Numerics;
using System.Text.Json;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Training;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of optimisers, gradient clipping and learning-rate schedules.</summary>
internal static class OptimCases
{
    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (golden.Id)
        {
            case "schedule_s4_cosine_warmup":
                return Rates(golden, "lr", new S4CosineSchedule(
                    golden.Int("warmup_step"), golden.Int("T_max"), golden.Number("eta_min") / BaseRate(golden)));
            case "schedule_s4_constant_warmup":
                return Rates(golden, "lr", new ConstantSchedule(golden.Int("warmup_step")));
            case "schedule_s4_inv_sqrt":
                return Rates(golden, "lr", new InverseSquareRootSchedule(golden.Int("warmup_step")));
            case "schedule_torch_cosine":
                return Rates(golden, "lr", new S4CosineSchedule(
                    warmup: 0, golden.Int("T_max"), golden.Number("eta_min") / BaseRate(golden)));
            case "schedule_s5":
                return S5Rates(golden);
            case "schedule_hf":
                (int warmup, int total) = (golden.Int("warmup_steps"), golden.Int("total_steps"));
                return Rates(golden, "cosine_factor", new WarmupCosineSchedule(warmup, total))
                    && Rates(golden, "cosine_factor_cycles_1", new WarmupCosineSchedule(warmup, total, cycles: 1))
                    && Rates(golden, "linear_factor", new WarmupLinearSchedule(warmup, total));
            default:
                return golden.Has("out.a") && golden.Has("out.b") && Trajectory(golden);
        }
    }

    // The two halves of S5's schedule, each as the reference evaluates it: from step 0 on.
    private static bool S5Rates<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int warmup = golden.Int("warmup_end"), wave = golden.Int("decay_end");
        double least = golden.Number("lr_min") / BaseRate(golden);
        return Rates(golden, "linear_warmup", new S5Schedule(warmup, warmup + wave, least))
            && Rates(golden, "cosine_annealing", new S5Schedule(warmup: 0, wave, least));
    }

    private static bool Rates<T>(GoldenCase<T> golden, string name, ISchedule schedule)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] rates = new T[golden.ShapeOf($"out.{name}").Count];
        for (int step = 0; step < rates.Length; step++)
        {
            rates[step] = T.CreateChecked(BaseRate(golden) * schedule.Factor(step));
        }

        golden.Output(name, NdArray<T>.From(rates, [rates.Length]));
        return true;
    }

    private static double BaseRate<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T> => Number(golden.Flags, "base_lr", otherwise: 1);

    private static bool Trajectory<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Parameter<T>[] parameters =
        [
            .. ((string[])["a", "b"]).Select(name =>
                new Parameter<T>(name, new Variable<T>(golden.In($"{name}_0").Value.Copy()), ParameterKind.Weight)),
        ];
        if (CreateOptimizer(golden, parameters) is not { } optimizer)
        {
            return false;
        }

        List<Variable<T>>[] paths = [.. parameters.Select(_ => new List<Variable<T>>())];
        List<Variable<T>> norms = [];
        for (int step = 0; step < golden.Int("steps"); step++)
        {
            Gradients<T> gradients = GradientsOf(golden, parameters, step);
            double gradientScale = 1;
            if (golden.Flags.TryGetProperty("max_norm", out JsonElement greatest))
            {
                double norm = GradientNorm.Of(gradients, parameters.Select(p => p.Variable));
                gradientScale = GradientNorm.ClipFactor(norm, greatest.GetDouble());
                norms.Add(NdArray<T>.Full([1], T.CreateChecked(norm)));
            }

            // The group has a rate of 1 where the case gives one for each step.
            double scale = golden.Flags.TryGetProperty("lrs", out JsonElement rates) ? rates[step].GetDouble() : 1;
            optimizer.Step(gradients, scale, gradientScale);
            for (int i = 0; i < parameters.Length; i++)
            {
                NdArray<T> now = parameters[i].Variable.Value.Copy();
                paths[i].Add(now.Reshape([1, .. now.Shape.Sizes]));
            }
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            golden.Output(parameters[i].Name, Op.Concat<T>(axis: 0, [.. paths[i]]));
            foreach (string memory in optimizer.MemoryNames)
            {
                golden.Output($"{memory}_{parameters[i].Name}", optimizer.Memory(parameters[i].Variable, memory));
            }
        }

        if (norms.Count > 0)
        {
            golden.Output("total_norm", Op.Concat<T>(axis: 0, [.. norms]));
        }

        return true;
    }

    private static Gradients<T> GradientsOf<T>(GoldenCase<T> golden, Parameter<T>[] parameters, int step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Gradients are gathered for leaves that a tape watches.
        using Tape<T> tape = new();
        Gradients<T> gradients = new();
        foreach (Parameter<T> parameter in parameters)
        {
            Variable<T> all = golden.In($"grad_{parameter.Name}").Detach();
            gradients.Add(tape.Watch(parameter.Variable), Op.Select(all, axis: 0, step).Value);
        }

        return gradients;
    }

    private static Optimizer<T>? CreateOptimizer<T>(GoldenCase<T> golden, Parameter<T>[] parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ParameterGroup<T>[] groups = [.. parameters.Select(parameter => GroupOf(golden.Flags, parameter))];
        if (golden.Id.StartsWith("sgd", StringComparison.Ordinal))
        {
            return new Sgd<T>(groups, Number(golden.Flags, "momentum", otherwise: 0), golden.Bool("nesterov"));
        }

        if (!golden.Flags.TryGetProperty("betas", out JsonElement betas))
        {
            return null;
        }

        (double beta1, double beta2, double epsilon) =
            (betas[0].GetDouble(), betas[1].GetDouble(), golden.Number("eps"));
        return golden.Id.StartsWith("adamw", StringComparison.Ordinal)
                ? new AdamW<T>(groups, beta1, beta2, epsilon, golden.Bool("amsgrad"))
            : golden.Id.StartsWith("adam_", StringComparison.Ordinal)
                ? new Adam<T>(groups, beta1, beta2, epsilon)
            : null;
    }

    // A group for each parameter, with what the case says of it, or of all.
    private static ParameterGroup<T> GroupOf<T>(JsonElement flags, Parameter<T> parameter)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        JsonElement own = flags.TryGetProperty("groups", out JsonElement groups)
            ? groups.GetProperty(parameter.Name)
            : flags;
        double rate = Number(own, "lr", otherwise: 1), decay = Number(own, "weight_decay", otherwise: 0);
        return new ParameterGroup<T>(parameter.Name, rate, decay, [parameter]);
    }

    private static double Number(JsonElement flags, string name, double otherwise) =>
        flags.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : otherwise;
}
