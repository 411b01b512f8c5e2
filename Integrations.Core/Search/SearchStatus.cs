namespace Integrations.Core.Search;

/// <summary>How one integration's part of a search ended.</summary>
public enum SearchStatus
{
    /// <summary>It answered; its hits are fresh.</summary>
    Ok,

    /// <summary>It did not answer in time. Ask again, or it alone.</summary>
    Timeout,

    /// <summary>It failed otherwise; the outcome's failure says how.</summary>
    Error,

    /// <summary>The vendor takes no more calls for now; the failure says from when on it does.</summary>
    RateLimited,

    /// <summary>It is not connected, or its credential is refused: a person connects it.</summary>
    Reconnect,
}
