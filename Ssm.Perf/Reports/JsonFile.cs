using System.Text.Encodings.Web;
using System.Text.Json;
using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Reports;

/// <summary>JSON results: one object per file, stable keys, numbers that JSON can say.</summary>
internal static class JsonFile
{
    // The file stands by itself, so "å" and "µ" may stay readable.
    private static readonly JsonWriterOptions WriterOptions =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Writes one object, whose members <paramref name="members"/> adds, to a file; nothing when no file is named.
    /// </summary>
    internal static void Write(string? path, Action<Utf8JsonWriter> members)
    {
        if (path is not null)
        {
            OutputFile.Write(path, stream => Write(stream, members));
        }
    }

    internal static void Write(Stream stream, Action<Utf8JsonWriter> members)
    {
        using Utf8JsonWriter json = new(stream, WriterOptions);
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
    }

    /// <summary>JSON has no NaN and no infinity: they become null.</summary>
    internal static void WriteFinite(this Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    internal static void WriteEnvironment(this Utf8JsonWriter json, EnvironmentStamp stamp)
    {
        json.WriteStartObject("environment");
        json.WriteString("version", stamp.Version);
        json.WriteString("commit", stamp.Commit);
        json.WriteString("dotnet", stamp.DotNet);
        json.WriteString("compilation", stamp.Compilation);
        json.WriteString("os", stamp.OperatingSystem);
        json.WriteString("processor", stamp.Processor);
        json.WriteNumber("vector_bits", stamp.VectorBits);
        json.WriteNumber("threads", stamp.Threads);
        json.WriteString("gc", stamp.Gc);
        json.WriteString("device", stamp.Device);
        json.WriteString("product", stamp.Product);
        json.WriteEndObject();
    }

    internal static void WriteEpochs(this Utf8JsonWriter json, string name, IReadOnlyList<EpochPoint> epochs)
    {
        json.WriteStartArray(name);
        foreach (EpochPoint epoch in epochs)
        {
            json.WriteStartObject();
            json.WriteEpochMembers(epoch);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static void WriteEpochMembers(this Utf8JsonWriter json, EpochPoint epoch)
    {
        json.WriteNumber("epoch", epoch.Epoch);
        json.WriteFinite("loss", epoch.Loss);
        json.WriteFinite("train_accuracy", epoch.TrainAccuracy);
        json.WriteFinite("test_accuracy", epoch.TestAccuracy);
        json.WriteFinite("seconds", epoch.Seconds);
    }
}
