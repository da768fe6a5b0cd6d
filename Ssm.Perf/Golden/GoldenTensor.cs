using Ssm.Autodiff;

namespace Ssm.Perf.Golden;

/// <summary>One tensor of a golden case, a complex one being two of the file.</summary>
/// <param name="Name">Kind and name, such as <c>in.u</c> or <c>grad.p.B</c>.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="IsComplex">Whether it is stored as <c>Name.re</c> and <c>Name.im</c>.</param>
/// <param name="IsInteger">Whether it holds integers or truth values, which have no gradient.</param>
internal sealed record GoldenTensor(string Name, Shape Shape, bool IsComplex, bool IsInteger);
