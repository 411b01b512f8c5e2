using Integrations.Core.Linking;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Meetings;

/// <summary>Writes down a new meeting, or changes one.</summary>
public sealed partial class MeetingEditPage(
    MeetingService meetings, PersonService people, CurrentCaller caller, NavigationManager navigation, TimeProvider clock) : IDisposable
{
    private readonly UntilLeft _gone = new();
    private MeetingDetails? _meeting;
    private IReadOnlyList<MeetingPerson> _people = [];
    private Failure? _refused;
    private string? _failed;
    private bool _loaded;

    [Parameter]
    public Guid? Id { get; set; }

    [CascadingParameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    private string Title => Id is null ? Text.T("New meeting") : Text.T("Edit meeting");

    private DateOnly Today => Zone.Day(clock.GetUtcNow());

    public void Dispose() => _gone.Dispose();

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        (_loaded, _failed) = (false, null);
        if (Id is { } id)
        {
            var found = await meetings.GetAsync(caller.Value, id, _gone.Token);
            if (!found.TryGet(out _meeting, out var failure))
            {
                _failed = failure.Message;
                return;
            }
        }

        var listed = await people.ListAsync(caller.Value, text: null, new PageRequest(PageRequest.MaxLimit), _gone.Token);
        // Anyone who attends already stays choosable, also beyond the first hundred.
        _people = [.. listed.Value.Items.Select(row => new MeetingPerson(row.Id, row.Name, row.Email))
            .Concat(_meeting?.Attendees ?? [])
            .DistinctBy(person => person.Id)
            .OrderBy(person => person.Name, StringComparer.CurrentCultureIgnoreCase)];
        _loaded = true;
    }

    private async Task SaveAsync(MeetingDraft draft)
    {
        var saved = _meeting is null
            ? await meetings.CreateAsync(caller.Value, draft, _gone.Token)
            : await meetings.UpdateAsync(caller.Value, _meeting.Id, _meeting.Version, draft, _gone.Token);
        _refused = saved.Failure;
        if (saved.IsSuccess)
        {
            navigation.NavigateTo($"/meetings/{saved.Value.Id}");
        }
    }
}
