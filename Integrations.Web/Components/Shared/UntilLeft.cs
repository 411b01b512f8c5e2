namespace Integrations.Web.Components.Shared;

/// <summary>
/// Ends what a part of a page waits for when the page is left. Its token can be asked for then too: what goes on meanwhile finds that it has
/// ended, and no fault.
/// </summary>
internal sealed class UntilLeft : IDisposable
{
    // Never disposed, which would free nothing.
    private readonly CancellationTokenSource _left = new();

    /// <summary>Ended once the page is left.</summary>
    public CancellationToken Token => _left.Token;

    /// <summary>The page is left.</summary>
    public void Dispose() => _left.Cancel();
}
