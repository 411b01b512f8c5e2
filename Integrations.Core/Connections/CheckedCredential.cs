using Integrations.Connectors.Contracts;
using Integrations.Core.Catalog;
using Integrations.Primitives;

namespace Integrations.Core.Connections;

/// <summary>A credential that its vendor accepted just now, ready to be stored.</summary>
[HoldsSecret]
public sealed class CheckedCredential
{
    /// <summary>Whose vendor accepted it.</summary>
    public required CatalogEntry Provider { get; init; }

    /// <summary>How it signs calls; one of <see cref="Connectors.Manifest.AuthKinds"/>.</summary>
    public required string AuthKind { get; init; }

    /// <summary>What goes into the vault.</summary>
    public required IReadOnlyDictionary<string, string> Secrets { get; init; }

    /// <summary>What may be shown: site, base URL, facts of the account.</summary>
    public required IReadOnlyDictionary<string, string> Facts { get; init; }

    /// <summary>Hosts that it may be sent to from now on, and no other (SECURITY T10).</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>Whose credential it is, as the vendor says.</summary>
    public required VendorAccount Account { get; init; }

    /// <summary>What the vendor says that it granted; empty where it does not say.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>When the access token or key ends, in UTC; null when unknown or never, see <see cref="Expiry"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether a null <see cref="ExpiresAt"/> means never, or not known.</summary>
    public ExpiryKnowledge Expiry { get; init; }

    /// <summary>Always <c>***</c>, whatever it holds.</summary>
    public override string ToString() => "***";
}
