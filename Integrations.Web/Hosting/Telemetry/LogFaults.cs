using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.Telemetry;

/// <summary>Exceptions in the log: a fault of the hub has a stack trace; what the world does to it has a sentence.</summary>
internal static class LogFaults
{
    private const int DeepestCause = 6;

    /// <summary>Caused by a network, a disk, a database, a setting, a client or a stop: a stack trace would say nothing of it.</summary>
    public static bool IsExpected(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: { Count: > 0 } all } => all.All(IsExpected),
        OperationCanceledException or TimeoutException or IOException or SocketException or HttpRequestException or AuthenticationException
            or CryptographicException or OptionsValidationException or BadHttpRequestException or AntiforgeryValidationException or UnauthorizedAccessException => true,
        _ => Databases.IsUnavailable(exception),
    };

    /// <summary>What happened and why, on one line.</summary>
    public static string Summary(string category, Exception exception)
    {
        var causes = new List<string>();
        for (var cause = exception; cause is not null && causes.Count < DeepestCause; cause = cause.InnerException)
        {
            causes.Add($"{cause.GetType().Name}: {cause.Message}");
        }

        return LogText.Encode(LogRedaction.For(category).Of(string.Join(" <- ", causes)));
    }

    /// <summary>Where it happened, without the messages, which <see cref="Summary"/> has.</summary>
    public static IEnumerable<string> Stack(Exception exception)
    {
        for (var (cause, depth) = (exception, 0); cause is not null && depth < DeepestCause; cause = cause.InnerException, depth++)
        {
            if (depth > 0)
            {
                yield return $"caused by {cause.GetType().FullName}";
            }

            foreach (var line in (cause.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                yield return LogText.Encode(line);
            }
        }
    }
}
