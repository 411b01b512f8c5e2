using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Integrations.Web.Hosting.Telemetry;

/// <summary>
/// One event, one line: time, level, category and number, message, request. Only a fault of the hub has its stack trace below, in
/// lines that begin with a blank.
/// </summary>
internal sealed class LineFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "hub-line";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.Write(clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        textWriter.Write(' ');
        textWriter.Write(Short(logEntry.LogLevel));
        textWriter.Write(' ');
        textWriter.Write(logEntry.Category);
        textWriter.Write('[');
        textWriter.Write(logEntry.EventId.Id);
        textWriter.Write("] ");
        textWriter.Write(message);
        if (logEntry.Exception is { } exception)
        {
            textWriter.Write(" (");
            textWriter.Write(LogFaults.Summary(logEntry.Category, exception));
            textWriter.Write(')');
        }

        if (RequestId() is { } request)
        {
            textWriter.Write(" request=");
            textWriter.Write(request);
        }

        textWriter.WriteLine();
        if (logEntry.Exception is { } fault && !LogFaults.IsExpected(fault))
        {
            foreach (var line in LogFaults.Stack(fault))
            {
                textWriter.Write("    ");
                textWriter.WriteLine(line);
            }
        }
    }

    /// <summary>The id in the answer's <c>X-Request-Id</c>, in activity and in audit; of work behind requests, that of the request that led to it.</summary>
    internal static string? RequestId() => Activity.Current is { TraceId: var trace } && trace != default ? trace.ToHexString() : null;

    private static string Short(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
