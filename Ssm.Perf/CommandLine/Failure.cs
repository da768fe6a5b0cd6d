using System.Globalization;
using Ssm.Kernels.Gpu;

namespace Ssm.Perf.CommandLine;

/// <summary>Turns an exception into one line and an exit code: the only place that does.</summary>
internal static class Failure
{
    /// <summary>The environment variable that, when 1, adds the stack trace to the line.</summary>
    internal const string TraceVariable = "SSM_TRACE";

    internal static int Report(Exception exception, TextWriter error)
    {
        error.WriteLine(OneLine(Describe(exception)));
        if (Environment.GetEnvironmentVariable(TraceVariable) == "1")
        {
            error.WriteLine(exception);
        }

        return ExitCode(exception);
    }

    internal static int ExitCode(Exception exception) => exception switch
    {
        OperationCanceledException => ExitCodes.Interrupted,
        _ when IsExpected(exception) => ExitCodes.BadInput,
        _ => ExitCodes.Unexpected,
    };

    private static string Describe(Exception exception) => exception switch
    {
        OperationCanceledException => "cancelled; files that were there before are untouched.",
        ArgumentException { ParamName: { } name } when IsExpected(exception) =>
            WithoutParameterName(exception.Message, name),
        _ when IsExpected(exception) => exception.Message,
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"unexpected {exception.GetType().Name}: {exception.Message} (set {TraceVariable}=1 to see where)"),
    };

    // The libraries refuse arguments and files with these, in messages written for the reader.
    private static bool IsExpected(Exception exception) =>
        exception is UserException
            or GpuException or InvalidDataException or IOException or UnauthorizedAccessException or FormatException
        || (exception is ArgumentException and not ArgumentNullException);

    // The framework appends the parameter's name, which means nothing to someone at a prompt.
    private static string WithoutParameterName(string message, string name)
    {
        int start = message.LastIndexOf($" (Parameter '{name}')", StringComparison.Ordinal);
        return start < 0 ? message : message[..start];
    }

    private static string OneLine(string message)
    {
        const StringSplitOptions Tidy = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        return string.Join(' ', message.Split(['\r', '\n', '\t'], Tidy));
    }
}
