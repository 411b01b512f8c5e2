using Integrations.Core.Identity.Programs;
using Integrations.Web.Api.Auth;
using Integrations.Web.Hosting;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Hosting.SignIn.Programs;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Programs;

/// <summary>Asks a person whether a program may act for them. Its form goes to the server's own address, which judges the whole request again.</summary>
public sealed partial class ConsentPage(ProgramConsents consents, CurrentCaller caller)
{
    private ConsentView? _view;
    private ConsentAsk? _ask;
    private string? _failure;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [Inject]
    private ConsentAsks Asks { get; set; } = null!;

    [SupplyParameterFromQuery(Name = ProgramSignInEndpoints.Ask)]
    private string? Sealed { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (Asks.Open(Sealed, caller.Value.UserId) is not { Redirect: { } redirect } ask)
        {
            _failure = Text.T("This took too long, or was meant for another person. Start again in the program.");
            Context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var described = await consents.DescribeAsync(caller.Value, ask.ClientId, ask.Scope, ask.Resources, Context.RequestAborted);
        (_view, _ask, _failure) = (described.IsSuccess ? described.Value : null, ask, described.Failure?.Message);
        if (_view is not null)
        {
            SecurityHeaders.AllowFormTarget(Context, redirect);
        }
    }
}
