using Integrations.Core.Linking;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Meetings;

/// <summary>Seven days of meetings from a day on, or all that match a search. Both live in the address.</summary>
public sealed partial class MeetingsPage(MeetingService meetings, CurrentCaller caller, NavigationManager navigation, TimeProvider clock) : IDisposable
{
    private const int Days = 7;

    private readonly LatestOnly _loads = new();
    private Page<MeetingRow>? _page;
    private string? _failure;
    private DateOnly _first;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Query { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private string? From { get; set; }

    [CascadingParameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    private DateOnly Today => Zone.Day(clock.GetUtcNow());

    public void Dispose() => _loads.Dispose();

    protected override Task OnParametersSetAsync()
    {
        _first = MeetingDays.Read(From) ?? Today;
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        _failure = null;
        var filter = string.IsNullOrWhiteSpace(Query)
            ? new MeetingFilter(From: Zone.StartOf(_first), To: Zone.StartOf(_first.AddDays(Days)))
            : new MeetingFilter(Query);
        var found = await _loads.RunAsync(async cancellationToken =>
        {
            var page = await meetings.ListAsync(caller.Value, filter, new PageRequest(PageRequest.MaxLimit), cancellationToken);
            return new Loaded<Page<MeetingRow>>(page);
        });
        if (found is not null)
        {
            (_page, _failure) = (found.Value, found.Failure);
        }
    }

    private void Search(string? text) => navigation.NavigateTo(
        navigation.GetUriWithQueryParameters("/meetings", new Dictionary<string, object?>(StringComparer.Ordinal) { ["q"] = string.IsNullOrWhiteSpace(text) ? null : text }), replace: true);

    private static string AddressOf(DateOnly first) => $"/meetings?from={first:yyyy-MM-dd}";
}
