using Integrations.Core.Permissions;
using Integrations.Core.Storage;

namespace Integrations.Core.Agents;

/// <summary>What one program may call at <c>/mcp</c> for one person, or with a key of the organization. Without one it may call nothing.</summary>
public sealed class AgentGrant : IVersioned
{
    public const int MaxIntegrations = 100;
    public const int MaxActions = 2_000;

    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(365);

    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    /// <summary>Whose program it is; null for a key of the organization.</summary>
    public Guid? UserId
    {
        get;
        init
        {
            field = value;
            OwnerKey = $"{value:N}";
        }
    }

    /// <summary>What the unique index compares; empty for the organization's, because nulls are never equal there.</summary>
    public string OwnerKey { get; private set; } = "";

    /// <summary><see cref="CallerClient.Key"/>.</summary>
    public required string ClientKey { get; init; }

    /// <summary>Its name when it was granted.</summary>
    public required string ClientName { get; set; }

    /// <summary>See meetings and people, and what is linked to them.</summary>
    public bool MayReadRecords { get; set; }

    /// <summary>Link and unlink things; implies seeing meetings and people.</summary>
    public bool MayLink { get; set; }

    public IReadOnlyList<AgentGrantedIntegration> Integrations { get; set; } = [];

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public int Version { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public bool IsInForce(DateTimeOffset now) => RevokedAt is null && ExpiresAt > now;
}
