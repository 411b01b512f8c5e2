using Integrations.Core.Identity.Entra;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Hosting.SignIn.Entra;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Features.Account;

/// <summary>The Microsoft account that signs one in: linking it, and unlinking it.</summary>
public sealed partial class MicrosoftPart(MicrosoftAccounts accounts, CurrentCaller caller, NavigationManager navigation)
{
    private string? _name;
    private string? _refusal;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [Inject]
    private IOptions<MicrosoftOptions> Options { get; set; } = null!;

    [SupplyParameterFromQuery(Name = MicrosoftAnswer.Outcome)]
    private string? Outcome { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (Options.Value.IsOn)
        {
            var linked = await accounts.GetAsync(caller.Value, Context.RequestAborted);
            _name = linked.IsSuccess ? linked.Value.Name : null;
        }
    }

    private async Task UnlinkAsync() => _refusal = AccountActs.After(
        await accounts.UnlinkAsync(caller.Value with { RequestId = Context.TraceIdentifier }, Context.RequestAborted), "microsoft", Context, navigation);
}
