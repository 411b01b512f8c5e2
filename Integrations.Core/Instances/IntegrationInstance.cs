using System.Text.Json.Nodes;
using Integrations.Core.Storage;
using Integrations.Primitives;

namespace Integrations.Core.Instances;

/// <summary>An instance of a provider, enabled by an organization or created by a user for themself.</summary>
public sealed class IntegrationInstance : IVersioned, IIndexed
{
    /// <summary>In characters.</summary>
    public const int NameMaxLength = 80;

    /// <summary>In characters.</summary>
    public const int DescriptionMaxLength = 500;

    /// <summary>In characters.</summary>
    public const int ReferenceMaxLength = 200;

    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant that it belongs to; what a caller sees begins with <c>VisibleTo(caller)</c> (SECURITY A1).</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>The catalog row's id; <see cref="ProviderKey"/> is its key, copied, because every query wants it.</summary>
    public Guid ProviderId { get; init; }

    /// <summary>Such as <c>github</c>; at most 60 characters. It never changes.</summary>
    public required string ProviderKey { get; init; }

    /// <summary>It never changes: giving an integration to another owner (<c>integrations.transfer</c>) makes another one.</summary>
    public InstanceLevel Level { get; init; }

    /// <summary>The owner of a user-level integration; null at organization level.</summary>
    public Guid? OwnerUserId { get; init; }

    /// <summary>Shown in lists; 1 to 80 characters, unique per organization, and per owner at user level.</summary>
    public required string Name { get; set; }

    /// <summary>What the unique index compares: owner and name while it lives, its id once deleted.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>At most 500 characters, for people; null for none.</summary>
    public string? Description { get; set; }

    /// <summary>One of our pictograms; null for the provider's.</summary>
    public string? Icon { get; set; }

    /// <summary>As the hub sees it now; activity, health checks and people move it.</summary>
    public InstanceStatus Status { get; set; }

    /// <summary>Each user connects for themself and only ever uses their own connection.</summary>
    public bool UserScoped { get; set; }

    /// <summary>Values of the manifest's settings form; never secret.</summary>
    public JsonObject Settings { get; set; } = [];

    /// <summary>Whatever the creator wants to keep with it; never interpreted.</summary>
    public JsonObject Metadata { get; set; } = [];

    /// <summary>Our entity types that this integration's data may be linked to or shown on; empty means all.</summary>
    public IReadOnlyList<string> AllowedShardTypes { get; set; } = [];

    /// <summary>Whether searches include it. The vendor must be able to search besides.</summary>
    public bool SearchEnabled { get; set; } = true;

    /// <summary>Vendor entities that search may find; empty means all.</summary>
    public IReadOnlyList<string> SearchableEntities { get; set; } = [];

    /// <summary>Free words; loaded only where they are changed, or end with it.</summary>
    public List<InstanceTag> Tags { get; } = [];

    /// <summary>A program's own id of whose account it holds, such as a customer's; null where none was given. One living integration of a provider has it.</summary>
    public string? Reference { get; init; }

    /// <summary>What the unique index compares: provider and reference while it lives; null without a reference.</summary>
    public string? ReferenceKey { get; private set; }

    /// <summary>002's free <c>type</c>, as it was given; null elsewhere.</summary>
    public string? CompanyType { get; set; }

    /// <summary>The person who made it; null where a key of the organization, or a program, did.</summary>
    public Guid? CreatedBy { get; init; }

    /// <summary>When it was last enabled or first connected; null before that.</summary>
    public DateTimeOffset? EnabledAt { get; set; }

    /// <summary>Who did that; null where no person did.</summary>
    public Guid? EnabledBy { get; set; }

    /// <summary>When it was last connected, by any user where it is user-scoped; null before that. A program's <c>pending</c> turns on it (003).</summary>
    public DateTimeOffset? LastConnectedAt { get; set; }

    /// <summary>When changes were last pulled from the vendor; null where none are.</summary>
    public DateTimeOffset? LastSyncAt { get; set; }

    /// <summary>When its vendor was last called through it; uneventful calls write it at most once a minute. Null before the first.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>What went wrong and what to do; null while all is well.</summary>
    public string? LastError { get; set; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Deleted rows stay 30 days so that links, activity and audit can still say what they were about.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <inheritdoc/>
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

    /// <summary>Gives it these tags and no others; those that stay as they are written are not saved again.</summary>
    internal void SetTags(IEnumerable<string> names)
    {
        var wanted = InstanceTag.Distinct(names);
        Tags.RemoveAll(tag => !wanted.ContainsKey(tag.Key));
        foreach (var (key, name) in wanted)
        {
            if (Tags.Find(tag => tag.Key == key) is { } there)
            {
                there.Name = name;
            }
            else
            {
                Tags.Add(new InstanceTag { InstanceId = Id, OrganizationId = OrganizationId, Name = name, Key = key });
            }
        }
    }

    /// <summary>Keeps <see cref="NameKey"/> and <see cref="ReferenceKey"/> true; called on every save.</summary>
    public void Index()
    {
        NameKey = DeletedAt is null ? $"{OwnerUserId:N}:{TextMatch.Canonical(Name.Trim()).ToUpperInvariant()}" : $"deleted:{Id:N}";
        ReferenceKey = DeletedAt is null && Reference is not null ? $"{ProviderKey}:{Reference}" : null;
    }
}
