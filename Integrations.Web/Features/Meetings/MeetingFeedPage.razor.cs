using Integrations.Core.Linking.Feeds;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Meetings;

/// <summary>Makes, renews and removes the secret address under which a calendar reads one's own meetings.</summary>
public sealed partial class MeetingFeedPage(CalendarFeedService feeds, CurrentCaller caller, PublicOrigin origin, NavigationManager navigation, TimeProvider clock) : IDisposable
{
    private readonly LatestOnly _loads = new();
    private CalendarFeedStanding? _standing;
    private Secret? _secret;
    private Failure? _refused;
    private string? _failure;
    private bool _working;

    [CascadingParameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    public void Dispose() => _loads.Dispose();

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        if (await _loads.RunAsync(async ct => new Loaded<CalendarFeedStanding>(await feeds.FindAsync(caller.Value, ct))) is { } found)
        {
            (_standing, _failure) = (found.Value, found.Failure);
        }
    }

    private async Task MakeAsync()
    {
        // A second click may arrive before the button is drawn disabled (SECURITY B8).
        if (_working)
        {
            return;
        }

        _working = true;
        var made = await feeds.MakeAsync(caller.Value, CancellationToken.None);
        (_secret, _refused, _working) = (made.IsSuccess ? made.Value : null, made.Failure, false);
        await LoadAsync();
    }

    private async Task RemoveAsync()
    {
        _refused = (await feeds.RemoveAsync(caller.Value, CancellationToken.None)).Failure;
        _secret = null;
        await LoadAsync();
    }

    private void Forget() => _secret = null;

    private string AddressOf(Secret secret)
    {
        var path = CalendarFeedEndpoints.Address(secret.Reveal());
        return origin.IsKnown ? origin.Url(path) : navigation.ToAbsoluteUri(path).ToString();
    }
}
