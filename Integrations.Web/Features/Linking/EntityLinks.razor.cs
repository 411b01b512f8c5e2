using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Features.Connections;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace Integrations.Web.Features.Linking;

public sealed partial class EntityLinks(LinkService linking, LinkSources sources, ConnectLauncher launcher, NavigationManager navigation, CurrentCaller caller) : IDisposable
{
    private const string Connected = "connected";

    private readonly LatestOnly _loads = new();
    private readonly Dictionary<string, MudButton> _openers = new(StringComparer.Ordinal);
    private IReadOnlyList<EntityLinkView>? _links;
    private IReadOnlyList<LinkSource> _ready = [];
    private IReadOnlyList<LinkSource> _waiting = [];
    private IReadOnlyList<LinkableEntity> _kinds = [];
    private IReadOnlyList<LinkOffer> _offers = [];
    private LinkableEntity? _picking;
    private LinkableEntity? _focusNext;
    private EntityLinkView? _undo;
    private string? _message;
    private string? _failed;
    private string? _refused;
    private bool _leaving;
    private bool _proposing;
    private Guid? _cameBackWith;

    [Parameter, EditorRequired]
    public string EntityType { get; set; } = "";

    [Parameter, EditorRequired]
    public Guid EntityId { get; set; }

    /// <summary>The meeting itself, where that is what is linked: the calendar opens on its day.</summary>
    [Parameter]
    public MeetingDetails? Meeting { get; set; }

    /// <summary>What an account is searched by at first: a name or an address.</summary>
    [Parameter]
    public string? Hint { get; set; }

    /// <summary>The page's own content, above the links.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>More of the page, below the links.</summary>
    [Parameter]
    public RenderFragment? After { get; set; }

    /// <summary>How a sign-in at the vendor that began here ended: <c>connected</c> or <c>failed</c>.</summary>
    [SupplyParameterFromQuery(Name = "status")]
    private string? Outcome { get; set; }

    [SupplyParameterFromQuery(Name = "error")]
    private string? Error { get; set; }

    [SupplyParameterFromQuery(Name = "integrationId")]
    private Guid? Arrived { get; set; }

    private string Advice => _waiting.FirstOrDefault(source => source.MayConnect) is { } mine
        ? Text.T("'{0}' is there, but not connected for you yet. You allow it at {1} and come straight back here.", mine.Name, mine.Provider.Name)
        : _offers.Count > 0 ? Text.T("You allow it at the vendor and come straight back here. Only you will use it.")
        : _waiting.Count > 0 ? Text.T("'{0}' is there, but an administrator has to connect it first.", _waiting[0].Name)
        : EntityType == EntityTypes.Meeting ? Text.T("Connect a system whose things belong to a meeting; then they can be linked with one click.")
        : Text.T("Connect a system whose things belong to a person; then they can be linked with one click.");

    /// <summary>A meeting without a calendar to link it from: other systems may be there, and are no answer to that.</summary>
    private bool OffersCalendars => Meeting is not null && !_kinds.Any(kind => kind.HasTime) && (_offers.Count > 0 || _waiting.Count > 0);

    private string Here => new Uri(navigation.Uri).AbsolutePath;

    private string Invitation => Text.T("Choose from {0}.", TextDirection.Join(", ", _ready.Select(source => source.Name).Distinct(StringComparer.Ordinal)));

    public void Dispose() => _loads.Dispose();

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        ComeBack();

        // Back to where the picker was opened from.
        if (_focusNext is { } kind && _openers.TryGetValue(kind.Name, out var opener))
        {
            _focusNext = null;
            await Focus.MoveIntoAsync(opener);
        }
    }

    /// <summary>
    /// Someone went to a vendor from here and is back: the picker opens with the likely match chosen. The address is cleaned
    /// first, so that a reload does not do it again, and so that the focus, which follows the address, ends in the picker.
    /// </summary>
    private void ComeBack()
    {
        if (_links is null)
        {
            return;
        }

        if (_cameBackWith is { } integration && Outcome is null)
        {
            _cameBackWith = null;
            if (_ready.FirstOrDefault(source => source.IntegrationId == integration) is { } source)
            {
                Open(source.Entities.FirstOrDefault(entity => entity.HasTime) ?? source.Entities[0]);
                (_message, _proposing) = (Text.T("{0} is connected.", source.Name), true);
            }

            StateHasChanged();
        }
        else if (Outcome is not null && Arrived is { } arrived && RendererInfo.IsInteractive)
        {
            var vendor = _waiting.FirstOrDefault(source => source.IntegrationId == arrived)?.Provider.Name ?? Text.T("the vendor");
            _refused = Outcome == Connected ? null : ConnectOutcome.Words(Error ?? "", vendor);
            _cameBackWith = arrived;
            navigation.NavigateTo(Here, replace: true);
        }
    }

    private Task ConnectAsync(LinkOffer offer) =>
        LeaveAsync(ct => launcher.StartPersonalAsync(caller.Value, offer.Provider.Key, offer.Provider.Name, Here, ct));

    private Task ConnectAsync(LinkSource source) =>
        LeaveAsync(ct => launcher.StartAsync(caller.Value, source.IntegrationId, Here, allowAccountChange: false, fields: null, ct));

    private async Task LeaveAsync(Func<CancellationToken, Task<Result<string>>> start)
    {
        if (_leaving)
        {
            return;
        }

        (_leaving, _refused) = (true, null);
        var started = await _loads.RunAsync(async cancellationToken => new Loaded<string>(await start(cancellationToken)));
        if (started?.Value is { } address)
        {
            navigation.NavigateTo(address, forceLoad: true);
        }
        else
        {
            (_leaving, _refused) = (false, started?.Failure);
        }
    }

    private async Task LoadAsync()
    {
        _failed = null;
        var loaded = await _loads.RunAsync(async cancellationToken =>
        {
            var links = await linking.GetEntityIntegrationLinksAsync(caller.Value, EntityType, EntityId, cancellationToken);
            var available = await sources.ListAsync(caller.Value, EntityType, cancellationToken);
            var offers = await sources.OffersAsync(caller.Value, EntityType, cancellationToken);
            return Tuple.Create(links, available, offers);
        });
        if (loaded is null)
        {
            return;
        }

        var (links, available) = (loaded.Item1, loaded.Item2);
        _failed = (links.Failure ?? available.Failure)?.Message;
        if (_failed is null)
        {
            _links = links.Value;
            _ready = [.. available.Value.Where(source => source.IsReady)];
            _waiting = [.. available.Value.Where(source => !source.IsReady)];
            // What is there and waits for this person comes before a second one of the same vendor.
            _offers = [.. loaded.Item3.Value.Where(offer => !_waiting.Any(source => source.MayConnect && source.Provider.Key == offer.Provider.Key))];
            _kinds = [.. _ready.SelectMany(source => source.Entities).DistinctBy(entity => entity.Name)];
        }
    }

    private void Open(LinkableEntity kind) => (_picking, _message, _undo, _proposing) = (_picking == kind ? null : kind, null, null, false);

    /// <summary>Escape closes the picker from its opener too: the keyboard is still there while the picker is on its way to the browser.</summary>
    private void CloseByKey(KeyboardEventArgs key)
    {
        if (key.Key == "Escape" && _picking is not null)
        {
            Close();
        }
    }

    private void Close() => (_focusNext, _picking) = (_picking, null);

    private IReadOnlyList<LinkSource> SourcesOf(LinkableEntity kind) =>
        [.. _ready.Where(source => source.Entities.Any(entity => entity.Name == kind.Name))];

    /// <summary>What would be asked too, were it connected.</summary>
    private IReadOnlyList<LinkSource> BrokenOf(LinkableEntity kind) =>
        [.. _waiting.Where(source => source.Entities.Any(entity => entity.Name == kind.Name))];

    private void LinkedAsync(EntityLinkView link)
    {
        _links = [.. (_links ?? []).Where(other => other.Id != link.Id), link];
        (_message, _undo) = (Text.T("Linked '{0}'.", Titles.Shown(link.External.Title)), null);
        Close();
    }

    private async Task UnlinkAsync(EntityLinkView link)
    {
        var removed = await linking.UnlinkEntityFromIntegrationAsync(caller.Value, link.Id, CancellationToken.None);
        if (removed.Failure is { Kind: not FailureKind.NotFound } failure)
        {
            (_message, _undo) = (failure.Message, null);
            return;
        }

        _links = [.. (_links ?? []).Where(other => other.Id != link.Id)];
        (_message, _undo) = (Text.T("Unlinked '{0}'.", Titles.Shown(link.External.Title)), link.IntegrationIsGone ? null : link);
    }

    private async Task UndoAsync()
    {
        if (_undo is not { } link)
        {
            return;
        }

        _undo = null;
        var request = new LinkRequest(link.EntityType, link.EntityId, link.IntegrationId, link.External.Id) { Copy = link.External };
        var again = await linking.LinkEntityToIntegrationAsync(caller.Value, request, CancellationToken.None);
        _message = again.Failure?.Message ?? Text.T("'{0}' is linked again.", Titles.Shown(link.External.Title));
        if (again.IsSuccess)
        {
            _links = [.. _links ?? [], again.Value];
        }
    }

    private async Task RefreshAsync(EntityLinkView link)
    {
        var renewed = await linking.RefreshAsync(caller.Value, link.Id, CancellationToken.None);
        (_message, _undo) = (renewed.Failure?.Message ?? Text.T("'{0}' is up to date.", Titles.Shown(link.External.Title)), null);
        if (renewed.TryGet(out var now, out _))
        {
            _links = [.. (_links ?? []).Select(other => other.Id == now.Id ? now : other)];
        }
    }
}
