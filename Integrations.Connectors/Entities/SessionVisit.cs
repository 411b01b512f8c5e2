using Integrations.Primitives;

namespace Integrations.Connectors.Entities;

/// <summary>
/// Several calls of one operation that belong together, such as the list of actions and the one that is then run: what a connector
/// opens at its vendor for the first serves the others, and is closed at the end.
/// </summary>
internal sealed class SessionVisit(Action ended) : IAsyncDisposable
{
    private IAsyncDisposable? _open;

    /// <summary>What an earlier call opened, or else what this one opens; a failure is not kept.</summary>
    public async Task<Result<T>> OpenAsync<T>(Func<Task<Result<T>>> open)
        where T : class, IAsyncDisposable
    {
        if (_open is T kept)
        {
            return kept;
        }

        var opened = await open();
        _open = opened.IsSuccess ? opened.Value : _open;
        return opened;
    }

    public async ValueTask DisposeAsync()
    {
        ended();
        if (_open is { } open)
        {
            await open.DisposeAsync();
        }
    }
}
