namespace Integrations.Web.Hosting.Limits;

/// <summary>Counts requests of callers, and refuses those beyond a limit.</summary>
internal interface IRateCounter
{
    /// <summary>Counts one request of <paramref name="key"/>, or refuses it.</summary>
    ValueTask<RateVerdict> TakeAsync(string key, int limit, CancellationToken cancellationToken);
}
