using Ssm.Core.Checkpoints;
using Ssm.Core.Training;

namespace Ssm.Tests.Training;

/// <summary>Schedules against the numbers that the references print.</summary>
public sealed class ScheduleTests
{
    private const double Base = 0.01;

    private static readonly SafetensorsFile s_file = SafetensorsFile.Open(
        Path.Combine(TestContext.CurrentContext.TestDirectory, "Golden", "optim.safetensors"));

    private static IEnumerable<TestCaseData> References()
    {
        yield return Case("schedule_s4_cosine_warmup/out.lr", new S4CosineSchedule(8, 40, 0.0001 / Base), Base);
        yield return Case("schedule_s4_constant_warmup/out.lr", new ConstantSchedule(8), Base);
        yield return Case("schedule_s4_inv_sqrt/out.lr", new InverseSquareRootSchedule(8), Base);
        yield return Case("schedule_torch_cosine/out.lr", new S4CosineSchedule(0, 40, 0.0001 / Base), Base);
        yield return Case("schedule_s5/out.linear_warmup", new S5Schedule(8, 40, 1e-6 / Base), Base);
        yield return Case("schedule_s5/out.cosine_annealing", new S5Schedule(0, 32, 1e-6 / Base), Base);
        yield return Case("schedule_hf/out.cosine_factor", new WarmupCosineSchedule(8, 40), 1);
        yield return Case("schedule_hf/out.cosine_factor_cycles_1", new WarmupCosineSchedule(8, 40, cycles: 1), 1);
        yield return Case("schedule_hf/out.linear_factor", new WarmupLinearSchedule(8, 40), 1);
    }

    [TestCaseSource(nameof(References))]
    public void A_schedule_is_the_references(string tensor, ISchedule schedule, double rate)
    {
        double[] expected = s_file.Read<double>(tensor);
        double[] actual = [.. Enumerable.Range(0, expected.Length).Select(step => rate * schedule.Factor(step))];
        Assert.That(actual, Is.EqualTo(expected).Within(1e-14));
    }

    [Test]
    public void S5_does_not_restart_its_cosine_after_the_warm_up()
    {
        // W = 8 of T = 40: at step 8 the wave of 32 steps has gone 8, and from step 32 on it is at its end.
        S5Schedule schedule = new(8, 40);
        Assert.That(schedule.Factor(8), Is.EqualTo(0.5 * (1 + Math.Cos(Math.PI / 4))).Within(1e-15));
        Assert.That(schedule.Factor(32), Is.Zero.Within(1e-15));
        Assert.That(schedule.Factor(39), Is.Zero.Within(1e-15));
    }

    [Test]
    public void Past_the_end_the_warm_up_schedules_stay_where_they_are()
    {
        Assert.That(new WarmupCosineSchedule(2, 10).Factor(1000), Is.Zero.Within(1e-15));
        Assert.That(new WarmupLinearSchedule(2, 10).Factor(1000), Is.Zero);
    }

    [Test]
    public void A_run_of_one_step_and_a_run_that_only_warms_up_have_finite_factors()
    {
        Assert.That(new WarmupCosineSchedule(0, 1).Factor(0), Is.EqualTo(1));
        Assert.That(new WarmupCosineSchedule(3, 3).Factor(3), Is.EqualTo(1));
        Assert.That(new WarmupLinearSchedule(0, 0).Factor(0), Is.Zero);
        Assert.That(new InverseSquareRootSchedule(0).Factor(0), Is.EqualTo(1));
        Assert.That(new S5Schedule(0, 1).Factor(0), Is.EqualTo(1));
    }

    [Test]
    public void What_is_no_schedule_is_refused()
    {
        Assert.That(() => new WarmupCosineSchedule(-1, 3), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new WarmupLinearSchedule(4, 3), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new S4CosineSchedule(3, 3), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new S5Schedule(0, 3, double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new WarmupCosineSchedule(0, 3, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ConstantSchedule().Factor(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static TestCaseData Case(string tensor, ISchedule schedule, double rate) =>
        new TestCaseData(tensor, schedule, rate).SetArgDisplayNames(tensor);
}
