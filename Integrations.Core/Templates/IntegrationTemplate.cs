using Integrations.Core.Storage;
using Integrations.Primitives;

namespace Integrations.Core.Templates;

/// <summary>How an organization sets integrations of a provider up (004's future list): a name for values, without any account.</summary>
public sealed class IntegrationTemplate : IVersioned, IIndexed
{
    /// <summary>In characters.</summary>
    public const int NameMaxLength = 80;

    /// <summary>Per organization.</summary>
    public const int MostOfThem = 200;

    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant that it belongs to; what a caller sees begins with <c>VisibleTo(caller)</c> (SECURITY A1).</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>Of which provider it makes integrations; at most 60 characters.</summary>
    public required string ProviderKey { get; init; }

    /// <summary>1 to 80 characters, unique per organization without regard to case.</summary>
    public required string Name { get; set; }

    /// <summary>What the unique index compares.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>What new integrations are set up with; a template's values never change.</summary>
    public required TemplateValues Values { get; init; }

    /// <summary>Who saved it; null where a key or a program did.</summary>
    public Guid? CreatedBy { get; init; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>Keeps <see cref="NameKey"/> true; called on every save.</summary>
    public void Index() => NameKey = TextMatch.Canonical(Name.Trim()).ToUpperInvariant();
}
