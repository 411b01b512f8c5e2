using Integrations.Core.Permissions;
using Integrations.Core.Storage;

namespace Integrations.Core.Agents;

/// <summary>What one program may call at <c>/mcp</c> for one person, or with a key of the organization. Without one it may call nothing.</summary>
public sealed class AgentGrant : IVersioned
{
    /// <summary>In one grant; more give <c>validation</c>.</summary>
    public const int MaxIntegrations = 100;

    /// <summary>In one grant, over all of its integrations; more give <c>validation</c>.</summary>
    public const int MaxActions = 2_000;

    /// <summary>From the moment of granting; a person renews it by granting again.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(365);

    /// <summary>A UUID of version 7, made by the hub: ids sort by age. Calls that wait name it.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant that it belongs to; what a caller sees begins with <c>VisibleTo(caller)</c> (SECURITY A1).</summary>
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

    /// <summary>What it may read, and which actions it may run; an integration that is not listed does not exist for the program.</summary>
    public IReadOnlyList<AgentGrantedIntegration> Integrations { get; set; } = [];

    /// <summary>When it was granted first, in UTC; granting again keeps it.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>It counts up to and without this moment, in UTC; at most <see cref="MaxLifetime"/> ahead.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When a person ended it before its time; null otherwise. Granting again clears it.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Whether the program may call anything by it at this moment; the organization's <see cref="AgentPolicy"/> narrows it further.</summary>
    public bool IsInForce(DateTimeOffset now) => RevokedAt is null && ExpiresAt > now;
}
