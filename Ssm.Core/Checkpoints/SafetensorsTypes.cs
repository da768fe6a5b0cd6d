namespace Ssm.Core.Checkpoints;

/// <summary>The names and sizes of <see cref="SafetensorsType"/>, as the format writes them.</summary>
internal static class SafetensorsTypes
{
    private static readonly (string Name, SafetensorsType Type, int Bytes)[] s_rows =
    [
        ("F64", SafetensorsType.Float64, 8),
        ("F32", SafetensorsType.Float32, 4),
        ("F16", SafetensorsType.Float16, 2),
        ("BF16", SafetensorsType.BFloat16, 2),
        ("I64", SafetensorsType.Int64, 8),
        ("I32", SafetensorsType.Int32, 4),
        ("I16", SafetensorsType.Int16, 2),
        ("I8", SafetensorsType.Int8, 1),
        ("U64", SafetensorsType.UInt64, 8),
        ("U32", SafetensorsType.UInt32, 4),
        ("U16", SafetensorsType.UInt16, 2),
        ("U8", SafetensorsType.UInt8, 1),
        ("BOOL", SafetensorsType.Boolean, 1),
    ];

    /// <summary>All names, for messages.</summary>
    internal const string Known = "F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8 or BOOL";

    internal static bool TryParse(string name, out SafetensorsType type)
    {
        foreach ((string Name, SafetensorsType Type, int Bytes) row in s_rows)
        {
            if (row.Name == name)
            {
                type = row.Type;
                return true;
            }
        }

        type = default;
        return false;
    }

    /// <summary>The name in the header.</summary>
    internal static string Code(this SafetensorsType type) => s_rows[(int)type].Name;

    /// <summary>Bytes per element.</summary>
    internal static int Bytes(this SafetensorsType type) => s_rows[(int)type].Bytes;
}
