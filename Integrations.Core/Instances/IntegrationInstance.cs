using System.Text.Json.Nodes;
using Integrations.Core.Storage;
using Integrations.Primitives;

namespace Integrations.Core.Instances;

/// <summary>An instance of a provider, enabled by an organization or created by a user for themself.</summary>
public sealed class IntegrationInstance : IVersioned, IIndexed
{
    public const int NameMaxLength = 80;
    public const int DescriptionMaxLength = 500;
    public const int ReferenceMaxLength = 200;

    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public Guid ProviderId { get; init; }

    public required string ProviderKey { get; init; }

    public InstanceLevel Level { get; init; }

    /// <summary>The owner of a user-level integration; null at organization level.</summary>
    public Guid? OwnerUserId { get; init; }

    /// <summary>Shown in lists; 1 to 80 characters, unique per organization, and per owner at user level.</summary>
    public required string Name { get; set; }

    /// <summary>What the unique index compares: owner and name while it lives, its id once deleted.</summary>
    public string NameKey { get; private set; } = "";

    public string? Description { get; set; }

    /// <summary>One of our pictograms; null for the provider's.</summary>
    public string? Icon { get; set; }

    public InstanceStatus Status { get; set; }

    /// <summary>Each user connects for themself and only ever uses their own connection.</summary>
    public bool UserScoped { get; set; }

    /// <summary>Values of the manifest's settings form; never secret.</summary>
    public JsonObject Settings { get; set; } = [];

    /// <summary>Whatever the creator wants to keep with it; never interpreted.</summary>
    public JsonObject Metadata { get; set; } = [];

    /// <summary>Our entity types that this integration's data may be linked to or shown on; empty means all.</summary>
    public IReadOnlyList<string> AllowedShardTypes { get; set; } = [];

    public bool SearchEnabled { get; set; } = true;

    /// <summary>Vendor entities that search may find; empty means all.</summary>
    public IReadOnlyList<string> SearchableEntities { get; set; } = [];

    /// <summary>A program's own id of whose account it holds, such as a customer's; null where none was given. One living integration of a provider has it.</summary>
    public string? Reference { get; init; }

    /// <summary>What the unique index compares: provider and reference while it lives; null without a reference.</summary>
    public string? ReferenceKey { get; private set; }

    /// <summary>002's free <c>type</c>, as it was given; null elsewhere.</summary>
    public string? CompanyType { get; set; }

    public Guid? CreatedBy { get; init; }

    public DateTimeOffset? EnabledAt { get; set; }

    public Guid? EnabledBy { get; set; }

    public DateTimeOffset? LastConnectedAt { get; set; }

    public DateTimeOffset? LastSyncAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>What went wrong and what to do; null while all is well.</summary>
    public string? LastError { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Deleted rows stay 30 days so that links, activity and audit can still say what they were about.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    public int Version { get; set; }

    /// <summary>Its connection has ended: it waits for another one, and what was disabled stays so. Where each user connects for themself, one connection less changes nothing.</summary>
    internal void LoseConnection()
    {
        if (!UserScoped)
        {
            (LastError, Status) = (null, Status == InstanceStatus.Disabled ? InstanceStatus.Disabled : InstanceStatus.Pending);
        }
    }

    /// <summary>Deletes it; its row stays for a while (<see cref="DeletedAt"/>).</summary>
    internal void Remove(DateTimeOffset now) => (DeletedAt, Status) = (now, InstanceStatus.Disabled);

    /// <summary>Keeps <see cref="NameKey"/> and <see cref="ReferenceKey"/> true; called on every save.</summary>
    public void Index()
    {
        NameKey = DeletedAt is null ? $"{OwnerUserId:N}:{TextMatch.Canonical(Name.Trim()).ToUpperInvariant()}" : $"deleted:{Id:N}";
        ReferenceKey = DeletedAt is null && Reference is not null ? $"{ProviderKey}:{Reference}" : null;
    }
}
