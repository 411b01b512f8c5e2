namespace Integrations.Connectors.Manifest;

/// <summary>
/// A provider's words for "this credential is dead", for token endpoints and for calls apart (RELIABILITY K5). Beside them, everywhere,
/// <c>invalid_grant</c> of a token endpoint and status 401 of a call mean it.
/// </summary>
public sealed record DeadCredential
{
    /// <summary>Of providers that have no words of their own for it.</summary>
    public static DeadCredential None { get; } = new();

    /// <summary>Errors of a token endpoint that answers a refresh.</summary>
    public IReadOnlyList<DeadWord> Refresh { get; init; } = [];

    /// <summary>Errors of calls.</summary>
    public IReadOnlyList<DeadWord> Calls { get; init; } = [];

    internal bool IsDeadByRefresh(string? code, string? words) => Refresh.Any(dead => dead.Fits(code, words));

    internal bool IsDeadByCall(string? code, string? words = null) => Calls.Any(dead => dead.Fits(code, words));
}
