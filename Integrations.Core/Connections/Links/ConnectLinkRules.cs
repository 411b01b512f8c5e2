using Integrations.Core.Storage;

namespace Integrations.Core.Connections.Links;

/// <summary>What an organization allows of links to connect.</summary>
public sealed class ConnectLinkRules : IVersioned
{
    public Guid OrganizationId { get; init; }

    /// <summary>People without an account of the hub may connect with a link; off until an administrator allows it.</summary>
    public bool AllowsOutsiders { get; set; }

    public int Version { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
