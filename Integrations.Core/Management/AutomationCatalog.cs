using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Integrations.Connectors.Contracts;
using Integrations.Core.Catalog;
using Integrations.Primitives;

namespace Integrations.Core.Management;

/// <summary>The catalog in document 003's words.</summary>
public sealed partial class AutomationCatalog(CatalogService catalog, ProviderPopularity popularity)
{
    private const string Custom = "custom";

    private readonly ConditionalWeakTable<CatalogSnapshot, ILookup<string, string>> _keys = [];
    private Listing? _listing;

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

        var listing = await ListingAsync(cancellationToken);
        return Result<IReadOnlyList<AvailableIntegration>>.Success([.. listing.Find(Given(query), Given(category)).Take(limit)]);
    }

    /// <summary>The provider behind a catalog id, and the name that a new integration of it gets.</summary>
    /// <returns>Null for an id of nothing that is offered.</returns>
    public async Task<(CatalogEntry Provider, string Name)?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (await OfferedAsync(id, cancellationToken) is { } provider)
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
            return await OfferedAsync(app, cancellationToken) is { } named && TypeOf(named) == Custom ? (named, named.DisplayName) : null;
        }

        // A tool reaches thousands of apps; those of the manifest are only the ones worth showing.
        return await OfferedAsync(type, cancellationToken) is { } tool && TypeOf(tool) == type
            ? (tool, tool.Connector!.Manifest.Apps.FirstOrDefault(a => a.Key == app)?.Name ?? Titled(app))
            : null;
    }

    /// <summary>The keys of the providers of a type, or of those that are not of it, whichever are fewer.</summary>
    internal async Task<(IReadOnlyList<string> Keys, bool AreMeant)> KeysAsync(string type, CancellationToken cancellationToken)
    {
        var keys = _keys.GetValue(await catalog.SnapshotAsync(cancellationToken), ByType);
        // Nearly all are custom: their number is not the statement's.
        return type == Custom ? ([.. keys.Where(group => group.Key != Custom).SelectMany(group => group)], false) : ([.. keys[type]], true);
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static ILookup<string, string> ByType(CatalogSnapshot snapshot) => snapshot.Entries.ToLookup(entry => TypeOf(entry), entry => entry.Key, StringComparer.Ordinal);

    private async Task<CatalogEntry?> OfferedAsync(string key, CancellationToken cancellationToken) =>
        (await catalog.SnapshotAsync(cancellationToken)).ByKey.GetValueOrDefault(key) is { IsOffered: true } entry ? entry : null;

    /// <summary>Sorted once for a catalog and its figures, not for each request.</summary>
    private async Task<Listing> ListingAsync(CancellationToken cancellationToken)
    {
        var (figures, snapshot) = (await popularity.FiguresAsync(cancellationToken), await catalog.SnapshotAsync(cancellationToken));
        if (Volatile.Read(ref _listing) is not { } listing || !ReferenceEquals(listing.Of, snapshot) || !ReferenceEquals(listing.Figures, figures))
        {
            listing = new Listing(snapshot, figures);
            Volatile.Write(ref _listing, listing);
        }

        return listing;
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

    /// <summary><c>google_sheets</c> is Google Sheets to people.</summary>
    private static string Titled(string key) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(key.Replace('_', ' ').Replace('-', ' '));

    [GeneratedRegex("^(?<type>zapier|n8n|webhook|custom)_(?<app>[a-z0-9][a-z0-9_-]{0,59})$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AppPattern();

    /// <summary>All that is offered, most used first.</summary>
    private sealed class Listing
    {
        private readonly AvailableIntegration[] _rows;
        private readonly ILookup<string, AvailableIntegration> _byCategory;
        private readonly SearchedTexts _texts;

        public Listing(CatalogSnapshot of, IReadOnlyDictionary<string, int> figures)
        {
            (Of, Figures) = (of, figures);
            _rows =
            [
                .. of.Entries.Where(entry => entry.IsOffered).SelectMany(entry => AutomationCatalog.Of(entry, figures.GetValueOrDefault(entry.Key)))
                    .OrderByDescending(a => a.Popularity).ThenBy(a => a.Name, StringComparer.OrdinalIgnoreCase).ThenBy(a => a.Id, StringComparer.Ordinal),
            ];
            _byCategory = _rows.ToLookup(row => row.Category, StringComparer.OrdinalIgnoreCase);
            _texts = new SearchedTexts(_rows.Select(row => (IEnumerable<string?>)[row.Name, row.Description, row.Category, row.Id]));
        }

        public CatalogSnapshot Of { get; }

        public IReadOnlyDictionary<string, int> Figures { get; }

        public IEnumerable<AvailableIntegration> Find(string? words, string? category) =>
            words is null ? category is null ? _rows : _byCategory[category]
            : _texts.Find(words).Select(number => _rows[number]).Where(row => category is null || row.Category.Equals(category, StringComparison.OrdinalIgnoreCase));
    }
}
