using Integrations.Core.Storage;
using Integrations.Primitives;

namespace Integrations.Core.Templates;

/// <summary>How an organization sets integrations of a provider up (004's future list): a name for values, without any account.</summary>
public sealed class IntegrationTemplate : IVersioned, IIndexed
{
    public const int NameMaxLength = 80;

    /// <summary>Per organization.</summary>
    public const int MostOfThem = 200;

    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public required string ProviderKey { get; init; }

    /// <summary>1 to 80 characters, unique per organization without regard to case.</summary>
    public required string Name { get; set; }

    /// <summary>What the unique index compares.</summary>
    public string NameKey { get; private set; } = "";

    public required TemplateValues Values { get; init; }

    public Guid? CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public int Version { get; set; }

    /// <summary>Keeps <see cref="NameKey"/> true; called on every save.</summary>
    public void Index() => NameKey = TextMatch.Canonical(Name.Trim()).ToUpperInvariant();
}
