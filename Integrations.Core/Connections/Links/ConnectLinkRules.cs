using Integrations.Core.Storage;

namespace Integrations.Core.Connections.Links;

/// <summary>What an organization allows of links to connect.</summary>
public sealed class ConnectLinkRules : IVersioned
{
    /// <summary>The row's key: an organization has one. Without a row the defaults hold.</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>People without an account of the hub may connect with a link; off until an administrator allows it.</summary>
    public bool AllowsOutsiders { get; set; }

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; set; }
}
