using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Core.Instances;

namespace Integrations.Core.Connections;

/// <summary>An integration that is open for one operation.</summary>
/// <param name="Instance">As it was when opened; not tracked.</param>
/// <param name="Connection">As it was when opened; not tracked.</param>
/// <param name="Entry">The connector and its manifest.</param>
public sealed record OpenIntegration(IntegrationInstance Instance, Connection Connection, ConnectorEntry Entry, VendorSession Session) : IDisposable
{
    /// <summary>Its activity rows are for its user's eyes.</summary>
    public bool IsPrivate => Connection.UserId is not null;

    /// <inheritdoc/>
    public void Dispose() => Session.Dispose();
}
