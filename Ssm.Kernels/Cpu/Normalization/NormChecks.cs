namespace Ssm.Kernels;

/// <summary>The argument checks of kernels over rows.</summary>
internal static class NormChecks
{
    /// <summary>The number of rows of an array (R, H).</summary>
    internal static int Rows(int length, int width, int threads, string kernel)
    {
        Guard.AtLeast(width, 1, kernel);
        Guard.AtLeast(threads, 1, kernel);
        Guard.Multiple(length, width, kernel);
        return length / width;
    }
}
