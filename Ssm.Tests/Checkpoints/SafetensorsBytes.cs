using System.Buffers.Binary;
using System.Text;

namespace Ssm.Tests.Checkpoints;

/// <summary>Puts safetensors files together by hand, right ones and wrong ones, in a folder that goes away.</summary>
internal sealed class SafetensorsBytes
{
    internal string Folder { get; } = Directory.CreateTempSubdirectory("ssm-safetensors-").FullName;

    internal void Remove() => Directory.Delete(Folder, recursive: true);

    internal string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>A file of a header and as many data bytes, 0, 1, 2 …</summary>
    internal string Write(string json, int dataBytes) => Write(Compose(json, dataBytes));

    internal string Write(byte[] bytes)
    {
        string path = PathOf("hand-made.safetensors");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    internal static byte[] Compose(string json, int dataBytes)
    {
        byte[] header = Encoding.Latin1.GetBytes(json);
        byte[] bytes = new byte[8 + header.Length + dataBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)header.Length);
        header.CopyTo(bytes, 8);
        for (int i = 0; i < dataBytes; i++)
        {
            bytes[8 + header.Length + i] = (byte)i;
        }

        return bytes;
    }
}
