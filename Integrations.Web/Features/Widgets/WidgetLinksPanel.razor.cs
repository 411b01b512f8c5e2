using System.Globalization;
using Integrations.Connectors.Manifest;
using Integrations.Core.Management;
using Integrations.Core.Widgets;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Widgets;

public sealed partial class WidgetLinksPanel
{
    private static readonly int[] Lives = [7, 30, 90, 365];
    private static FieldDescriptor NameField => new("name", Text.T("Name")) { Required = true, MaxLength = WidgetLink.NameMaxLength, Placeholder = Text.T("Intranet start page") };
    private static FieldDescriptor OriginsField => new("origins", Text.T("Pages that may show it"))
    {
        Type = "lines",
        MaxLength = 2_000,
        Placeholder = "https://intranet.example.org",
        Help = Text.T("One origin a line, without a path. With none it can only be opened by itself."),
    };

    private readonly LatestOnly _loads = new();
    private readonly HashSet<string> _fields = new(StringComparer.Ordinal);
    private IReadOnlyList<WidgetLinkRow>? _rows;
    private CreatedWidgetLink? _created;
    private Failure? _refused;
    private string? _failure;
    private WidgetKind _kind;
    private string? _entity;
    private string _name = "";
    private string _origins = "";
    private string _days = "90";
    private WidgetLinkRow? _asked;
    private bool _working;

    [Parameter, EditorRequired]
    public InstanceView View { get; set; } = null!;

    [CascadingParameter]
    private TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    private static IEnumerable<SelectOption> LifeChoices =>
        Lives.Select(days => new SelectOption(days.ToString(CultureInfo.InvariantCulture), days == 365 ? Text.T("1 year") : Text.T("{0} days", days)));

    private IEnumerable<SelectOption> EntityChoices => Entities.Select(entity => new SelectOption(entity.Name, entity.DisplayName));

    private IEnumerable<ProviderEntity> Entities => View.Provider?.Connector?.Manifest.Entities.Where(entity => entity.Searchable) ?? [];

    private IEnumerable<WidgetKind> Kinds => Enum.GetValues<WidgetKind>().Where(kind => kind != WidgetKind.Data || Entities.Any());

    public void Dispose() => _loads.Dispose();

    protected override Task OnInitializedAsync()
    {
        Choose(WidgetKind.Status, Entities.FirstOrDefault()?.Name);
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        _failure = null;
        if (await _loads.RunAsync(async ct => new Loaded<IReadOnlyList<WidgetLinkRow>>(await Links.ListAsync(Current.Value, View.Id, ct))) is { } found)
        {
            (_rows, _failure) = (found.Value, found.Failure);
        }
    }

    /// <summary>Another widget has other fields; the first ones of it are proposed.</summary>
    private void Choose(WidgetKind kind, string? entity)
    {
        (_kind, _entity) = (kind, entity);
        _fields.Clear();
        _fields.UnionWith(WidgetFields.Of(kind, View, entity).Where(field => field is not ("error" or "message" or "description")).Take(3));
    }

    private void Tick(string field, bool on)
    {
        if (on)
        {
            _fields.Add(field);
        }
        else
        {
            _fields.Remove(field);
        }
    }

    private async Task CreateAsync()
    {
        // A second click may arrive before the button is drawn disabled (SECURITY B8).
        if (_working)
        {
            return;
        }

        _working = true;
        var wanted = new NewWidgetLink(_name, _kind, [.. _fields], _origins.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            Entity = _entity,
            Lifetime = TimeSpan.FromDays(int.Parse(_days, CultureInfo.InvariantCulture)),
        };
        var created = await Links.CreateAsync(Current.Value, View.Id, wanted, CancellationToken.None);
        (_created, _refused, _working) = (created.IsSuccess ? created.Value : null, created.Failure, false);
        if (created.IsSuccess)
        {
            (_name, _origins) = ("", "");
            await LoadAsync();
        }
    }

    private async Task RevokeAsync(WidgetLinkRow row)
    {
        _refused = (await Links.RevokeAsync(Current.Value, row.Id, CancellationToken.None)).Failure;
        _asked = null;
        await LoadAsync();
    }

    private string? EntityName(WidgetLinkRow row) => row.Entity is null ? null : Entities.FirstOrDefault(entity => entity.Name == row.Entity)?.DisplayName ?? row.Entity;

    private void Forget() => _created = null;

    private string AddressOf(CreatedWidgetLink created) => Origin.Url(EmbedEndpoints.Address(created.Row.Kind, created.Token.Reveal()));

    private string? Error(string field) => _refused?.Fields?.TryGetValue(field, out var messages) == true ? messages[0] : null;

    private (Tone Tone, string Text) State(WidgetLinkRow row) =>
        row.RevokedAt is not null ? (Tone.Off, Text.T("Revoked"))
        : row.ExpiresAt <= Clock.GetUtcNow() ? (Tone.Bad, Text.T("Expired"))
        : (Tone.Ok, Text.T("Active"));
}
