namespace Ssm.Perf.CommandLine;

/// <summary>A failure that the user can mend: its message is the one line that is shown.</summary>
internal sealed class UserException : Exception
{
    public UserException(string message)
        : base(message)
    {
    }

    public UserException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
