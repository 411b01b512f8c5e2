using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Manifest;
using Integrations.Core.Actions;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Management;
using Integrations.Core.Search;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Features.Calls;
using Integrations.Web.Features.Instances.Forms;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Instances;

/// <summary>What can be done through an integration: a form made from each action's schema, its result, and earlier runs.</summary>
public sealed partial class ActionsPanel(
    ActionService actions, LastInputs lastInputs, SearchService search, MeetingService meetings, LinkService linking, InstanceRemedy remedy, CurrentCaller caller) : IDisposable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly LatestOnly _loads = new();
    private readonly LatestOnly _runs = new();
    private readonly LatestOnly _lookBacks = new();
    private IReadOnlyList<ActionDescriptor>? _actions;
    private ActionDescriptor? _chosen;
    private ActionFormState? _form;
    private JsonObject? _last;
    private ActionRun? _run;
    private (LinkRequest Request, Result<EntityLinkView> Outcome)? _made;
    private string? _failure;
    private string? _refusal;
    private bool _running;
    private bool _leaving;

    [Parameter, EditorRequired]
    public InstanceView View { get; set; } = null!;

    /// <summary>The chosen action's name; the first one where it is nothing.</summary>
    [Parameter]
    public string? Action { get; set; }

    /// <summary>A meeting that the form is filled from: its title, times, place and people.</summary>
    [SupplyParameterFromQuery(Name = "meeting")]
    private Guid? Meeting { get; set; }

    /// <summary>With what stands in the form now; a text that is no value of its field is left out.</summary>
    private ApiCall AsCall => ApiCalls.Action(View.Id, _chosen!.Name, _form!.Peek());

    /// <summary>What the chosen action needs and the vendor was not asked for, or did not grant; the action still does a part where all of it may be refused.</summary>
    private IReadOnlyList<OAuthScope> Missing => _chosen is null ? [] : View.Connection?.MissingFor(Purposes.ActionOf(_chosen.Name)) ?? [];

    public void Dispose()
    {
        _loads.Dispose();
        _runs.Dispose();
        _lookBacks.Dispose();
    }

    // The prerendered page is thrown away a moment later; no vendor is asked for it.
    protected override Task OnInitializedAsync() => RendererInfo.IsInteractive ? LoadAsync() : Task.CompletedTask;

    protected override Task OnParametersSetAsync() => ChooseAsync();

    private async Task LoadAsync()
    {
        _failure = null;
        var found = await _loads.RunAsync(async ct => new Loaded<IReadOnlyList<ActionDescriptor>>(await actions.ListAsync(caller.Value, View.Id, ct)));
        if (found is not null)
        {
            (_actions, _failure) = (found.Value, found.Failure);
            await ChooseAsync();
            await FillAsync();
        }
    }

    private async Task ChooseAsync()
    {
        var chosen = _actions?.FirstOrDefault(a => a.Name == Action) ?? (_actions is [var first, ..] ? first : null);
        if (chosen?.Name == _chosen?.Name)
        {
            return;
        }

        (_chosen, _run, _refusal, _last, _made) = (chosen, null, null, null, null);
        _form = chosen is null ? null : new ActionFormState(chosen, (request, ct) => search.SearchAsync(caller.Value, View.Id, request with { MayBeOld = true }, ct));
        // What can be copied is what stands in the form.
        _form?.Changed += StateHasChanged;
        if (_form is { } form && await _lookBacks.RunAsync(async ct => new Loaded<JsonObject>(await lastInputs.GetAsync(caller.Value, View.Id, chosen!.Name, ct))) is { Value: { } last })
        {
            _last = last;
            form.Fill(last, onlyChosen: true);
        }
    }

    private void FillAsLastTime() => _form?.Fill(_last ?? [], onlyChosen: false);

    /// <summary>Nothing is sent by it: the form shows what it was filled with, and waits for its button.</summary>
    private async Task FillAsync()
    {
        if (Meeting is not { } id || _chosen is null || await _loads.RunAsync(async ct => new Loaded<MeetingDetails>(await meetings.GetAsync(caller.Value, id, ct))) is not { Value: { } meeting })
        {
            return;
        }

        var known = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["title"] = meeting.Title,
            [EntityFields.Start] = meeting.StartsAt.ToString("O", CultureInfo.InvariantCulture),
            [EntityFields.End] = meeting.EndsAt.ToString("O", CultureInfo.InvariantCulture),
            ["description"] = meeting.Notes,
            [EntityFields.Location] = meeting.Location,
            [EntityFields.Attendees] = string.Join('\n', meeting.Attendees.Select(person => person.Email).OfType<string>()),
        };
        foreach (var field in _form?.Fields ?? [])
        {
            if (known.GetValueOrDefault(field.Name) is { Length: > 0 } text)
            {
                _form!.Set(field.Name, text);
            }
        }
    }

    private async Task RunAsync()
    {
        if (_running || _form is not { Action: var action } form)
        {
            return;
        }

        (_run, _refusal, _made) = (null, null, null);
        var values = form.Read();
        if (form.HasErrors)
        {
            return;
        }

        _running = true;
        var ended = await _runs.RunAsync(async ct =>
        {
            var ran = await actions.RunAsync(caller.Value, View.Id, action.Name, JsonSerializer.SerializeToElement(values), ct);
            // What concerns a field stands beside it, the rest below the form.
            _refusal = ran.Failure is { } failure && !form.Explain(failure) && IsShown(form) ? failure.Message : null;
            await LinkAsync(ran, form);
            return new Loaded<ActionRun>(ran);
        });
        if (ended is not null)
        {
            (_running, _run) = (false, IsShown(form) ? ended.Value : null);
        }
    }

    /// <summary>While an action runs, another one may be chosen; under that stands nothing of the first.</summary>
    private bool IsShown(ActionFormState form) => ReferenceEquals(form, _form);

    /// <summary>What was made from a meeting belongs to it. The event is there by now: that the person leaves is no reason to leave it unlinked.</summary>
    private async Task LinkAsync(Result<ActionRun> ran, ActionFormState form)
    {
        if (Meeting is { } meeting && ran is { IsSuccess: true, Value.Entity: { } entity })
        {
            var request = new LinkRequest(EntityTypes.Meeting, meeting, View.Id, entity.Id) { Copy = entity };
            var outcome = await linking.LinkEntityToIntegrationAsync(caller.Value, request, CancellationToken.None);
            _made = IsShown(form) ? (request, outcome) : null;
        }
    }

    private async Task AllowAsync()
    {
        var action = _chosen!.Name;
        _leaving = true;
        await remedy.AllowAsync(View, [Purposes.ActionOf(action)], $"/integrations/{View.Id}/actions?action={Uri.EscapeDataString(action)}", CancellationToken.None);
        _leaving = false;
    }
}
