namespace Integrations.Web.Components.Shared;

/// <summary>
/// Runs one load at a time for a part of a page: a newer load cancels and outranks the older one. For one circuit's
/// dispatcher only, like everything in a component.
/// </summary>
public sealed class LatestOnly : IDisposable
{
    private CancellationTokenSource? _current;
    private bool _disposed;

    /// <summary>Cancels what runs and runs this instead.</summary>
    /// <returns>The result; null when a newer load took over or the component is gone: then leave everything as it is.</returns>
    public async Task<T?> RunAsync<T>(Func<CancellationToken, Task<T>> load)
        where T : class
    {
        Cancel();
        if (_disposed)
        {
            return null;
        }

        using var mine = new CancellationTokenSource();
        _current = mine;
        try
        {
            var result = await load(mine.Token);
            return mine.IsCancellationRequested ? null : result;
        }
        catch (Exception exception) when (mine.IsCancellationRequested && exception is OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }
        finally
        {
            if (ReferenceEquals(_current, mine))
            {
                _current = null;
            }
        }
    }

    /// <summary>Cancels what runs; its <see cref="RunAsync{T}"/> gives null.</summary>
    public void Cancel()
    {
        _current?.Cancel();
        _current = null;
    }

    public void Dispose()
    {
        _disposed = true;
        Cancel();
    }
}
