using Ssm.Kernels;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Equivalence;
using Ssm.Perf.Golden;
using Ssm.Perf.Reports;
using Ssm.Perf.Verbs;

namespace Ssm.Tests.Devices;

/// <summary>Golden files and the equivalence table on a device whose memory the host cannot see.</summary>
[Category("Device")]
public sealed class FarVerifyTests
{
    private static readonly CommonSettings s_common = new("far", true, 1, 1, null, "far");

    private static IEnumerable<string> Files() =>
        Directory.GetFiles(Folder, "*.safetensors").Select(file => Path.GetFileName(file)).Order();

    private static string Folder => Path.Combine(TestContext.CurrentContext.TestDirectory, "Golden");

    [TestCaseSource(nameof(Files))]
    public void Golden_files_pass_with_the_errors_of_the_cpu(string file)
    {
        VerifySettings settings = new(s_common, Folder, file, "f64");
        VerifyRow[] far = [.. new GoldenVerifyRunner(Open).Run(settings, default)];
        VerifyRow[] cpu = [.. new GoldenVerifyRunner().Run(settings with { Common = OnCpu }, default)];
        Assert.That(far.Select(row => row.Device), Is.All.EqualTo("far"));
        if (file != "fft.safetensors")
        {
            // Transforms of one signal are plans on the CPU, which are ops elsewhere.
            Assert.That(far.Select(row => row with { Device = "cpu" }), Is.EqualTo(cpu));
        }

        Assert.That(far.Select(row => row.Verdict), Is.EqualTo(cpu.Select(row => row.Verdict)));
    }

    [Test]
    public void The_equivalence_table_holds_against_the_judge_on_the_cpu()
    {
        EquivalenceRunner runner = new(EquivalenceModels.All, Open);
        EquivalenceRow[] rows =
        [
            .. runner.Run(new EquivalenceSettings(s_common, runner.Models, 40, Catalog.Dtypes), default)
                .SelectMany(group => group.Rows),
        ];
        Assert.Multiple(() =>
        {
            Assert.That(
                rows.Where(row => row.Verdict != Verdict.Pass).Select(row => $"{row.Model}, {row.Form}, {row.Dtype}"),
                Is.Empty);
            Assert.That(rows.Select(row => row.Device), Is.All.EqualTo("far"));
            Assert.That(rows.Where(row => row.Against == "second run").Select(row => row.Model).Distinct(),
                Is.EquivalentTo(runner.Models));
        });
    }

    [Test]
    public void A_device_that_is_not_here_is_refused_with_what_is_here_and_why()
    {
        Assert.That(
            () => ComputeDevice.Product("train", "opencl:99"),
            Throws.InstanceOf<UserException>()
                .With.Message.Contains("train: '--device' is 'opencl:99', which is not here; here is cpu")
                .And.Message.Contains("simulator")
                .And.Message.Contains("CUDA: "));
        Assert.That(
            () => ComputeDevice.Open("train", s_common with { Device = "cuda:99" }),
            Throws.InstanceOf<UserException>().With.Message.Contains("'cuda:99' is not here"));
    }

    [Test]
    public void One_accelerator_serves_both_precisions()
    {
        using ComputeDevice device = ComputeDevice.Open("verify", s_common with { Device = "simulator" });
        IBackend<float> single = device.Backend<float>();
        Assert.That(device.Backend<float>(), Is.SameAs(single));
        Assert.That((single.Name, device.Backend<double>().Name), Is.EqualTo(("simulator", "simulator")));
        Assert.That(device.MemoryBytes, Is.Not.Null);
    }

    private static CommonSettings OnCpu => s_common with { Device = "cpu" };

    private static ComputeDevice Open(CommonSettings common) =>
        ComputeDevice.Of("verify", new FarBackend<float>(), new FarBackend<double>());
}
