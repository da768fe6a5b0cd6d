using System.Reflection;
using ILGPU.Frontend;
using ILGPU.Frontend.Intrinsic;

namespace Ssm.Kernels.Gpu;

/// <summary>What ILGPU puts in the place of functions that it cannot compile, or compiles inaccurately.</summary>
internal static class DeviceFunctions
{
    private static readonly Lazy<bool> Registered = new(RegisterAll);

    /// <summary>Tells ILGPU, once for the process.</summary>
    internal static void Register() => _ = Registered.Value;

    private static bool RegisterAll()
    {
        MethodInfo number = typeof(VectorMath).GetMethod(
            nameof(VectorMath.Number), BindingFlags.Static | BindingFlags.NonPublic)!;
        Replace(number.MakeGenericMethod(typeof(float)), nameof(Single));
        Replace(number.MakeGenericMethod(typeof(double)), nameof(Double));
        return true;
    }

    private static void Replace(MethodInfo method, string replacement)
    {
        MethodInfo device = typeof(DeviceFunctions).GetMethod(replacement, BindingFlags.Static | BindingFlags.NonPublic)!;
        RemappedIntrinsics.AddRemapping(method, (ref InvocationContext context) => context.Method = device);
    }

    private static float Single(double value) => (float)value;

    private static double Double(double value) => value;
}
