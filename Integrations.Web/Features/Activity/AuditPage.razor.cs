using Integrations.Core.Activity;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Activity;

/// <summary>The audit log, for administrators. Filters, place and the open row live in the address.</summary>
public sealed partial class AuditPage(AuditService audit, CurrentCaller caller, NavigationManager navigation, TimeProvider clock) : IDisposable
{
    private const int PageSize = 50;
    private const string Chosen = "selected";

    private static (string Key, string Word)[] Kinds =>
    [
        ("integration.", Text.T("Integrations")), ("connection.", Text.T("Connections")), ("link.", Text.T("Links (of entities)")), ("meeting.", Text.T("Meetings")), ("person.", Text.T("People")),
        ("webhook.", Text.T("Webhooks")), ("token.", Text.T("Tokens")), ("member.", Text.T("Members")), ("session.", Text.T("Sign-ins")), ("template.", Text.T("Templates")), ("provider.", Text.T("Providers")), ("organization.", Text.T("Organizations")),
    ];

    private static IEnumerable<SelectOption> About => [new("", Text.T("Everything")), .. Kinds.Select(kind => new SelectOption(kind.Key, kind.Word))];

    private readonly LatestOnly _loads = new();
    private readonly LatestOnly _checks = new();
    private CursorPage<AuditEntry>? _page;
    private AuditChainReport? _chain;
    private string? _failure;
    private string? _loaded;

    [CascadingParameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [SupplyParameterFromQuery(Name = "actor")]
    private string? Actor { get; set; }

    /// <summary>The beginning of an action's name.</summary>
    [SupplyParameterFromQuery(Name = "action")]
    private string? Action { get; set; }

    /// <summary>A key of <see cref="LogFilter.Spans"/>.</summary>
    [SupplyParameterFromQuery(Name = "span")]
    private string? Span { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    private string? Before { get; set; }

    [SupplyParameterFromQuery(Name = "row")]
    private string? Row { get; set; }

    private AuditEntry? Selected => Guid.TryParse(Row, out var id) ? _page?.Items.FirstOrDefault(r => r.Id == id) : null;

    public void Dispose()
    {
        _loads.Dispose();
        _checks.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            var found = await _checks.RunAsync(async ct => new Loaded<AuditChainReport>(await audit.CheckAsync(caller.Value, ct)));
            _chain = found?.Value;
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        // Opening a row's details is no reason to read the list again.
        var wanted = string.Join('|', Actor, Action, Span, Before);
        if (wanted != _loaded)
        {
            _loaded = wanted;
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        _failure = null;
        var filter = new AuditFilter { Actor = Actor, Action = Action, From = LogFilter.From(Span, clock.GetUtcNow()) };
        var found = await _loads.RunAsync(async ct => new Loaded<CursorPage<AuditEntry>>(await audit.ListAsync(caller.Value, filter, Before, PageSize, ct)));
        if (found is not null)
        {
            (_page, _failure) = (found.Value, found.Failure);
        }
    }

    private void Go(params ReadOnlySpan<(string Name, string? Value)> changes) => navigation.NavigateTo(AddressOf(changes));

    private string ExportOf(string format) => AddressOf((nameof(Before), null)).Replace("/audit", $"/audit/export/{format}", StringComparison.Ordinal);

    private string AddressOf(params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal) { ["actor"] = Actor, ["action"] = Action, ["span"] = Span, ["before"] = null, ["row"] = null };
        foreach (var (name, value) in changes)
        {
            members[name.ToLowerInvariant()] = string.IsNullOrEmpty(value) ? null : value;
        }

        return navigation.GetUriWithQueryParameters("/audit", members);
    }
}
