namespace Integrations.Core.Search;

public enum SearchStatus
{
    Ok,
    Timeout,
    Error,
    RateLimited,
    Reconnect,
}
