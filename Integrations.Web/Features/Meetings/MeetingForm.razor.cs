using Integrations.Connectors.Manifest;
using Integrations.Core.Linking;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Meetings;

public sealed partial class MeetingForm(NavigationManager navigation)
{
    /// <summary>From here on a box narrows the people.</summary>
    private const int Many = 12;

    private static FieldDescriptor TitleField => new("title", Text.T("Title")) { Required = true, MaxLength = Meeting.TitleMaxLength };
    private static FieldDescriptor PlaceField => new("location", Text.T("Place")) { MaxLength = Meeting.LocationMaxLength };
    private static FieldDescriptor NotesField => new("notes", Text.T("Notes")) { Type = "long", MaxLength = Meeting.NotesMaxLength };

    private HashSet<Guid> _attendees = [];
    private string _title = "";
    private DateOnly? _day;
    private TimeOnly? _start = new(10, 0);
    private TimeOnly? _end = new(10, 30);
    private string? _find;
    private Dictionary<string, string> _missing = [];
    private string? _location;
    private string? _notes;
    private bool _filled;
    private bool _saving;

    /// <summary>What is changed; null for a new meeting.</summary>
    [Parameter]
    public MeetingDetails? Original { get; set; }

    /// <summary>Everyone who can be chosen.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<MeetingPerson> People { get; set; } = [];

    /// <summary>Why the last try was refused.</summary>
    [Parameter]
    public Failure? Failure { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<MeetingDraft> Save { get; set; }

    [Parameter, EditorRequired]
    public string CancelAddress { get; set; } = "/meetings";

    /// <summary>The day a new meeting is proposed for.</summary>
    [Parameter]
    public DateOnly Today { get; set; }

    [CascadingParameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    protected override void OnParametersSet()
    {
        // Once: what a person has typed since is not overwritten by a render of the page around.
        if (_filled)
        {
            return;
        }

        _filled = true;
        _day = Today;
        if (Original is { } meeting)
        {
            (_title, _location, _notes) = (meeting.Title, meeting.Location, meeting.Notes);
            (_day, _start, _end) = (Zone.Day(meeting.StartsAt), Clock(meeting.StartsAt), Clock(meeting.EndsAt));
            _attendees = [.. meeting.Attendees.Select(person => person.Id)];
        }
    }

    private TimeOnly Clock(DateTimeOffset time) => TimeOnly.FromDateTime(Zone.Local(time));

    private void Toggle(Guid person)
    {
        if (!_attendees.Remove(person))
        {
            _attendees.Add(person);
        }
    }

    private async Task SubmitAsync()
    {
        // A second click may arrive before the button is drawn disabled (SECURITY B8).
        if (_saving)
        {
            return;
        }

        _missing = Missing();
        if (_missing.Count > 0 || _day is not { } day || _start is not { } start || _end is not { } end)
        {
            return;
        }

        _saving = true;
        await Save.InvokeAsync(new MeetingDraft(_title, Zone.At(day, start), Zone.At(EndDay(day, start, end), end))
        {
            Location = _location,
            Notes = _notes,
            Attendees = [.. _attendees],
        });
        _saving = false;
    }

    /// <summary>What the browser would have asked for, in the page's own words.</summary>
    private Dictionary<string, string> Missing()
    {
        var missing = new Dictionary<string, string>(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(_title))
        {
            missing["title"] = Text.T("{0} is required.", Text.T("Title"));
        }

        if (_day is null)
        {
            missing["startsAt"] = Text.T("{0} is required.", Text.T("Day"));
        }

        if (_start is null || _end is null)
        {
            missing["endsAt"] = Text.T("Say from when until when.");
        }

        return missing;
    }

    private string? Span => _day is { } day && _start is { } start && _end is { } end
        ? $"{Times.LongDay(day, Today)}, {Zone.Range(Zone.At(day, start), Zone.At(EndDay(day, start, end), end))}"
        : null;

    private DateOnly EndDay(DateOnly day, TimeOnly start, TimeOnly end) => end <= start && IsOvernight ? day.AddDays(1) : day;

    private bool IsShown(MeetingPerson person) => string.IsNullOrWhiteSpace(_find) || TextMatch.Contains(person.Name, _find.Trim());

    private void Reload() => navigation.Refresh(forceReload: true);

    // A meeting that already crossed midnight keeps doing so; for others an earlier end is a slip of the hand.
    private bool IsOvernight => Original is { } meeting && Zone.Day(meeting.StartsAt) != Zone.Day(meeting.EndsAt);

    private string? Error(string field) => _missing.GetValueOrDefault(field)
        ?? (Failure?.Fields?.TryGetValue(field, out var messages) == true ? messages[0] : null);
}
