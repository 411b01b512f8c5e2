using System.Diagnostics.CodeAnalysis;

namespace Integrations.Client;

/// <summary>How a call ended: done, or an error that is a value.</summary>
public class HubResult
{
    internal HubResult(HubError? error) => Error = error;

    /// <summary>Null when the call was done.</summary>
    public HubError? Error { get; }

    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    /// <summary>The version of what was read or written, for <c>If-Match</c> of a change; null where the route gives none.</summary>
    public string? ETag { get; internal init; }

    /// <summary>The hub's id of the request, also of a good answer.</summary>
    public string? RequestId { get; internal init; }

    /// <summary>Whether the hub repeated an earlier answer, because the idempotency key was known.</summary>
    public bool IsReplayed { get; internal init; }

    /// <exception cref="HubException">The call failed.</exception>
    public void ThrowIfFailed()
    {
        if (Error is { } error)
        {
            throw new HubException(error);
        }
    }

    public override string ToString() => Error?.ToString() ?? "Done";
}
