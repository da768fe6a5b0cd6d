namespace Ssm.Core.Checkpoints;

/// <summary>How the numbers of a tensor are stored in a safetensors file, always little-endian.</summary>
public enum SafetensorsType
{
    /// <summary>IEEE 754 double precision, <c>F64</c>, 8 bytes.</summary>
    Float64,

    /// <summary>IEEE 754 single precision, <c>F32</c>, 4 bytes.</summary>
    Float32,

    /// <summary>IEEE 754 half precision, <c>F16</c>, 2 bytes.</summary>
    Float16,

    /// <summary>The upper half of a single precision number, <c>BF16</c>, 2 bytes.</summary>
    BFloat16,

    /// <summary>Signed, <c>I64</c>, 8 bytes.</summary>
    Int64,

    /// <summary>Signed, <c>I32</c>, 4 bytes.</summary>
    Int32,

    /// <summary>Signed, <c>I16</c>, 2 bytes.</summary>
    Int16,

    /// <summary>Signed, <c>I8</c>, 1 byte.</summary>
    Int8,

    /// <summary>Unsigned, <c>U64</c>, 8 bytes.</summary>
    UInt64,

    /// <summary>Unsigned, <c>U32</c>, 4 bytes.</summary>
    UInt32,

    /// <summary>Unsigned, <c>U16</c>, 2 bytes.</summary>
    UInt16,

    /// <summary>Unsigned, <c>U8</c>, 1 byte.</summary>
    UInt8,

    /// <summary>A truth value, <c>BOOL</c>, 1 byte that is 0 or 1.</summary>
    Boolean,
}
