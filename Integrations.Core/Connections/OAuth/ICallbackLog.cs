namespace Integrations.Core.Connections.OAuth;

/// <summary>Remembers that a vendor sent a browser back, which proves that the callback address is registered there.</summary>
public interface ICallbackLog
{
    /// <summary>Called after the state was spent, whatever comes of the flow.</summary>
    /// <param name="provider">The provider's key.</param>
    Task ArrivedAsync(string provider, CancellationToken cancellationToken);
}
