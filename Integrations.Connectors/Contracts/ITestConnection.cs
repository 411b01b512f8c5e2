using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>Testing the connection takes more than telling whose it is, as for a receiver that only ever gets messages.</summary>
public interface ITestConnection
{
    /// <summary>Proves that the connection works; used after <see cref="IConnector.GetAccountAsync"/> when a person asks for a test.</summary>
    Task<Result<Done>> TestAsync(VendorSession session, CancellationToken cancellationToken);
}
