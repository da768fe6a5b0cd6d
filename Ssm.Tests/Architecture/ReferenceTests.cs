using System.Reflection;
using System.Xml.Linq;

namespace Ssm.Tests.Architecture;

/// <summary>Which room may know of which.</summary>
public sealed class ReferenceTests
{
    [TestCase("Ssm.Kernels", new string[0])]
    [TestCase("Ssm.Autodiff", new[] { "Ssm.Kernels" })]
    [TestCase("Ssm.Core", new[] { "Ssm.Kernels", "Ssm.Autodiff" })]
    [TestCase("Ssm.Kernels.Gpu", new[] { "Ssm.Kernels", "ILGPU", "ILGPU.Algorithms" })]
    public void An_assembly_references_only_what_is_below_it(string assembly, string[] allowed)
    {
        IEnumerable<string> references = Assembly.Load(assembly).GetReferencedAssemblies().Select(r => r.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal));

        Assert.That(references, Is.SubsetOf(allowed));
    }

    [TestCase("Ssm.Kernels/Cpu/Ssm.Kernels.csproj", new[] { "System.Numerics.Tensors" }, new string[0])]
    [TestCase("Ssm.Autodiff/Ssm.Autodiff.csproj", new string[0], new[] { "Ssm.Kernels.csproj" })]
    [TestCase("Ssm.Core/Ssm.Core.csproj", new string[0], new[] { "Ssm.Autodiff.csproj", "Ssm.Kernels.csproj" })]
    [TestCase(
        "Ssm.Kernels/Gpu/Ssm.Kernels.Gpu.csproj",
        new[] { "ILGPU", "ILGPU.Algorithms" },
        new[] { "Ssm.Kernels.csproj" })]
    public void A_project_names_only_the_packages_and_projects_it_may(
        string project,
        string[] packages,
        string[] projects)
    {
        XElement xml = XElement.Load(Path.Combine(Repository.Root, project));

        // What is private to the build, such as an analyzer, reaches nobody.
        IEnumerable<string> shipped = xml.Descendants("PackageReference")
            .Where(p => (string?)p.Attribute("PrivateAssets") != "all").Select(p => (string)p.Attribute("Include")!);
        IEnumerable<string> referenced = xml.Descendants("ProjectReference")
            .Select(p => Path.GetFileName(((string)p.Attribute("Include")!).Replace('\\', '/')));

        Assert.That(shipped, Is.SubsetOf(packages));
        Assert.That(referenced, Is.SubsetOf(projects));
    }

    [Test]
    public void The_program_is_not_referenced_by_a_library()
    {
        foreach (string library in (string[])["Ssm.Kernels", "Ssm.Autodiff", "Ssm.Core", "Ssm.Kernels.Gpu"])
        {
            Assert.That(
                Assembly.Load(library).GetReferencedAssemblies().Select(r => r.Name),
                Has.None.EqualTo("Ssm.Perf"));
        }
    }
}
