using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Integrations.Web.Features.Meetings;

/// <summary>One meeting, and what it is linked to.</summary>
public sealed partial class MeetingPage(
    MeetingService meetings, LinkService linking, CurrentCaller caller, NavigationManager navigation, ISnackbar toasts, TimeProvider clock) : IDisposable
{
    private readonly LatestOnly _loads = new();
    private MeetingDetails? _meeting;
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
    }

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
}
