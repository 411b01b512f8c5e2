using Integrations.Core.Common;
using Integrations.Core.Linking;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Linking;

public sealed partial class EntityLinks(LinkService linking, LinkSources sources, CurrentCaller caller) : IDisposable
{
    private readonly LatestOnly _loads = new();
    private readonly Dictionary<string, ElementReference> _openers = new(StringComparer.Ordinal);
    private IReadOnlyList<EntityLinkView>? _links;
    private IReadOnlyList<LinkSource> _ready = [];
    private IReadOnlyList<LinkSource> _waiting = [];
    private IReadOnlyList<LinkableEntity> _kinds = [];
    private LinkableEntity? _picking;
    private LinkableEntity? _focusNext;
    private EntityLinkView? _undo;
    private string? _message;
    private string? _failed;

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

    private string Advice => _waiting.Count > 0
        ? $"'{_waiting[0].Name}' is there, but not connected for you yet."
        : $"Connect a system whose things belong to a {EntityType.ToLowerInvariant()}; then they can be linked with one click.";

    private string Invitation => $"Choose from {string.Join(", ", _ready.Select(source => source.Name).Distinct(StringComparer.Ordinal))}.";

    public void Dispose() => _loads.Dispose();

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // Back to where the picker was opened from.
        if (_focusNext is { } kind && _openers.TryGetValue(kind.Name, out var opener))
        {
            _focusNext = null;
            await opener.FocusAsync();
        }
    }

    private async Task LoadAsync()
    {
        _failed = null;
        var loaded = await _loads.RunAsync(async cancellationToken =>
        {
            var links = await linking.GetEntityIntegrationLinksAsync(caller.Value, EntityType, EntityId, cancellationToken);
            var available = await sources.ListAsync(caller.Value, EntityType, cancellationToken);
            return Tuple.Create(links, available);
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
            _kinds = [.. _ready.SelectMany(source => source.Entities).DistinctBy(entity => entity.Name)];
        }
    }

    private void Open(LinkableEntity kind) => (_picking, _message, _undo) = (_picking == kind ? null : kind, null, null);

    private void Close() => (_focusNext, _picking) = (_picking, null);

    private IReadOnlyList<LinkSource> SourcesOf(LinkableEntity kind) =>
        [.. _ready.Where(source => source.Entities.Any(entity => entity.Name == kind.Name))];

    private void LinkedAsync(EntityLinkView link)
    {
        _links = [.. (_links ?? []).Where(other => other.Id != link.Id), link];
        (_message, _undo) = ($"Linked '{link.External.Title}'.", null);
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
        (_message, _undo) = ($"Unlinked '{link.External.Title}'.", link.IntegrationIsGone ? null : link);
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
        _message = again.Failure?.Message ?? $"'{link.External.Title}' is linked again.";
        if (again.IsSuccess)
        {
            _links = [.. _links ?? [], again.Value];
        }
    }

    private async Task RefreshAsync(EntityLinkView link)
    {
        var renewed = await linking.RefreshAsync(caller.Value, link.Id, CancellationToken.None);
        (_message, _undo) = (renewed.Failure?.Message ?? $"'{link.External.Title}' is up to date.", null);
        if (renewed.TryGet(out var now, out _))
        {
            _links = [.. (_links ?? []).Select(other => other.Id == now.Id ? now : other)];
        }
    }
}
