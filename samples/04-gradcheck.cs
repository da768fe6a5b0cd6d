// Check the gradient of a function of your own, complex numbers included.
#:project ../Ssm.Autodiff/Ssm.Autodiff.csproj

using Ssm.Autodiff;

NdArray<double> a = NdArray<double>.From([0.8, 0.3], [0.1, -0.5], [2]);
NdArray<double> b = NdArray<double>.From([1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 1], [1, 3, 2]);

// The energy of a recurrence, through the magnitude of its states.
IReadOnlyList<GradCheckResult> results = GradCheck.Run(
    inputs => Op.Sum(Op.AbsSquared(Op.DiagonalScan(inputs[0], inputs[1]))), [a, b]);
foreach (GradCheckResult result in results)
{
    Console.WriteLine(
        $"input {result.Input}: by difference {result.ByDifference:F9}, by pullback {result.ByPullback:F9}, "
        + $"relative error {result.RelativeError:E1}");
}

return results.All(result => result.RelativeError < 1e-9) ? 0 : 1;
