using System.Text.Json.Nodes;
using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

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

/// <summary>What a template keeps of an integration.</summary>
public sealed record TemplateValues
{
    public string? Description { get; init; }

    public string? Icon { get; init; }

    /// <summary>Only what the provider's settings form names, and names no secret: nobody vouches for anything else.</summary>
    public JsonObject Settings { get; init; } = [];

    public IReadOnlyList<string> AllowedShardTypes { get; init; } = [];

    public bool SearchEnabled { get; init; } = true;

    public IReadOnlyList<string> SearchableEntities { get; init; } = [];

    public bool UserScoped { get; init; }

    /// <summary>The values as a new integration of this name takes them.</summary>
    public InstanceChanges ToChanges(string name) => new()
    {
        Name = name,
        Description = Description,
        Icon = Icon,
        Settings = Text.CloneObject(Settings),
        AllowedShardTypes = AllowedShardTypes,
        SearchEnabled = SearchEnabled,
        SearchableEntities = SearchableEntities,
        UserScoped = UserScoped,
    };

    internal static TemplateValues Of(IntegrationInstance instance, ConnectorForm form) => new()
    {
        Description = instance.Description,
        Icon = instance.Icon,
        Settings = form.Known(instance.Settings),
        AllowedShardTypes = instance.AllowedShardTypes,
        SearchEnabled = instance.SearchEnabled,
        SearchableEntities = instance.SearchableEntities,
        UserScoped = instance.UserScoped,
    };
}

/// <summary>A provider's settings form, as far as templates care.</summary>
internal sealed record ConnectorForm(IReadOnlyList<FieldDescriptor> Fields)
{
    public JsonObject Known(JsonObject settings) =>
        new(settings.Where(s => Fields.Any(f => f.Name == s.Key && !f.Secret)).Select(s => KeyValuePair.Create(s.Key, s.Value?.DeepClone())));
}

internal sealed class TemplateMapping : IEntityTypeConfiguration<IntegrationTemplate>
{
    public void Configure(EntityTypeBuilder<IntegrationTemplate> template)
    {
        template.ToTable("Templates");
        template.Property(t => t.Id).ValueGeneratedNever();
        template.Property(t => t.ProviderKey).HasMaxLength(Provider.KeyMaxLength);
        template.Property(t => t.Name).HasMaxLength(IntegrationTemplate.NameMaxLength);
        template.Property(t => t.NameKey).HasMaxLength(IntegrationTemplate.NameMaxLength);
        template.Property(t => t.Values).AsJson();
        template.HasOne<Organization>().WithMany().HasForeignKey(t => t.OrganizationId).OnDelete(DeleteBehavior.Cascade);
        // Decides template.name_taken, also when two admins save at the same moment.
        template.HasIndex(t => new { t.OrganizationId, t.NameKey }).IsUnique();
    }
}
