using Integrations.Connectors.Entities;
using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Core.Instances;

namespace Integrations.Web.Features.Catalog;

/// <summary>What the page sorts providers into: 001's categories, and calendars, which there are a part of communication and which most people come for.</summary>
internal static class CatalogCategories
{
    /// <summary>Providers whose events can be meetings, in whichever category 001 has them.</summary>
    public const string Calendar = "calendar";

    private const string Event = "event";

    /// <summary>In the order of the page.</summary>
    public static IReadOnlyList<string> All { get; } = [Calendar, .. ProviderCategories.All];

    public static string Of(CatalogEntry entry) => IsCalendar(entry) ? Calendar : entry.Document.Category;

    /// <summary>By what its connector knows, never by its name.</summary>
    private static bool IsCalendar(CatalogEntry entry) =>
        entry.Connector?.Manifest.Entities.FirstOrDefault(entity => entity.Name == Event) is { } events
        && events.Fields.Any(field => field.Name == EntityFields.Start) && events.Fields.Any(field => field.Name == EntityFields.End)
        && entry.Document.EntityMappings.Any(mapping => mapping.Entity == Event && mapping.ShardType == EntityTypes.Meeting);
}
