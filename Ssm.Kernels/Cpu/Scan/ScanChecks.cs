namespace Ssm.Kernels;

/// <summary>The argument checks that kernels with optional arguments share.</summary>
internal static class ScanChecks
{
    internal static void Shape(ScanShape shape, int threads, string kernel)
    {
        Guard.AtLeast(shape.Batch, 0, kernel);
        Guard.AtLeast(shape.Length, 0, kernel);
        Guard.AtLeast(shape.Channels, 0, kernel);
        Guard.AtLeast(threads, 1, kernel);
    }

    /// <summary>An argument that may be left out by an empty span.</summary>
    internal static void Optional(int actual, int expected, string kernel, string argument)
    {
        if (actual != 0)
        {
            Guard.Length(actual, expected, kernel, argument);
        }
    }
}
