using System.Numerics;
using Ssm.Kernels;
using Ssm.Perf.Conformance;

namespace Ssm.Tests.Conformance;

/// <summary>The suite finds what it looks for: cases in which a device does something else than the reference.
/// </summary>
public sealed class SceneJudgeTests
{
    private const int Count = 9;

    [Test]
    public void What_the_reference_does_passes() =>
        Assert.That(Message(Tolerance.Each(1), (_, x, y) => Copy(x, y)), Is.Empty);

    [Test]
    public void A_wrong_number_is_found_with_its_place() => Assert.That(
        Message(Tolerance.Each(1), (backend, x, y) =>
        {
            Copy(x, y);
            backend.Fill(y.Slice(4, 1), 7.5f);
        }),
        Does.Contain("y[4] is 7.5").And.Contain("1 of 9 are wrong"));

    [Test]
    public void A_number_that_is_not_written_is_found() => Assert.That(
        Message(Tolerance.Each(1), (_, x, y) => Copy(x.Slice(0, Count - 1), y.Slice(0, Count - 1))),
        Does.Contain("y[8] is NaN"));

    [Test]
    public void A_number_that_is_written_beside_the_result_is_found([Values(-1, Count)] int at) => Assert.That(
        Message(Tolerance.Each(1), (backend, x, y) =>
        {
            Copy(x, y);
            backend.Fill(new View<float>(y.Buffer!, y.Offset + at, 1), 0f);
        }),
        Does.Contain($"y[{at}] of 9 was changed, beside the result"));

    [Test]
    public void A_changed_input_is_found() => Assert.That(
        Message(Tolerance.Each(1), (backend, x, y) =>
        {
            Copy(x, y);
            backend.Fill(x.Slice(2, 1), 0f);
        }),
        Does.Contain("x[2] of 9 was changed, and it is an input"));

    [Test]
    public void Results_that_differ_from_run_to_run_are_found_though_each_is_right() => Assert.That(
        Message(Tolerance.Each(1e6), (backend, x, y) =>
        {
            Copy(x, y);
            backend.Fill(y.Slice(4, 1), 1f + (++_runs * 1e-6f));
        }, Fill.Uniform(1, 1)),
        Does.Contain("not the same bits"));

    [Test]
    public void More_roundings_than_are_allowed_are_found() => Assert.That(
        Message(Tolerance.Each(2), (backend, x, y) =>
        {
            Copy(x, y);
            backend.Fill(y.Slice(4, 1), 1f + (3f * 1.1920929e-7f));
        }, Fill.Uniform(1, 1)),
        Does.Contain("y[4]"));

    [Test]
    public void An_operand_that_vectors_like_is_tried_too() => Assert.That(
        Message(Tolerance.Each(1), (backend, x, y) =>
        {
            Copy(x, y);
            if (y.Offset % 64 == 0)
            {
                backend.Fill(y, 2f);
            }
        }),
        Does.Contain("with aligned operands"));

    [Test]
    public void An_exception_is_a_failed_case() => Assert.That(
        Message(Tolerance.Exact, (_, _, _) => throw new NotSupportedException("not here")),
        Does.Contain("NotSupportedException: not here"));

    private int _runs;

    private static void Copy(View<float> x, View<float> y) =>
        new CpuBackend<float>(1).Unary(default(Identity<float>), x, y);

    // The device does what a test says, the reference copies.
    private static string Message(
        Tolerance tolerance, Action<IBackend<float>, View<float>, View<float>> onDevice, Fill? fill = null)
    {
        ConformanceCase<float> row = Case<float>(
            (s, x, y) => onDevice(s, x, y), tolerance, fill ?? Fill.Unit);
        ConformanceCase<double> reference = Case<double>((s, x, y) => s.Copy(x, y), tolerance, fill ?? Fill.Unit);
        return ConformanceRunner.Run(new CpuBackend<float>(1), "cpu", row, reference).Message;
    }

    private static ConformanceCase<T> Case<T>(
        Action<IBackend<T>, View<T>, View<T>> run, Tolerance tolerance, Fill fill)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new("Copy", "made up", s => run(s.Backend, s.Input("x", Count, fill), s.Output("y", Count, tolerance)));
}
