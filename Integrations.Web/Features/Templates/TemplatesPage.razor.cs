using Integrations.Connectors.Manifest;
using Integrations.Core.Templates;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Features.Connections;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using MudBlazor;

namespace Integrations.Web.Features.Templates;

/// <summary>The organization's templates: use one, rename it, delete it.</summary>
public sealed partial class TemplatesPage(TemplateService templates, CurrentCaller caller, IDialogService dialogs, ISnackbar toasts) : IDisposable
{
    private readonly LatestOnly _loads = new();
    private IReadOnlyList<TemplateView>? _rows;
    private string? _failure;
    private TemplateView? _renaming;
    private TemplateView? _deleting;
    private string _name = "";
    private string? _refused;

    public void Dispose() => _loads.Dispose();

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        _failure = null;
        var found = await _loads.RunAsync(async ct => new Loaded<IReadOnlyList<TemplateView>>(await templates.ListAsync(caller.Value, null, ct)));
        if (found is not null)
        {
            (_rows, _failure) = (found.Value, found.Failure);
        }
    }

    private static FieldDescriptor NameField(TemplateView view) => new("name", Text.T("New name of {0}", view.Name)) { Required = true, MaxLength = IntegrationTemplate.NameMaxLength };

    private Task UseAsync(TemplateView view) => ConnectWizard.OpenAsync(dialogs, view.Provider!, template: view);

    private void Rename(TemplateView view) => (_renaming, _name, _refused) = (view, view.Name, null);

    private async Task RenameAsync()
    {
        if (_renaming is not { } view)
        {
            return;
        }

        var renamed = await templates.RenameAsync(caller.Value, view.Id, _name, expectedVersion: null, CancellationToken.None);
        _refused = renamed.Failure?.Message;
        if (renamed.IsSuccess)
        {
            _renaming = null;
            toasts.Notify(Severity.Success, Text.T("It is called '{0}' now", renamed.Value.Name));
            await LoadAsync();
        }
    }

    private async Task DeleteAsync(TemplateView view)
    {
        var deleted = await templates.DeleteAsync(caller.Value, view.Id, CancellationToken.None);
        _deleting = null;
        if (deleted.Failure is { Kind: not FailureKind.NotFound } failure)
        {
            toasts.Notify(Severity.Error, Text.T("Not deleted"), failure.Message, 8_000);
            return;
        }

        toasts.Notify(Severity.Success, Text.T("'{0}' is deleted", view.Name));
        await LoadAsync();
    }
}
