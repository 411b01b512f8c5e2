using Integrations.Core.Common;
using Integrations.Core.Templates;
using Integrations.Web.Components.Shared;
using Integrations.Web.Features.Connections;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Texts;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Integrations.Web.Features.Templates;

/// <summary>The organization's templates: use one, rename it, delete it.</summary>
public sealed partial class TemplatesPage(TemplateService templates, CurrentCaller caller, IDialogService dialogs, ISnackbar toasts) : IDisposable
{
    private readonly LatestOnly _loads = new();
    private IReadOnlyList<TemplateView>? _rows;
    private string? _failure;
    private Guid? _renaming;
    private Guid? _focused;
    private string _name = "";
    private string? _refused;
    private ElementReference _input;

    public void Dispose() => _loads.Dispose();

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_renaming is not null && _focused != _renaming)
        {
            await _input.FocusAsync();
        }

        _focused = _renaming;
    }

    private async Task LoadAsync()
    {
        _failure = null;
        var found = await _loads.RunAsync(async ct => new Loaded<IReadOnlyList<TemplateView>>(await templates.ListAsync(caller.Value, null, ct)));
        if (found is not null)
        {
            (_rows, _failure) = (found.Value, found.Failure);
        }
    }

    private Task UseAsync(TemplateView view) => ConnectWizard.OpenAsync(dialogs, view.Provider!, template: view);

    private void Rename(TemplateView view) => (_renaming, _name, _refused) = (view.Id, view.Name, null);

    private async Task RenameAsync()
    {
        if (_renaming is not { } id)
        {
            return;
        }

        var renamed = await templates.RenameAsync(caller.Value, id, _name, expectedVersion: null, CancellationToken.None);
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
        if (deleted.Failure is { Kind: not FailureKind.NotFound } failure)
        {
            toasts.Notify(Severity.Error, Text.T("Not deleted"), failure.Message, 8_000);
            return;
        }

        toasts.Notify(Severity.Success, Text.T("'{0}' is deleted", view.Name));
        await LoadAsync();
    }
}
