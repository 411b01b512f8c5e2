using System.Globalization;
using Integrations.Core.Linking;
using Integrations.Core.Linking.Calendars;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Meetings;

/// <summary>Events of a connected calendar become meetings. Calendar and days live in the address; what is ticked does not.</summary>
public sealed partial class MeetingImportPage(CalendarSources sources, MeetingImport import, CurrentCaller caller, NavigationManager navigation, TimeProvider clock) : IDisposable
{
    private const string Home = "/meetings/import";
    private const int DaysAtFirst = 14;

    private readonly LatestOnly _loads = new();
    private readonly HashSet<string> _ticked = new(StringComparer.Ordinal);
    private IReadOnlyList<LinkSource>? _calendars;
    private ImportPreview? _preview;
    private ImportOutcome? _outcome;
    private Failure? _refused;
    private string? _failure;
    private string? _wrong;
    private string? _shownAddress;
    private string _calendar = "";
    private DateOnly? _from;
    private DateOnly? _to;
    private bool _looking;
    private bool _working;

    [SupplyParameterFromQuery(Name = "calendar")]
    private Guid? Calendar { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private string? To { get; set; }

    /// <summary>One of several calendars of the account, by name.</summary>
    [SupplyParameterFromQuery(Name = "of")]
    private string? Of { get; set; }

    [CascadingParameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    private DateOnly Today => Zone.Day(clock.GetUtcNow());

    private IEnumerable<SelectOption> CalendarChoices => _calendars!.Select(source => new SelectOption(source.IntegrationId.ToString(), source.Name));

    private List<string> Calendars => [.. _preview!.Candidates.Select(candidate => candidate.Calendar).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.CurrentCultureIgnoreCase)];

    private IEnumerable<TabLink> CalendarChips =>
        [new(Text.T("All"), AddressOf(of: null), Of is null), .. Calendars.Select(name => new TabLink(name, AddressOf(name), name == Of))];

    private IReadOnlyList<ImportCandidate> Shown => Of is null ? _preview!.Candidates : [.. _preview!.Candidates.Where(candidate => candidate.Calendar == Of)];

    /// <summary>No one imports what they do not see.</summary>
    private List<string> Ticked => [.. Shown.Where(candidate => candidate.MayBeImported && _ticked.Contains(candidate.Event.Id)).Select(candidate => candidate.Event.Id)];

    private ListChoice<ImportCandidate> Choice => new(
        candidate => _ticked.Contains(candidate.Event.Id),
        EventCallback.Factory.Create<(ImportCandidate Candidate, bool On)>(this, ticked => Tick([ticked.Candidate], ticked.On)),
        EventCallback.Factory.Create<bool>(this, on => Tick(Shown, on)),
        candidate => Titles.Shown(candidate.Event.Title))
    {
        WhyNot = candidate => candidate.MayBeImported ? null : ImportLabels.Of(candidate.State).Text,
    };

    /// <summary>Those of the address, which the events are of; the form may have others by now.</summary>
    private (DateOnly From, DateOnly To) Days
    {
        get
        {
            var from = MeetingDays.Read(From) ?? Today;
            return (from, MeetingDays.Read(To) ?? from.AddDays(DaysAtFirst - 1));
        }
    }

    private CalendarRange Range => new(Zone.StartOf(Days.From), Zone.StartOf(Days.To.AddDays(1)));

    public void Dispose() => _loads.Dispose();

    protected override async Task OnParametersSetAsync()
    {
        (_from, _to) = Days;
        if (_calendars is null)
        {
            await LoadAsync();
        }
        else
        {
            await FollowAsync();
        }
    }

    private async Task LoadAsync()
    {
        _failure = null;
        if (await _loads.RunAsync(async ct => new Loaded<IReadOnlyList<LinkSource>>(await sources.ListAsync(caller.Value, ct))) is { } found)
        {
            (_calendars, _failure) = (found.Value, found.Failure);
            await FollowAsync();
        }
    }

    /// <summary>Looks where the address leads; the same calendar and days are not asked for twice.</summary>
    private async Task FollowAsync()
    {
        _calendar = (Calendar ?? (_calendars is [var first, ..] ? first.IntegrationId : null))?.ToString() ?? "";
        // The prerendered page is thrown away a moment later; no vendor is asked for it.
        if (!RendererInfo.IsInteractive)
        {
            _looking = Calendar is not null;
            return;
        }

        if (Calendar is { } id && _calendars is { Count: > 0 } && _shownAddress != $"{id} {From} {To}")
        {
            (_shownAddress, _outcome) = ($"{id} {From} {To}", null);
            await LookAsync();
        }
    }

    private async Task LookAsync()
    {
        (_looking, _refused, _preview) = (true, null, null);
        var found = await _loads.RunAsync(async ct => new Looked(await import.PreviewAsync(caller.Value, Calendar!.Value, Range, ct)));
        if (found is not null)
        {
            (_preview, _refused, _looking) = (found.Result.IsSuccess ? found.Result.Value : null, found.Result.Failure, false);
            _ticked.Clear();
            _ticked.UnionWith(_preview?.Candidates.Where(candidate => candidate.IsProposed).Select(candidate => candidate.Event.Id) ?? []);
        }
    }

    private void Show()
    {
        _wrong = _from is null || _to is null || _to < _from || _to.Value.DayNumber - _from.Value.DayNumber >= CalendarRange.MostDays
            ? Text.T("Choose both days, at most {0} days in all.", CalendarRange.MostDays)
            : null;
        if (_wrong is null)
        {
            _shownAddress = null;
            navigation.NavigateTo($"{Home}?calendar={_calendar}&from={_from!.Value.ToString(MeetingDays.Format, CultureInfo.InvariantCulture)}&to={_to!.Value.ToString(MeetingDays.Format, CultureInfo.InvariantCulture)}");
        }
    }

    private async Task ImportAsync()
    {
        // A second click may arrive before the button is drawn disabled (SECURITY B8).
        if (_working || Ticked is not { Count: > 0 } chosen)
        {
            return;
        }

        _working = true;
        var done = await import.ImportAsync(caller.Value, new ImportRequest(Calendar!.Value, Range, [.. chosen.Take(ImportRequest.MostEvents)]), CancellationToken.None);
        (_outcome, _refused, _working) = (done.IsSuccess ? done.Value : null, done.Failure, false);
        if (_outcome is { } outcome && _preview is { } preview)
        {
            var there = outcome.Imported.Concat(outcome.There).ToHashSet(StringComparer.Ordinal);
            _preview = preview with { Candidates = [.. preview.Candidates.Select(candidate => there.Contains(candidate.Event.Id) ? candidate with { State = ImportState.There } : candidate)] };
            _ticked.ExceptWith(there);
        }
    }

    private void Tick(IEnumerable<ImportCandidate> candidates, bool on)
    {
        foreach (var candidate in candidates.Where(candidate => candidate.MayBeImported))
        {
            _ = on ? _ticked.Add(candidate.Event.Id) : _ticked.Remove(candidate.Event.Id);
        }
    }

    private string TitleOf(string eventId) => Titles.Shown(_preview?.Candidates.FirstOrDefault(candidate => candidate.Event.Id == eventId)?.Event.Title);

    // A whole day is told as midnight UTC and stays that day in every zone.
    private DateOnly DayOf(ImportCandidate candidate) =>
        candidate.Event.Start is not { } start ? Days.From : candidate.State == ImportState.WholeDay ? DateOnly.FromDateTime(start.UtcDateTime) : Zone.Day(start);

    private string TimeOf(ImportCandidate candidate) => candidate switch
    {
        { State: ImportState.WholeDay } => Text.T("All day"),
        { Event: { Start: { } start, End: { } end } } => Zone.Range(start, end),
        _ => "–",
    };

    private string AddressOf(string? of) => navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal) { ["of"] = of });

    private sealed record Looked(Result<ImportPreview> Result);
}
