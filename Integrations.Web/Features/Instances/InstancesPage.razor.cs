using System.Data.Common;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Instances;

/// <summary>All integrations that the person may see. Filter, order and page live in the address; the database does the work.</summary>
public sealed partial class InstancesPage(InstanceService instances, IntegrationTags integrationTags, InstanceRemedy fixer, CurrentCaller caller, NavigationManager navigation, TimeProvider clock) : IDisposable
{
    private const int PageSize = 25;
    private const string Home = "/integrations";
    private const string OfOrganization = "organization";
    private const string OfMe = "me";

    /// <summary>The orders that an address may name.</summary>
    private static readonly string[] Orders = ["name", "providerName", "status", "lastUsedAt"];

    private readonly LatestOnly _loads = new();
    private readonly LatestOnly _tagLoads = new();
    private readonly HashSet<Guid> _chosen = [];
    private Page<InstanceView>? _page;
    private IReadOnlyList<TagCount> _tags = [];
    private IReadOnlyList<KeyValuePair<string, string>> _providers = [];
    private string? _failure;
    private string? _filterAddress;
    private int _number = 1;
    private bool _allMatching;
    private bool _areTagsRead;

    [CascadingParameter]
    private TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Query { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    private string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "tag")]
    private string? Tag { get; set; }

    /// <summary>A provider's key.</summary>
    [SupplyParameterFromQuery(Name = "provider")]
    private string? Provider { get; set; }

    /// <summary><c>organization</c> or <c>me</c>.</summary>
    [SupplyParameterFromQuery(Name = "owner")]
    private string? Owner { get; set; }

    /// <summary>A column's key, with <c> desc</c> behind it for the other way round.</summary>
    [SupplyParameterFromQuery(Name = "sort")]
    private string? Sort { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private int? Number { get; set; }

    private (string Key, bool Descending) Order => Sort?.Split(' ') is [var key, .. var rest] && Orders.Contains(key) ? (key, rest is ["desc"]) : ("name", false);

    private InstanceFilter Filter => new(Enum.TryParse<InstanceStatus>(Status, ignoreCase: true, out var status) ? status : null, Provider, Query, Level) { Tag = Tag };

    private InstanceLevel? Level => Owner switch
    {
        OfOrganization => InstanceLevel.Organization,
        OfMe => InstanceLevel.User,
        _ => null,
    };

    private bool IsNarrowed => Query is not null || Status is not null || Tag is not null || Provider is not null || Level is not null;

    /// <summary>The address's tag as the list of tags writes it, or as it is where no integration has it.</summary>
    private string ShownTag => Tag is null ? "" : _tags.FirstOrDefault(tag => InstanceTag.KeyOf(tag.Name) == InstanceTag.KeyOf(Tag))?.Name ?? Tag;

    private IEnumerable<SelectOption> TagChoices => Choices(Text.T("Any tag"), [.. _tags.Select(tag => new SelectOption(tag.Name, TextDirection.Isolate(tag.Name)))], ShownTag);

    private IEnumerable<SelectOption> ProviderChoices => Choices(Text.T("Any provider"), [.. _providers.Select(provider => new SelectOption(provider.Key, provider.Value))], Provider ?? "");

    private static IEnumerable<SelectOption> OwnerChoices => [new("", Text.T("Any owner")), new(OfOrganization, Text.T("The organization")), new(OfMe, Text.T("You alone"))];

    /// <summary>Bulk acts are the administrators'.</summary>
    private bool MayBulk => caller.Value.IsTenantAdmin;

    private ListChoice<InstanceView> Choice => new(
        view => _allMatching || _chosen.Contains(view.Id),
        EventCallback.Factory.Create<(InstanceView View, bool On)>(this, ticked => Choose(ticked.View.Id, ticked.On)),
        EventCallback.Factory.Create<bool>(this, ChoosePage),
        view => view.Name);

    private IEnumerable<TabLink> States =>
        [new(Text.T("All"), AddressOf(status: ""), Status is null), .. Enum.GetValues<InstanceStatus>().Select(status => new TabLink(Word(status), AddressOf(status: Name(status)), IsCurrent(status)))];

    public void Dispose()
    {
        _loads.Dispose();
        _tagLoads.Dispose();
    }

    protected override Task OnParametersSetAsync()
    {
        // The choice outlives the page number and the order, and not the filter: no one acts on what they no longer see.
        if ($"{Query}\n{Status}\n{Tag}\n{Provider}\n{Owner}" is var filterAddress && _filterAddress != filterAddress)
        {
            _filterAddress = filterAddress;
            ChooseNone();
        }

        _number = Math.Clamp(Number ?? 1, 1, PageRequest.MaxOffset / PageSize);
        return _areTagsRead ? LoadAsync() : Task.WhenAll(LoadAsync(), LoadTagsAsync());
    }

    private async Task LoadTagsAsync()
    {
        _areTagsRead = true;
        try
        {
            var found = await _tagLoads.RunAsync(async ct => new Narrowing(await integrationTags.ListAsync(caller.Value, ct), await instances.ProvidersAsync(caller.Value, ct)));
            (_tags, _providers) = (found?.Tags ?? _tags, found?.Providers ?? _providers);
        }
        catch (Exception failed) when (failed is DbException or TimeoutException or InvalidOperationException)
        {
            // The list is of use without its tags; what is wrong with the database it says itself.
        }
    }

    /// <summary>Other tags are there now, and perhaps other rows.</summary>
    private async Task TaggedAsync()
    {
        ChooseNone();
        await Task.WhenAll(LoadAsync(), LoadTagsAsync());
    }

    private async Task LoadAsync()
    {
        _failure = null;
        var filter = Filter;
        var request = new PageRequest(PageSize, (_number - 1) * PageSize, Order.Key, Order.Descending);
        var found = await _loads.RunAsync(async ct => new Loaded<Page<InstanceView>>(await instances.ListAsync(caller.Value, filter, request, ct)));
        if (found is not null)
        {
            (_page, _failure) = (found.Value, found.Failure);
        }
    }

    private void Choose(Guid id, bool on)
    {
        if (_allMatching)
        {
            // "All" with one taken out is this page without it.
            _allMatching = false;
            _chosen.UnionWith(_page!.Items.Select(view => view.Id));
        }

        _ = on ? _chosen.Add(id) : _chosen.Remove(id);
    }

    private void ChoosePage(bool on)
    {
        _allMatching = false;
        var ids = _page!.Items.Select(view => view.Id);
        if (on)
        {
            _chosen.UnionWith(ids);
        }
        else
        {
            _chosen.ExceptWith(ids);
        }
    }

    private void ChooseNone()
    {
        _chosen.Clear();
        _allMatching = false;
    }

    private void Search(string? words) => navigation.NavigateTo(AddressOf(words: words ?? ""), replace: true);

    /// <summary>This page with one thing changed; anything but the page number goes back to the first page.</summary>
    private string AddressOf(string? status = null, string? sort = null, int page = 1, string? words = null, string? tag = null, string? provider = null, string? owner = null)
    {
        var (key, descending) = Order;
        return navigation.GetUriWithQueryParameters(Home, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["q"] = string.IsNullOrWhiteSpace(words ?? Query) ? null : words ?? Query,
            ["status"] = Changed(status, Status),
            ["tag"] = Changed(tag, Tag),
            ["provider"] = Changed(provider, Provider),
            ["owner"] = Changed(owner, Owner),
            ["sort"] = sort is null ? Sort : sort == key && !descending ? $"{sort} desc" : sort == "name" ? null : sort,
            ["page"] = page == 1 ? null : page,
        });
    }

    /// <summary>Any, what there is, and what the address asks for where it is none of them.</summary>
    private static IEnumerable<SelectOption> Choices(string any, IReadOnlyList<SelectOption> there, string asked) =>
        [new("", any), .. there, .. asked.Length > 0 && there.All(option => option.Value != asked) ? [new SelectOption(asked, TextDirection.Isolate(asked))] : Array.Empty<SelectOption>()];

    /// <summary>Null leaves it, an empty one takes it away.</summary>
    private static string? Changed(string? asked, string? now) => asked is null ? now : asked.Length == 0 ? null : asked;

    private bool IsCurrent(InstanceStatus status) => string.Equals(Status, Name(status), StringComparison.OrdinalIgnoreCase);

    private static string Name(InstanceStatus status) => status.ToString().ToLowerInvariant();

    private static string Word(InstanceStatus status) => status switch
    {
        InstanceStatus.Pending => Text.T("Pending"),
        InstanceStatus.Connected => Text.T("Connected"),
        InstanceStatus.Error => Text.T("Needs attention"),
        _ => Text.T("Disabled"),
    };

    /// <summary>What the list can be narrowed by.</summary>
    private sealed record Narrowing(IReadOnlyList<TagCount> Tags, IReadOnlyList<KeyValuePair<string, string>> Providers);
}
