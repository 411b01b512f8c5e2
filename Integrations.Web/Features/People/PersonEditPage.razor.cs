using Integrations.Core.Linking;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.People;

/// <summary>Writes down a new person, or changes one.</summary>
public sealed partial class PersonEditPage(PersonService people, CurrentCaller caller, NavigationManager navigation) : IDisposable
{
    private readonly UntilLeft _gone = new();
    private PersonDetails? _person;
    private Failure? _refused;
    private string? _failed;
    private bool _loaded;

    [Parameter]
    public Guid? Id { get; set; }

    private string Title => Id is null ? Text.T("New person") : Text.T("Edit person");

    public void Dispose() => _gone.Dispose();

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        (_loaded, _failed) = (false, null);
        if (Id is { } id)
        {
            var found = await people.GetAsync(caller.Value, id, _gone.Token);
            if (!found.TryGet(out _person, out var failure))
            {
                _failed = failure.Message;
                return;
            }
        }

        _loaded = true;
    }

    private async Task SaveAsync(PersonDraft draft)
    {
        var saved = _person is null
            ? await people.CreateAsync(caller.Value, draft, _gone.Token)
            : await people.UpdateAsync(caller.Value, _person.Id, _person.Version, draft, _gone.Token);
        _refused = saved.Failure;
        if (saved.IsSuccess)
        {
            navigation.NavigateTo($"/people/{saved.Value.Id}");
        }
    }
}
