using Integrations.Connectors.Contracts;
using Integrations.Core.Catalog;
using Integrations.Primitives;

namespace Integrations.Core.Connections;

/// <summary>A credential that its vendor accepted just now, ready to be stored.</summary>
[HoldsSecret]
public sealed class CheckedCredential
{
    public required CatalogEntry Provider { get; init; }

    public required string AuthKind { get; init; }

    /// <summary>What goes into the vault.</summary>
    public required IReadOnlyDictionary<string, string> Secrets { get; init; }

    /// <summary>What may be shown: site, base URL, facts of the account.</summary>
    public required IReadOnlyDictionary<string, string> Facts { get; init; }

    public required IReadOnlyList<string> Hosts { get; init; }

    public required VendorAccount Account { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public DateTimeOffset? ExpiresAt { get; init; }

    public ExpiryKnowledge Expiry { get; init; }

    public override string ToString() => "***";
}
