namespace Integrations.Connectors.Http;

/// <summary>How many requests a vendor takes in a window.</summary>
/// <param name="Requests">In one window; at least 1.</param>
/// <param name="Window">At least a second.</param>
/// <param name="IsPerClient">Shared by all connections that signed in through the hub's client, as the vendor counts that; else each connection has its own.</param>
public sealed record VendorBudget(int Requests, TimeSpan Window, bool IsPerClient)
{
    /// <summary>The header that tells the account's own number of requests in a window, which plans differ in; null where none does.</summary>
    public string? LimitHeader { get; init; }

    /// <summary>The header that tells how many are left; null where none does.</summary>
    public string? RemainingHeader { get; init; }

    /// <summary>The header that tells when the window ends; null where none does.</summary>
    public string? ResetHeader { get; init; }

    /// <summary>How that is written: <c>seconds</c> from now, or a time as <c>unix</c>, <c>unix_ms</c> or <c>iso</c>.</summary>
    public string ResetForm { get; init; } = "seconds";

    /// <summary>What the path of a request ends with that counts for it, such as <c>/search</c>; null for every request.</summary>
    public string? PathEnd { get; init; }

    /// <summary>Whether a request counts for it.</summary>
    public bool Counts(HttpRequestMessage request) => PathEnd is null || request.RequestUri?.AbsolutePath.EndsWith(PathEnd, StringComparison.Ordinal) == true;
}
