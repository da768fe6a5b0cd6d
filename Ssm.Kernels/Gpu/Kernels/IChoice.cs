namespace Ssm.Kernels.Gpu;

/// <summary>Yes or no, known when a kernel is compiled: what does not apply is not in the kernel.</summary>
internal interface IChoice
{
    static abstract bool Is { get; }
}

/// <summary>It applies.</summary>
internal readonly struct Yes : IChoice
{
    public static bool Is => true;
}

/// <summary>It does not.</summary>
internal readonly struct No : IChoice
{
    public static bool Is => false;
}
