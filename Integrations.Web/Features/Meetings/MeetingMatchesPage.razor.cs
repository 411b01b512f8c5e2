using Integrations.Core.Linking.Calendars;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Meetings;

/// <summary>The likely events of all meetings of seven days, reviewed and linked at once. The days live in the address.</summary>
public sealed partial class MeetingMatchesPage(LikelyLinks likely, CurrentCaller caller, TimeProvider clock) : IDisposable
{
    private const int Days = 7;

    private readonly LatestOnly _loads = new();
    private readonly HashSet<Guid> _ticked = [];
    private IReadOnlyList<CalendarTrouble> _troubles = [];
    private LikelyMatches? _matches;
    private Failure? _refused;
    private string? _failure;
    private DateOnly _first;
    private DateOnly? _loaded;
    private int _linked;
    private bool _working;

    [SupplyParameterFromQuery(Name = "from")]
    private string? From { get; set; }

    [CascadingParameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    private DateOnly Today => Zone.Day(clock.GetUtcNow());

    private ListChoice<LikelyMatch> Choice => new(
        match => _ticked.Contains(match.Meeting.Id),
        EventCallback.Factory.Create<(LikelyMatch Match, bool On)>(this, ticked => Tick([ticked.Match], ticked.On)),
        EventCallback.Factory.Create<bool>(this, on => Tick(_matches!.Found, on)),
        match => Titles.Shown(match.Meeting.Title));

    public void Dispose() => _loads.Dispose();

    protected override Task OnParametersSetAsync()
    {
        _first = MeetingDays.Read(From) ?? Today;
        // The prerendered page is thrown away a moment later; no vendor is asked for it.
        if (_loaded == _first || !RendererInfo.IsInteractive)
        {
            return Task.CompletedTask;
        }

        (_loaded, _linked, _troubles) = (_first, 0, []);
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        (_matches, _failure) = (null, null);
        var range = new CalendarRange(Zone.StartOf(_first), Zone.StartOf(_first.AddDays(Days)));
        if (await _loads.RunAsync(async ct => new Loaded<LikelyMatches>(await likely.FindAsync(caller.Value, range, ct))) is { } found)
        {
            (_matches, _failure) = (found.Value, found.Failure);
            _ticked.Clear();
            _ticked.UnionWith(_matches?.Found.Where(match => match.IsStrong).Select(match => match.Meeting.Id) ?? []);
        }
    }

    private async Task LinkAsync()
    {
        // A second click may arrive before the button is drawn disabled (SECURITY B8).
        if (_working || _matches?.Found.Where(match => _ticked.Contains(match.Meeting.Id)).ToList() is not { Count: > 0 } chosen)
        {
            return;
        }

        _working = true;
        var done = await likely.LinkAsync(caller.Value, chosen, CancellationToken.None);
        (_refused, _working) = (done.Failure, false);
        if (done.TryGet(out var troubles, out _))
        {
            (_troubles, _linked) = (troubles, chosen.Count - troubles.Count);
            await LoadAsync();
        }
    }

    private void Tick(IEnumerable<LikelyMatch> matches, bool on)
    {
        foreach (var match in matches)
        {
            _ = on ? _ticked.Add(match.Meeting.Id) : _ticked.Remove(match.Meeting.Id);
        }
    }

    private string TimeOf(LikelyMatch match) => match.Event.Start is { } start ? Zone.Range(start, match.Event.End ?? start) : "–";

    private static string AddressOf(DateOnly first) => $"/meetings/matches?from={first:yyyy-MM-dd}";
}
