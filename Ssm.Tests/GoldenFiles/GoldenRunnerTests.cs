using System.Numerics;
using Ssm.Autodiff;
using Ssm.Perf.Golden;
using Ssm.Perf.Reports;

namespace Ssm.Tests.GoldenFiles;

/// <summary>The runner tells right from wrong, on a case small enough to check by hand.</summary>
public sealed class GoldenRunnerTests
{
    [Test]
    public void A_right_case_passes_in_both_precisions()
    {
        using MadeUpGolden golden = new();
        GoldenFile file = golden.Open();

        VerifyRow row = GoldenRunner.Run<double>(file, "scaled", Scaled);
        Assert.That(row.Verdict, Is.EqualTo(Verdict.Pass), row.WorstTensor);
        Assert.That((row.File, row.Dtype, row.Device), Is.EqualTo(("made-up.safetensors", "f64", "cpu")));
        Assert.That(row.Error, Is.LessThanOrEqualTo(row.Tolerance));
        Assert.That(GoldenRunner.Run<float>(file, "scaled", Scaled).Verdict, Is.EqualTo(Verdict.Pass));
    }

    // One element of each tensor in turn, by little more than the tolerance: 1e-10 for values, 1e-9 for gradients,
    // relative to the largest element (|6 − 3i| for y, 81, |−2 − 20i| …; the loss to the root of its terms' squares).
    [TestCase("out.y.re", 0, 6 + 1e-9)]
    [TestCase("out.y.im", 1, -4 + 1e-9)]
    [TestCase("loss", 0, -105 + 2e-8)]
    [TestCase("grad.in.u", 0, -8 + 1e-7)]
    [TestCase("grad.p.a.re", 1, -2 + 1e-7)]
    [TestCase("grad.p.a.im", 0, 30 + 1e-7)]
    [TestCase("grad.p.idle", 0, 1e-8)]
    [TestCase("aux.twice", 1, -2 + 1e-8)]
    public void A_wrong_element_fails_under_its_name(string tensor, int element, double value)
    {
        using MadeUpGolden golden = new();
        VerifyRow row = GoldenRunner.Run<double>(golden.With(tensor, element, value).Open(), "scaled", Scaled);

        Assert.That(row.Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(tensor, Does.StartWith(row.WorstTensor));
        Assert.That(row.Error, Is.GreaterThan(row.Tolerance));
    }

    [TestCase("out.y.re", double.NaN)]
    [TestCase("out.y.im", double.PositiveInfinity)]
    [TestCase("grad.in.u", double.NaN)]
    public void Golden_values_that_are_not_finite_have_to_be_met_exactly(string tensor, double value)
    {
        using MadeUpGolden golden = new();
        VerifyRow row = GoldenRunner.Run<double>(golden.With(tensor, 0, value).Open(), "scaled", Scaled);

        Assert.That(row.Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(row.WorstTensor, Does.Contain("NaN or infinite"));
    }

    [Test]
    public void Equal_infinities_pass_and_results_that_are_NaN_fail()
    {
        using MadeUpGolden golden = new();
        GoldenFile file = golden.Without("loss", "w.y.re", "w.y.im").With("in.u", 0, double.PositiveInfinity)
            .With("out.y.re", 0, double.PositiveInfinity).With("out.y.im", 0, double.NegativeInfinity)
            .With("aux.twice", 0, double.PositiveInfinity).Open();
        Assert.That(GoldenRunner.Run<double>(file, "scaled", Scaled).Verdict, Is.EqualTo(Verdict.Pass));

        VerifyRow row = GoldenRunner.Run<double>(file, "scaled", c => Hand(c, c.In("u") - c.In("u")));
        Assert.That(row.Verdict, Is.EqualTo(Verdict.Fail));
    }

    [Test]
    public void A_missing_output_fails() =>
        AssertFails(c => true, "out.y: missing");

    [Test]
    public void Another_shape_fails_with_both() => AssertFails(
        c => Hand(c, Op.Reshape(c.P("a") * c.In("u"), [2, 1])), "out.y: shape (2, 1), expected (2)");

    [Test]
    public void A_real_output_in_place_of_a_complex_one_fails() =>
        AssertFails(c => Hand(c, c.In("u")), "out.y: real, expected complex");

    [Test]
    public void A_gradient_that_does_not_arrive_is_one_of_zeros() => AssertFails(
        c => Hand(c, c.P("a").Detach() * c.In("u")), "grad.p.a");

    [Test]
    public void An_exception_fails_with_its_message() =>
        AssertFails(c => throw new InvalidOperationException("it broke"), "InvalidOperationException: it broke");

    [Test]
    public void Asking_for_what_the_case_does_not_have_fails_with_its_name() =>
        AssertFails(c => Hand(c, c.P("b")), "InvalidDataException: the case has no 'p.b'");

    [Test]
    public void A_case_without_outputs_has_shown_nothing()
    {
        using MadeUpGolden golden = new();
        GoldenFile file = golden.Without("out.y.re", "out.y.im", "w.y.re", "w.y.im", "loss", "aux.twice").Open();

        Assert.That(GoldenRunner.Run<double>(file, "scaled", c => true).Verdict, Is.EqualTo(Verdict.Fail));
    }

    [Test]
    public void What_nothing_is_there_for_is_unsupported()
    {
        using MadeUpGolden golden = new();
        GoldenFile file = golden.Open();

        Assert.That(GoldenRunner.Run<double>(file, "scaled", null).Verdict, Is.EqualTo(Verdict.Unsupported));
        Assert.That(GoldenRunner.Run<double>(file, "scaled", c => false).Verdict, Is.EqualTo(Verdict.Unsupported));
    }

    [Test]
    public void A_gradient_goes_through_the_parameter_of_a_model_back_to_the_leaf()
    {
        using MadeUpGolden golden = new();
        VerifyRow row = GoldenRunner.Run<double>(golden.Open(), "scaled", c =>
        {
            // The model keeps conj(2a).
            Variable<double> parameter = NdArray<double>.Zeros([2], complex: true);
            c.Load(parameter, () => Op.Conjugate(Op.Scale(c.P("a"), 2)));
            return Hand(c, Op.Scale(Op.Conjugate(parameter), 0.5) * c.In("u"));
        });

        Assert.That(row.Verdict, Is.EqualTo(Verdict.Pass), row.WorstTensor);
    }

    [Test]
    public void A_case_gives_leaves_flags_and_integers()
    {
        using MadeUpGolden golden = new();
        GoldenRunner.Run<float>(golden.Open(), "scaled", c =>
        {
            Assert.That(c.P("a"), Is.SameAs(c.P("a")));
            Assert.That((c.P("a").IsComplex, c.Has("p.a"), c.Has("p.a.re"), c.Has("in.index")),
                Is.EqualTo((true, true, false, true)));
            Assert.That(c.Integers("in.index").Values.ToArray(), Is.EqualTo(new[] { 1, 0 }));
            Assert.That(c.In("index").Tape, Is.Null);
            Assert.That(c.OutputNames, Is.EqualTo(new[] { "y" }));
            Assert.That((c.Int("n"), c.Number("rate"), c.Bool("flag"), c.Bool("none"), c.Text("kind")),
                Is.EqualTo((2, 0.5, true, false, "plain")));
            Assert.That(c.Directory, Is.EqualTo(golden.Directory));
            return true;
        });
    }

    private static void AssertFails(Func<GoldenCase<double>, bool> adapter, string worst)
    {
        using MadeUpGolden golden = new();
        VerifyRow row = GoldenRunner.Run(golden.Open(), "scaled", adapter);
        Assert.That((row.Verdict, row.WorstTensor), Is.EqualTo((Verdict.Fail, worst)));
    }

    private static bool Scaled<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T> => Hand(golden, golden.P("a") * golden.In("u"));

    private static bool Hand<T>(GoldenCase<T> golden, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        golden.Output("y", y);
        golden.Output("unheard of", y);
        golden.Aux("twice", golden.In("u") + golden.In("u"));
        return true;
    }
}
