using Integrations.Core.Linking;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.People;

/// <summary>One person, their accounts and issues, and their next meetings.</summary>
public sealed partial class PersonPage(
    PersonService people, MeetingService meetings, CurrentCaller caller, NavigationManager navigation, TimeProvider clock) : IDisposable
{
    private const int MeetingsShown = 5;

    private readonly LatestOnly _loads = new();
    private PersonDetails? _person;
    private IReadOnlyList<MeetingRow>? _meetings;
    private string? _failed;
    private string? _refused;

    [Parameter]
    public Guid Id { get; set; }

    [CascadingParameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    public void Dispose() => _loads.Dispose();

    protected override Task OnParametersSetAsync() => _person?.Id == Id ? Task.CompletedTask : LoadAsync();

    private async Task LoadAsync()
    {
        (_person, _meetings, _failed) = (null, null, null);
        var found = await _loads.RunAsync(async cancellationToken =>
            new Loaded<PersonDetails>(await people.GetAsync(caller.Value, Id, cancellationToken)));
        if (found is null)
        {
            return;
        }

        (_person, _failed) = (found.Value, found.Failure);
        if (_person is not null)
        {
            StateHasChanged();
            var next = await _loads.RunAsync(async cancellationToken => new Loaded<Page<MeetingRow>>(await meetings.ListAsync(
                caller.Value, new MeetingFilter(From: clock.GetUtcNow(), PersonId: Id), new PageRequest(MeetingsShown), cancellationToken)));
            _meetings = next?.Value?.Items ?? _meetings;
        }
    }

    private async Task DeleteAsync()
    {
        var deleted = await people.DeleteAsync(caller.Value, Id, CancellationToken.None);
        _refused = deleted.Failure?.Message;
        if (deleted.IsSuccess)
        {
            navigation.NavigateTo("/people");
        }
    }
}
