using System.Numerics;
using System.Reflection;
using Ssm.Kernels;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Conformance;

namespace Ssm.Tests.Conformance;

/// <summary>Every primitive of the contract on the processor, and the suite itself.</summary>
public sealed class ConformanceTests
{
    private static IEnumerable<TestCaseData> Cases<T>(ConformanceSizes sizes)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from row in ConformanceTable<T>.Cases(sizes)
        select new TestCaseData(row).SetArgDisplayNames(row.Name);

    private static IEnumerable<TestCaseData> RealSingles() => Cases<float>(ConformanceSizes.Real);

    private static IEnumerable<TestCaseData> TinySingles() => Cases<float>(ConformanceSizes.Tiny);

    private static IEnumerable<TestCaseData> TinyDoubles() => Cases<double>(ConformanceSizes.Tiny);

    [Category("Large")]
    [TestCaseSource(nameof(RealSingles))]
    public void The_processor_agrees_with_the_reference_in_single_precision(object row) =>
        OnProcessor<float>(row, ConformanceSizes.Real, threads: 3);

    [TestCaseSource(nameof(TinySingles))]
    public void It_does_so_for_tiny_sizes_in_single_precision(object row) =>
        OnProcessor<float>(row, ConformanceSizes.Tiny, threads: 1);

    [TestCaseSource(nameof(TinyDoubles))]
    public void It_does_so_for_tiny_sizes_in_double_precision(object row) =>
        OnProcessor<double>(row, ConformanceSizes.Tiny, threads: 1);

    [TestCase(ConformanceSizes.Tiny)]
    [TestCase(ConformanceSizes.Real)]
    public void Every_member_of_the_contract_has_a_case(object sizes)
    {
        // Real and complex forms share names.
        IEnumerable<string> members =
            from method in typeof(IBackend<float>).GetMethods(BindingFlags.Public | BindingFlags.Instance)
            where !method.IsSpecialName && method.Name != nameof(IBackend<>.S5RecurrenceBorders)
            group method by method.Name into overloads
            from method in overloads
            let complex = overloads.Count() > 1 && method.GetParameters()[0].ParameterType == typeof(ComplexView<float>)
            select method.Name + (complex ? ConformanceCase<float>.Complex : "");
        Assert.That(
            members.Except(ConformanceTable<float>.Cases((ConformanceSizes)sizes).Select(row => row.Primitive)),
            Is.Empty);
    }

    [TestCase(ConformanceSizes.Tiny)]
    [TestCase(ConformanceSizes.Real)]
    public void No_two_cases_share_a_name(object sizes)
    {
        // Their numbers follow from it, and a case finds its reference by it.
        string[] names = [.. ConformanceTable<float>.Cases((ConformanceSizes)sizes).Select(row => row.Name)];
        Assert.That(names, Is.Unique);
        Assert.That(names, Is.EqualTo(ConformanceTable<double>.Cases((ConformanceSizes)sizes).Select(row => row.Name)));
    }

    private static void OnProcessor<T>(object row, ConformanceSizes sizes, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ComputeDevice device = ConformanceDevices.Get("cpu", threads);
        Assert.That(
            ConformanceRunner.Run(device.Backend<T>(), ComputeDevice.Cpu, sizes, (ConformanceCase<T>)row).Message,
            Is.Empty);
    }
}
