using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Management;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Integrations.Web.Features.Meetings;

/// <summary>One meeting, and what it is linked to.</summary>
public sealed partial class MeetingPage(
    MeetingService meetings, LinkService linking, WritableCalendars writable, CurrentCaller caller, NavigationManager navigation, ISnackbar toasts, TimeProvider clock) : IDisposable
{
    /// <summary>In a menu; more are searched in.</summary>
    private const int MostCalendars = 8;

    private readonly LatestOnly _loads = new();
    private IReadOnlyList<InstanceView> _calendars = [];
    private MeetingDetails? _meeting;
    private bool _hasMoreCalendars;
    private bool _choosing;
    private string? _failed;
    private string? _refused;

    [Parameter]
    public Guid Id { get; set; }

    [CascadingParameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    private string When
    {
        get
        {
            var (day, today) = (Zone.Day(_meeting!.StartsAt), Zone.Day(clock.GetUtcNow()));
            var near = Times.Nearness(day, today) is { } word ? $"{word}, " : "";
            return $"{near}{Times.LongDay(day, today)}, {Zone.Range(_meeting.StartsAt, _meeting.EndsAt)}";
        }
    }

    public void Dispose() => _loads.Dispose();

    protected override Task OnParametersSetAsync() => _meeting?.Id == Id ? Task.CompletedTask : LoadAsync();

    private async Task LoadAsync()
    {
        (_meeting, _failed) = (null, null);
        var found = await _loads.RunAsync(async cancellationToken =>
            new Loaded<MeetingDetails>(await meetings.GetAsync(caller.Value, Id, cancellationToken)));
        if (found is not null)
        {
            (_meeting, _failed) = (found.Value, found.Failure);
        }

        // The prerendered page needs no button that leads on.
        if (_meeting is not null && RendererInfo.IsInteractive)
        {
            StateHasChanged();
            await LoadCalendarsAsync();
        }
    }

    private async Task LoadCalendarsAsync()
    {
        if (await _loads.RunAsync(async ct => new Calendars(await writable.FindAsync(caller.Value, words: null, MostCalendars, ct))) is { Result: { IsSuccess: true, Value: var (found, hasMore) } })
        {
            (_calendars, _hasMoreCalendars) = (found, hasMore);
        }
    }

    private string CreateAddress(InstanceView calendar) => $"/integrations/{calendar.Id}/actions?action={WritableCalendars.CreateEvent}&meeting={Id}";

    private async Task DeleteAsync()
    {
        var (meeting, who) = (_meeting!, caller.Value);
        var links = await linking.GetEntityIntegrationLinksAsync(who, EntityTypes.Meeting, Id, CancellationToken.None);
        var deleted = await meetings.DeleteAsync(who, Id, CancellationToken.None);
        _refused = deleted.Failure?.Message;
        if (deleted.IsSuccess)
        {
            navigation.NavigateTo("/meetings");
            var gone = new DeletedMeeting(meetings, linking, meeting, links.IsSuccess ? links.Value : []);
            toasts.NotifyWithUndo(Text.T("'{0}' was deleted", Titles.Shown(meeting.Title)), async () =>
            {
                var restored = await gone.RestoreAsync(who);
                if (restored.IsSuccess)
                {
                    navigation.NavigateTo($"/meetings/{restored.Value.Id}");
                }

                return (restored.IsSuccess, restored.Failure?.Message ?? Text.T("'{0}' is back", Titles.Shown(meeting.Title)));
            });
        }
    }

    /// <summary>An answer that came while the meeting was still shown.</summary>
    private sealed record Calendars(Result<(IReadOnlyList<InstanceView> Found, bool HasMore)> Result);
}
