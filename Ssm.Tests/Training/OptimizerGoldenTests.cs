using System.Text.Json;
using Ssm.Autodiff;
using Ssm.Core.Checkpoints;
using Ssm.Core.Layers;
using Ssm.Core.Training;

namespace Ssm.Tests.Training;

/// <summary>The optimisers against trajectories that PyTorch's computed.</summary>
public sealed class OptimizerGoldenTests
{
    private static readonly SafetensorsFile s_file = SafetensorsFile.Open(
        Path.Combine(TestContext.CurrentContext.TestDirectory, "Golden", "optim.safetensors"));

    [TestCase("adamw")]
    [TestCase("adamw_strong_decay")]
    [TestCase("adamw_no_decay")]
    [TestCase("adamw_amsgrad")]
    [TestCase("adamw_groups")]
    [TestCase("adamw_complex")]
    [TestCase("adamw_changing_lr")]
    [TestCase("adamw_clip_grad_norm")]
    [TestCase("adam_l2")]
    [TestCase("sgd")]
    [TestCase("sgd_momentum")]
    [TestCase("sgd_nesterov")]
    public void A_trajectory_is_PyTorchs(string id)
    {
        JsonElement flags = JsonDocument.Parse(s_file.Metadata[$"case:{id}"]).RootElement;
        Parameter<double> a = Flat.Parameter("a", Array(id, "in.a_0")), b = Flat.Parameter("b", Array(id, "in.b_0"));
        Optimizer<double> optimizer = Optimizer(id, flags, a, b);
        int steps = flags.GetProperty("steps").GetInt32();
        for (int step = 0; step < steps; step++)
        {
            NdArray<double> gradientA = Row(id, "in.grad_a", step), gradientB = Row(id, "in.grad_b", step);
            Gradients<double> gradients = Flat.Gradients((a, gradientA), (b, gradientB));
            double gradientScale = 1;
            if (flags.TryGetProperty("max_norm", out JsonElement greatest))
            {
                double norm = GradientNorm.Of(gradients, [a.Variable, b.Variable]);
                Assert.That(norm, Is.EqualTo(s_file.Read<double>($"{id}/out.total_norm")[step]).Within(1e-12).Percent);
                gradientScale = GradientNorm.ClipFactor(norm, greatest.GetDouble());
            }

            double scale = flags.TryGetProperty("lrs", out JsonElement rates) ? rates[step].GetDouble() : 1;
            optimizer.Step(gradients, scale, gradientScale);
            foreach (Parameter<double> parameter in new[] { a, b })
            {
                AssertEqual(parameter.Variable.Value, Row(id, $"out.{parameter.Name}", step));
            }
        }

        foreach (Parameter<double> parameter in new[] { a, b })
        {
            foreach (string memory in optimizer.MemoryNames)
            {
                AssertEqual(optimizer.Memory(parameter.Variable, memory), Array(id, $"out.{memory}_{parameter.Name}"));
            }
        }
    }

    private static Optimizer<double> Optimizer(
        string id, JsonElement flags, Parameter<double> a, Parameter<double> b)
    {
        ParameterGroup<double>[] groups = [Group(flags, a), Group(flags, b)];
        double momentum = Number(flags, "momentum", 0);
        if (id.StartsWith("sgd", StringComparison.Ordinal))
        {
            return new Sgd<double>(groups, momentum, flags.TryGetProperty("nesterov", out _));
        }

        JsonElement betas = flags.GetProperty("betas");
        double beta1 = betas[0].GetDouble(), beta2 = betas[1].GetDouble(), epsilon = Number(flags, "eps", 0);
        return id.StartsWith("adamw", StringComparison.Ordinal)
            ? new AdamW<double>(groups, beta1, beta2, epsilon, amsGrad: flags.TryGetProperty("amsgrad", out _))
            : new Adam<double>(groups, beta1, beta2, epsilon);
    }

    private static ParameterGroup<double> Group(JsonElement flags, Parameter<double> parameter)
    {
        JsonElement own = flags.TryGetProperty("groups", out JsonElement groups)
            ? groups.GetProperty(parameter.Name)
            : flags;
        return Flat.Group(Number(own, "lr", 1), Number(own, "weight_decay", 0), parameter);
    }

    private static double Number(JsonElement flags, string name, double otherwise) =>
        flags.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : otherwise;

    private static NdArray<double> Array(string id, string name)
    {
        bool complex = !s_file.Contains($"{id}/{name}");
        int[] shape = [.. s_file[complex ? $"{id}/{name}.re" : $"{id}/{name}"].Shape];
        return complex
            ? NdArray<double>.From(
                s_file.Read<double>($"{id}/{name}.re"), s_file.Read<double>($"{id}/{name}.im"), new Shape(shape))
            : NdArray<double>.From(s_file.Read<double>($"{id}/{name}"), new Shape(shape));
    }

    private static NdArray<double> Row(string id, string name, int step) =>
        Op.Select<double>(Array(id, name), axis: 0, step).Value;

    // The same operations in the same order: nothing but the last bits of a few roundings may differ.
    private static void AssertEqual(NdArray<double> actual, NdArray<double> expected)
    {
        Assert.That(actual.ToArray(), Is.EqualTo(expected.ToArray()).Within(1e-14));
        Assert.That(actual.ImaginaryToArray(), Is.EqualTo(expected.ImaginaryToArray()).Within(1e-14));
    }
}
