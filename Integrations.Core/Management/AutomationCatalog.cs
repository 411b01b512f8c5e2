using System.Globalization;
using System.Text.RegularExpressions;
using Integrations.Connectors.Contracts;
using Integrations.Core.Catalog;
using Integrations.Primitives;

namespace Integrations.Core.Management;

/// <summary>The catalog in document 003's words.</summary>
public sealed partial class AutomationCatalog(CatalogService catalog, ProviderPopularity popularity)
{
    private const string Custom = "custom";

    /// <summary>003's type of a provider.</summary>
    public static string TypeOf(CatalogEntry? provider) => provider?.Connector?.Manifest.AutomationType ?? Custom;

    /// <summary>Names of the actions that are known without a connection.</summary>
    public static IReadOnlyList<string> CapabilitiesOf(CatalogEntry? provider) =>
        provider?.Connector?.As<IRunActions>() is { } acting ? [.. acting.KnownActions.Select(a => a.Name)] : [];

    /// <summary>What can be connected, most used first.</summary>
    /// <param name="query">In name, description or category; null for all.</param>
    /// <param name="category">A category's name; null for all.</param>
    /// <param name="limit">1 to 100.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<IReadOnlyList<AvailableIntegration>>> ListAsync(string? query, string? category, int limit, CancellationToken cancellationToken)
    {
        if ((new PageRequest(limit).Validate() ?? Text.CheckLength("query", query, 500)) is { } invalid)
        {
            return invalid;
        }

        var figures = await popularity.FiguresAsync(cancellationToken);
        var found = (await catalog.AllAsync(cancellationToken)).Where(e => e.IsOffered).SelectMany(e => Of(e, figures.GetValueOrDefault(e.Key)))
            .Where(a => (string.IsNullOrWhiteSpace(query) || Matches(a, query.Trim())) && (string.IsNullOrWhiteSpace(category) || a.Category.Equals(category.Trim(), StringComparison.OrdinalIgnoreCase)))
            .OrderByDescending(a => a.Popularity).ThenBy(a => a.Name, StringComparer.OrdinalIgnoreCase).ThenBy(a => a.Id, StringComparer.Ordinal)
            .Take(limit);
        return Result<IReadOnlyList<AvailableIntegration>>.Success([.. found]);
    }

    /// <summary>The provider behind a catalog id, and the name that a new integration of it gets.</summary>
    /// <returns>Null for an id of nothing that is offered.</returns>
    public async Task<(CatalogEntry Provider, string Name)?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var offered = (await catalog.AllAsync(cancellationToken)).Where(e => e.IsOffered).ToList();
        if (offered.Find(e => e.Key.Equals(id, StringComparison.OrdinalIgnoreCase)) is { } provider)
        {
            return (provider, provider.DisplayName);
        }

        if (AppPattern().Match(id) is not { Success: true } match)
        {
            return null;
        }

        var (type, app) = (match.Groups["type"].Value, match.Groups["app"].Value);
        if (type == Custom)
        {
            return offered.Find(e => e.Key == app && TypeOf(e) == Custom) is { } named ? (named, named.DisplayName) : null;
        }

        // A tool reaches thousands of apps; those of the manifest are only the ones worth showing.
        return offered.Find(e => e.Key == type && TypeOf(e) == type) is { } tool
            ? (tool, tool.Connector!.Manifest.Apps.FirstOrDefault(a => a.Key == app)?.Name ?? Titled(app))
            : null;
    }

    private static IEnumerable<AvailableIntegration> Of(CatalogEntry entry, int popularity)
    {
        var type = TypeOf(entry);
        yield return new AvailableIntegration(
            entry.Key, type, entry.DisplayName, entry.Document.Description ?? "", Titled(entry.Document.Category), entry.Document.Icon, popularity, CapabilitiesOf(entry), entry);
        foreach (var app in entry.Connector?.Manifest.Apps ?? [])
        {
            // What an app can do through its tool is known once the tool is connected.
            yield return new AvailableIntegration($"{type}_{app.Key}", type, app.Name, app.Description, app.Category, entry.Document.Icon, popularity, [], entry);
        }
    }

    private static bool Matches(AvailableIntegration available, string query) =>
        TextMatch.Contains(available.Name, query)
        || TextMatch.Contains(available.Description, query)
        || available.Category.Contains(query, StringComparison.OrdinalIgnoreCase)
        || available.Id.Contains(query, StringComparison.OrdinalIgnoreCase);

    /// <summary><c>google_sheets</c> is Google Sheets to people.</summary>
    private static string Titled(string key) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(key.Replace('_', ' ').Replace('-', ' '));

    [GeneratedRegex("^(?<type>zapier|n8n|webhook|custom)_(?<app>[a-z0-9][a-z0-9_-]{0,59})$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AppPattern();
}
