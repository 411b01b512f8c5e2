using System.Globalization;
using Integrations.Core.Common;
using Integrations.Core.Linking;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Meetings;

/// <summary>Seven days of meetings from a day on, or all that match a search. Both live in the address.</summary>
public sealed partial class MeetingsPage(MeetingService meetings, CurrentCaller caller, NavigationManager navigation, TimeProvider clock) : IDisposable
{
    private const int Days = 7;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly LatestOnly _loads = new();
    private Page<MeetingRow>? _page;
    private string? _failure;
    private string? _text;

    // What the box begins with. It is not bound to what is typed: an answer that comes late would take letters away.
    private string? _firstText;
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
        _first = DateOnly.TryParseExact(From, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : Today;
        _firstText ??= Query ?? "";
        _text ??= Query;
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

    private async Task SearchAsync(ChangeEventArgs typed)
    {
        _text = typed.Value as string;
        // While letters follow each other, only the last one searches.
        if (await _loads.RunAsync(async cancellationToken => { await Task.Delay(Pause, clock, cancellationToken); return this; }) is not null)
        {
            navigation.NavigateTo(navigation.GetUriWithQueryParameters("/meetings", Query(_text)), replace: true);
        }

        static Dictionary<string, object?> Query(string? text) => new(StringComparer.Ordinal) { ["q"] = string.IsNullOrWhiteSpace(text) ? null : text };
    }

    private static string AddressOf(DateOnly first) => $"/meetings?from={first:yyyy-MM-dd}";
}
