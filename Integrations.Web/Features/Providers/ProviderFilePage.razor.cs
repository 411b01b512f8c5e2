using Integrations.Connectors.Declarative.File;
using Integrations.Connectors.Http;
using Integrations.Core.Catalog.Files;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Options;
using MudBlazor;
using static Integrations.Web.Localization.Text;

namespace Integrations.Web.Features.Providers;

/// <summary>Checks a provider file, shows what it is and changes, and adds it once its hosts are approved.</summary>
public sealed partial class ProviderFilePage(
    ProviderFileService files, IOptions<VendorHttpOptions> vendors, CurrentCaller caller, NavigationManager navigation, ISnackbar toasts) : IDisposable
{
    private readonly UntilLeft _gone = new();
    private readonly HashSet<string> _approved = new(StringComparer.OrdinalIgnoreCase);
    private byte[] _bytes = [];
    private ProviderFileCheck? _check;
    private IReadOnlyList<FileProblem> _problems = [];
    private Failure? _refused;
    private bool _working;
    private bool _playsVendors;

    public void Dispose() => _gone.Dispose();

    protected override void OnInitialized() => _playsVendors = vendors.Value.SandboxOrigin is not null;

    private static string List(IEnumerable<string> items) => string.Join(", ", items) is { Length: > 0 } text ? text : T("None");

    private static IEnumerable<(string Label, IReadOnlyList<string> Items)> Changes(ProviderFileChanges changes) =>
        new[]
        {
            (T("Hosts called from now on"), changes.Hosts),
            (T("Scopes asked for from now on, when people connect again"), changes.Scopes),
            (T("Can no longer be found or read"), changes.GoneEntities),
            (T("Changes are no longer found by themselves"), changes.GoneChanges),
            (T("Actions that end"), changes.GoneActions),
            (T("Ways to connect that end: connect again by another"), changes.GoneWays),
            (T("Events are proven until now by"), changes.FormerProof),
            (T("Events are proven from now on by"), changes.Proof),
        }.Where(change => change.Item2.Count > 0);

    private void Approve(string host, bool isApproved)
    {
        if (isApproved)
        {
            _approved.Add(host);
        }
        else
        {
            _approved.Remove(host);
        }
    }

    private async Task ChooseAsync(InputFileChangeEventArgs chosen)
    {
        (_check, _problems, _refused) = (null, [], null);
        _approved.Clear();
        var given = chosen.File;
        if (given.Size > ProviderFileService.LargestFileInBytes)
        {
            _refused = Failure.InvalidField("file", T("A provider file has at most {0} KB.", ProviderFileService.LargestFileInBytes / 1024));
            return;
        }

        try
        {
            await using var stream = given.OpenReadStream(ProviderFileService.LargestFileInBytes, _gone.Token);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, _gone.Token);
            _bytes = bytes.ToArray();
        }
        catch (IOException)
        {
            _refused = Failure.InvalidField("file", T("The file changed while it was read. Choose it again."));
            return;
        }

        var answer = await files.CheckAsync(caller.Value, _bytes, _gone.Token);
        _refused = answer.Failure;
        if (answer.TryGet(out var check, out _))
        {
            (_check, _problems) = (check.File is null ? null : check, check.Problems);
        }
    }

    private async Task SaveAsync()
    {
        // A second click may arrive before the button is drawn disabled (SECURITY B8).
        if (_working || _check is not { File: { } file })
        {
            return;
        }

        _working = true;
        var saved = await files.SaveAsync(caller.Value, _bytes, [.. _approved], _check.Replaces, _gone.Token);
        (_working, _refused) = (false, saved.Failure);
        if (saved.IsSuccess)
        {
            toasts.Notify(Severity.Success, _check.Replaces is null ? T("Added") : T("Replaced"), file.Manifest.DisplayName);
            navigation.NavigateTo($"/providers/{file.Manifest.Key}");
        }
    }
}
