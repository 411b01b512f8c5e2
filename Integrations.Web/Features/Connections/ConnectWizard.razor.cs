using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Templates;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Integrations.Web.Features.Connections;

/// <summary>
/// Connects a provider in at most three steps: choose how, give credentials or go to the vendor, see the account and name it.
/// Credentials are tested before anything is saved. With <see cref="Instance"/> it reconnects that integration instead.
/// </summary>
public sealed partial class ConnectWizard(
    ConnectionService connections,
    InstanceService instances,
    IntegrationActions actions,
    TemplateService templates,
    ConnectLauncher launcher,
    CurrentCaller caller,
    NavigationManager navigation) : IDisposable
{
    private static FieldDescriptor NameField => new("name", Text.T("Name")) { Required = true, MaxLength = IntegrationInstance.NameMaxLength, Help = Text.T("As lists show it; change it any time.") };

    private readonly LatestOnly _calls = new();
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private IReadOnlyList<ConnectChoice> _choices = [];
    private ConnectChoice? _choice;
    private AuthMethod _method = null!;
    private WizardStep _step;
    private IReadOnlyList<TemplateView> _templates = [];
    private TemplateView? _template;
    private IReadOnlyList<string>? _purposes;
    private VendorAccount? _found;
    private Failure? _failure;
    private string _name = "";
    private bool _working;
    private bool _otherAccount;
    private WizardStep? _focused;
    private ElementReference _root;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [Parameter, EditorRequired]
    public CatalogEntry Provider { get; set; } = null!;

    /// <summary>The integration to connect again; null makes a new one.</summary>
    [Parameter]
    public InstanceView? Instance { get; set; }

    /// <summary>Names already in use, so that the proposed one is free.</summary>
    [Parameter]
    public IReadOnlyList<string> Taken { get; set; } = [];

    /// <summary>The template that is chosen from the start; null for none.</summary>
    [Parameter]
    public TemplateView? Template { get; set; }

    private IReadOnlyList<AuthMethod> Methods => Provider.Connector!.Manifest.Auth;

    private bool NeedsChoice => _choices.Count > 1 || Methods.Count > 1;

    private bool IsFirst => Steps.IndexOf(_step) <= 0;

    private string Heading => HeadingOf(Provider, Instance);

    private bool CanGoOn => (Instance is not null || _choice is not null) && (_choice?.EachForThemself == true || IsUsable(_method));

    private List<WizardStep> Steps =>
    [
        .. NeedsChoice ? [WizardStep.Choose] : Array.Empty<WizardStep>(),
        .. _choice?.EachForThemself == true ? [] : new[] { WizardStep.Credentials },
        .. _method.OAuth is not null && _choice?.EachForThemself != true ? [] : new[] { WizardStep.Finish },
    ];

    /// <summary>Opens it over the page.</summary>
    public static async Task OpenAsync(IDialogService dialogs, CatalogEntry provider, InstanceView? instance = null, IReadOnlyList<string>? taken = null, TemplateView? template = null) =>
        await (await dialogs.ShowAsync<ConnectWizard>(
            HeadingOf(provider, instance),
            new DialogParameters { [nameof(Provider)] = provider, [nameof(Instance)] = instance, [nameof(Taken)] = taken ?? [], [nameof(Template)] = template },
            new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true, BackdropClick = false, CloseButton = true })).Result;

    public void Dispose() => _calls.Dispose();

    protected override async Task OnInitializedAsync()
    {
        Begin();
        if (Instance is null && caller.Value.IsTenantAdmin)
        {
            var found = await templates.ListAsync(caller.Value, Provider.Key, CancellationToken.None);
            _templates = found.IsSuccess ? found.Value : [];
        }
    }

    private void Begin()
    {
        _choices = Instance is null ? ConnectChoice.For(Provider, caller.Value) : [];
        _choice = _choices.Count > 0 ? _choices[0] : null;
        _method = Methods.FirstOrDefault(m => m.Kind == Instance?.Connection?.AuthKind) ?? Methods.FirstOrDefault(IsUsable) ?? Methods[0];
        _name = FreeName();
        if (Template is { } template)
        {
            _template = template;
            TakeScope(template);
            _name = template.Name;
        }

        _step = Steps[0];
        foreach (var (name, value) in Instance?.Connection?.Facts ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            _values[name] = value;
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // The dialog itself focuses the first field when it opens; afterwards the eyes follow the steps, and so does the focus.
        if (!firstRender && _focused is not null && _focused != _step)
        {
            await Focus.MoveIntoAsync(_root);
        }

        _focused = _step;
    }

    private bool IsUsable(AuthMethod method) => method.OAuth is null || Provider.HasOAuthClient;

    private void ChooseTemplate(string? id)
    {
        _template = _templates.FirstOrDefault(t => t.Id.ToString() == id);
        _purposes = null;
        if (_template is { } chosen)
        {
            TakeScope(chosen);
        }
    }

    /// <summary>A template of the organization is for the organization, shared or each for themself as it was saved, and for the uses that it was saved with.</summary>
    private void TakeScope(TemplateView template)
    {
        _choice = _choices.FirstOrDefault(c => c.Level == InstanceLevel.Organization && c.EachForThemself == template.Template.Values.UserScoped) ?? _choice;
        _purposes = InstancePurposes.Known(template.Template.Values.Settings, Provider.Connector);
    }

    /// <summary>The template's values, where one was chosen, under the name that was typed, and what was ticked, which may be more or less than the template's.</summary>
    private InstanceChanges Values()
    {
        var values = _template?.Template.Values.ToChanges(_name) ?? new InstanceChanges { Name = _name };
        return _method.OAuth is null && !_choice!.EachForThemself ? values : values with { Settings = InstancePurposes.With(values.Settings, _purposes) };
    }

    private IReadOnlyList<OAuthScope> AskedFor(OAuthManifest oauth) =>
        Instance is { } again ? OAuthAsk.For(oauth, InstancePurposes.Of(again.Instance), [], again.Connection is { AuthKind: AuthKinds.OAuth2 } connection ? connection.Scopes : []).Scopes
        : OAuthAsk.For(oauth, _purposes, [], []).Scopes;

    private void Choose(AuthMethod method) => (_method, _failure) = (method, null);

    private Task ChosenAsync()
    {
        _step = Steps[Math.Min(Steps.IndexOf(_step) + 1, Steps.Count - 1)];
        _failure = null;
        return Task.CompletedTask;
    }

    private void Back()
    {
        _step = Steps[Math.Max(0, Steps.IndexOf(_step) - 1)];
        (_failure, _found, _otherAccount) = (null, null, false);
    }

    private void Stop()
    {
        _calls.Cancel();
        _working = false;
    }

    /// <summary>Asks the vendor whose the typed credential is; nothing is stored.</summary>
    private async Task TryAsync()
    {
        var tried = await WorkAsync(ct => connections.TryAsync(caller.Value, Provider.Key, _method.Kind, TypedFields(), ct));
        if (tried?.Value is { } account)
        {
            (_found, _step) = (account, WizardStep.Finish);
        }
    }

    private async Task SaveAsync()
    {
        var id = Instance is { } instance ? await ReconnectAsync(instance) : await CreateAsync();
        if (id is not null)
        {
            Dialog.Close();
            navigation.NavigateTo($"/integrations/{id.Value}?status={(_found is null ? "enabled" : "connected")}");
        }
    }

    private async Task<Chosen?> ReconnectAsync(InstanceView instance)
    {
        var request = new ConnectRequest(_method.Kind, TypedFields()) { AllowAccountChange = _otherAccount };
        var connected = await WorkAsync(ct => connections.ConnectAsync(caller.Value, instance.Id, request, ct));
        _otherAccount = _failure?.Code == ConnectionFailures.AccountChangedCode;
        return connected?.Value is null ? null : new Chosen(instance.Id);
    }

    private async Task<Chosen?> CreateAsync()
    {
        if (_choice!.EachForThemself)
        {
            return await EnableAsync();
        }

        var request = new NewInstance(Provider.Key, _choice.Level, Values() with { UserScoped = null });
        var created = await WorkAsync(async ct =>
            (await actions.CreateConnectedAsync(caller.Value, request, TypedFields(), _method.Kind, ct)).Map(id => new Chosen(id)));
        return created?.Value;
    }

    private async Task<Chosen?> EnableAsync()
    {
        var values = Values() with { UserScoped = _choice!.EachForThemself ? true : null };
        var made = await WorkAsync(ct => instances.CreateAsync(caller.Value, new NewInstance(Provider.Key, _choice.Level, values), ct));
        return made?.Value is { } view ? new Chosen(view.Id) : null;
    }

    /// <summary>The integration exists, pending, while its person is at the vendor; it can be connected again if they never return.</summary>
    private async Task GoToVendorAsync()
    {
        var chosen = Instance is { } known ? new Chosen(known.Id) : await EnableAsync();
        if (chosen is null)
        {
            return;
        }

        var started = await WorkAsync(ct => launcher.StartAsync(caller.Value, chosen.Value, $"/integrations/{chosen.Value}", allowAccountChange: false, TypedFields(), ct));
        if (started?.Value is { } address)
        {
            navigation.NavigateTo(address, forceLoad: true);
        }
        else if (Instance is null)
        {
            // Nothing was begun at the vendor, so nothing stays here either.
            await instances.DeleteAsync(caller.Value, chosen.Value, CancellationToken.None);
        }
    }

    private async Task<Loaded<T>?> WorkAsync<T>(Func<CancellationToken, Task<Result<T>>> work)
        where T : class
    {
        if (_working)
        {
            return null;
        }

        (_working, _failure) = (true, null);
        var ended = await _calls.RunAsync(async ct =>
        {
            var result = await work(ct);
            _failure = result.Failure?.Inner ?? result.Failure;
            return new Loaded<T>(result);
        });
        _working = false;
        return ended;
    }

    private Dictionary<string, string> TypedFields() =>
        _method.Fields.Where(f => !string.IsNullOrWhiteSpace(_values.GetValueOrDefault(f.Name))).ToDictionary(f => f.Name, f => _values[f.Name].Trim(), StringComparer.Ordinal);

    private string? ErrorOf(string field) => _failure switch
    {
        { Code: InstanceFailures.NameTakenCode } when field == "name" => _failure.Message,
        { Fields: { } fields } => fields.GetValueOrDefault(field)?[0],
        _ => null,
    };

    private string FreeName() =>
        Enumerable.Range(1, 100).Select(n => n == 1 ? Provider.DisplayName : $"{Provider.DisplayName} {n}")
            .First(name => !Taken.Contains(name, StringComparer.OrdinalIgnoreCase));

    private string Title(WizardStep step) => step switch
    {
        WizardStep.Choose => Text.T("Choose"),
        WizardStep.Credentials => _method.OAuth is null ? Text.T("Credentials") : Text.T("Sign in"),
        _ => Text.T("Name"),
    };

    private static string HeadingOf(CatalogEntry provider, InstanceView? instance) =>
        instance is null ? Text.T("Connect {0}", provider.DisplayName) : Text.T("Reconnect '{0}'", instance.Name);

    private sealed record Chosen(Guid Value);
}
