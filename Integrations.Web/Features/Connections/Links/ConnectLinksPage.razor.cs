using Integrations.Core.Catalog;
using Integrations.Core.Connections.Links;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Connections.Links;

/// <summary>Links to connect of the organization, and whether people outside may use them.</summary>
public sealed partial class ConnectLinksPage(ConnectLinkService links, ConnectLinkRulesService rules, CatalogService catalog, CurrentCaller caller, TimeProvider clock) : IDisposable
{
    internal const string Address = "/integrations/links";

    private readonly LatestOnly _loads = new();
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private IReadOnlyList<ConnectLinkRow>? _rows;
    private ConnectLinkRules? _rules;
    private ConnectLinkRow? _asked;
    private Failure? _refused;
    private string? _failure;
    private int _total;

    [CascadingParameter]
    private TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    public void Dispose() => _loads.Dispose();

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        _failure = null;
        var found = await _loads.RunAsync(async ct =>
        {
            var page = new Loaded<Page<ConnectLinkRow>>(await links.ListAsync(caller.Value, new PageRequest(PageRequest.MaxLimit), ct));
            foreach (var key in (page.Value?.Items ?? []).SelectMany(row => row.Providers).Where(key => !_names.ContainsKey(key)).ToList())
            {
                _names[key] = (await catalog.FindAsync(key, ct))?.DisplayName ?? key;
            }

            return new Found(page, await rules.GetAsync(caller.Value, ct));
        });
        if (found is not null)
        {
            (_rows, _total, _failure, _rules) = (found.Links.Value?.Items, found.Links.Value?.Total ?? 0, found.Links.Failure, found.Rules);
        }
    }

    private async Task ChangeAsync(bool allowsOutsiders)
    {
        if (_rules is { } present)
        {
            _refused = (await rules.ChangeAsync(caller.Value, allowsOutsiders, present.Version, CancellationToken.None)).Failure;
            await LoadAsync();
        }
    }

    private async Task RevokeAsync(ConnectLinkRow row)
    {
        _refused = (await links.RevokeAsync(caller.Value, row.Id, CancellationToken.None)).Failure;
        _asked = null;
        await LoadAsync();
    }

    private string NameOf(string key) => _names.GetValueOrDefault(key, key);

    private sealed record Found(Loaded<Page<ConnectLinkRow>> Links, ConnectLinkRules Rules);
}
