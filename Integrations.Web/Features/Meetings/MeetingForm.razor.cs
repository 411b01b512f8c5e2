using Integrations.Core.Common;
using Integrations.Core.Linking;
using Integrations.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Meetings;

public sealed partial class MeetingForm
{
    private HashSet<Guid> _attendees = [];
    private string _title = "";
    private DateOnly _day;
    private TimeOnly _start = new(10, 0);
    private TimeOnly _end = new(10, 30);
    private string? _location;
    private string? _notes;
    private bool _filled;
    private bool _saving;

    /// <summary>What is changed; null for a new meeting.</summary>
    [Parameter]
    public MeetingDetails? Original { get; set; }

    /// <summary>Everybody who can be chosen.</summary>
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

        _saving = true;
        var ends = Zone.At(_end <= _start && IsOvernight ? _day.AddDays(1) : _day, _end);
        await Save.InvokeAsync(new MeetingDraft(_title, Zone.At(_day, _start), ends)
        {
            Location = _location,
            Notes = _notes,
            Attendees = [.. _attendees],
        });
        _saving = false;
    }

    // A meeting that already crossed midnight keeps doing so; for others an earlier end is a slip of the hand.
    private bool IsOvernight => Original is { } meeting && Zone.Day(meeting.StartsAt) != Zone.Day(meeting.EndsAt);

    private string? Error(string field) => Failure?.Fields?.TryGetValue(field, out var messages) == true ? messages[0] : null;

    private string? Describes(string field) => Error(field) is null ? null : $"meeting-{field}-error";
}
