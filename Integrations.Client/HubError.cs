using System.Net;

namespace Integrations.Client;

/// <summary>Why the hub did not do what was asked: one type for the five error bodies of its surfaces.</summary>
public sealed record HubError
{
    public required HubErrorKind Kind { get; init; }

    /// <summary>
    /// Stable, for programs: as the surface says it, such as <c>INTEGRATION_NOT_FOUND</c> (001) or <c>integration.not_found</c> (003). The surfaces of 000, 002 and 004 have
    /// none; there it follows from the status, such as <c>not_found</c>. What the client itself met begins with <c>hub.</c>.
    /// </summary>
    public required string Code { get; init; }

    /// <summary>For people, in English.</summary>
    public required string Message { get; init; }

    /// <summary>Null where there was no answer.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>Finds the request in the hub's log and in its activity.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long to wait before the next try, where the hub said it.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The hub's finer code where <see cref="Code"/> is one of the documents' few, such as <c>instance.name_taken</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>What is wrong with single fields, by their name; empty where nothing is told of fields. 002 tells no names: its messages are under the empty name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Fields { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Code, status and message, and the request's id: what a log wants to have.</summary>
    public override string ToString() =>
        $"{Code}{(Status is { } status ? $" ({(int)status})" : "")}: {Message}{(RequestId is { } id ? $" Request {id}." : "")}";
}
