using System.Reflection;
using ILGPU.Frontend;
using ILGPU.Frontend.Intrinsic;

namespace Ssm.Kernels.Gpu;

/// <summary>What ILGPU puts in the place of functions that it cannot compile, or compiles inaccurately: those of
/// <see cref="DeviceMath"/>.</summary>
/// <remarks>
/// Its own choice would be the hardware's approximations on CUDA (a hyperbolic tangent wrong by 5e-4), or nothing at
/// all. Its table belongs to the process; kernels of other programs in the same process get the same functions.
/// </remarks>
internal static class DeviceFunctions
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Lazy<bool> Registered = new(RegisterAll);

    /// <summary>Tells ILGPU, once for the process.</summary>
    internal static void Register() => _ = Registered.Value;

    private static bool RegisterAll()
    {
        Register(typeof(float), typeof(MathF), nameof(DeviceMath.SingleNumber));
        Register(typeof(double), typeof(Math), nameof(DeviceMath.DoubleNumber));
        return true;
    }

    private static void Register(Type number, Type library, string literal)
    {
        foreach (string name in (string[])
            ["Exp", "Log", "Log2", "Sin", "Cos", "Tanh", "Sinh", "Cosh", "Asinh", "Atan"])
        {
            Replace(name, [number], number, library);
        }

        foreach (string name in (string[])["Pow", "Atan2", "Max", "Min", "CopySign"])
        {
            Replace(name, [number, number], number, library);
        }

        Replace("Clamp", [number, number, number], number, library);

        // The generic functions that the ops share: literals, and those that are there in terms of others.
        foreach (string name in (string[])["Expm1", "Log1p", "Sigmoid", "Softplus", "Erf", "Phi"])
        {
            Replace(Generic(name, number), Device(name, [number]));
        }

        Replace(Generic(nameof(VectorMath.Number), number), Device(literal, [typeof(double)]));
    }

    // Generic code calls the function of the number's type, other code that of the library.
    private static void Replace(string name, Type[] parameters, Type number, Type library)
    {
        MethodInfo device = Device(name, parameters);
        foreach (MethodInfo? method in (MethodInfo?[])
            [number.GetMethod(name, Static, parameters), library.GetMethod(name, Static, parameters)])
        {
            if (method is not null)
            {
                Replace(method, device);
            }
        }
    }

    private static void Replace(MethodInfo method, MethodInfo device) =>
        RemappedIntrinsics.AddRemapping(method, (ref InvocationContext context) => context.Method = device);

    private static MethodInfo Device(string name, Type[] parameters) =>
        typeof(DeviceMath).GetMethod(name, Static, parameters)!;

    // The scalar one of VectorMath's functions of that name.
    private static MethodInfo Generic(string name, Type number) =>
        typeof(VectorMath).GetMethods(Static)
            .Single(method => method.Name == name && method.ReturnType.IsGenericParameter)
            .MakeGenericMethod(number);
}
