namespace Ssm.Perf.CommandLine;

/// <summary>What the program's exit status says.</summary>
internal static class ExitCodes
{
    /// <summary>What was asked for was done.</summary>
    internal const int Done = 0;

    /// <summary>A verification ran, and something in it failed.</summary>
    internal const int Failed = 1;

    /// <summary>An argument or a file is not what it should be; nothing was written.</summary>
    internal const int BadInput = 2;

    /// <summary>An error that nobody foresaw (EX_SOFTWARE of sysexits.h).</summary>
    internal const int Unexpected = 70;

    /// <summary>Interrupted from the keyboard (128 + SIGINT, as shells report it).</summary>
    internal const int Interrupted = 130;
}
