using Integrations.Core.Identity.Programs;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Hosting.SignIn.Programs;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Integrations.Web.Api.Auth;

/// <summary>Where programs sign in by themselves. OpenIddict reads and judges each request before it comes here, and writes the answers.</summary>
internal static class ProgramSignInEndpoints
{
    public const string ConsentPath = "/oauth/consent";
    public const string RefusedPath = "/oauth/refused";
    public const string Ask = "ask";
    public const string Decision = "decision";
    public const string Accept = "accept";
    public const string Refuse = "refuse";

    private static readonly string[] Server = [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme];

    public static IEndpointRouteBuilder MapProgramSignIn(this IEndpointRouteBuilder routes)
    {
        // A browser's own: the fallback policy asks for a session, and for a second factor where that is the rule.
        routes.MapGet(ProgramServerHosting.AuthorizePath, AskAsync).RequireRateClass(RateClass.Anonymous).ExcludeFromDescription();
        routes.MapPost(ProgramServerHosting.AuthorizePath, DecideAsync).RequireRateClass(RateClass.Anonymous).ExcludeFromDescription();
        routes.MapPost(ProgramServerHosting.TokenPath, ExchangeAsync).AllowAnonymous().RequireRateClassFirst(RateClass.Anonymous).ExcludeFromDescription();
        // Answered before it comes here; without a route nothing would get that far.
        routes.MapPost(ProgramServerHosting.RevokePath, () => TypedResults.NotFound()).AllowAnonymous().RequireRateClassFirst(RateClass.Anonymous).ExcludeFromDescription();
        return routes;
    }

    private static async Task<Results<RedirectHttpResult, ForbidHttpResult>> AskAsync(HttpContext context, ProgramConsents consents, ConsentAsks asks, Caller caller, CancellationToken cancellationToken)
    {
        if (Refusal(context) is { } refused)
        {
            return refused;
        }

        var request = context.GetOpenIddictServerRequest()!;
        var ask = new ConsentAsk([.. context.Request.Query.SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? "")))]);
        var described = await consents.DescribeAsync(caller, ask.ClientId, ask.Scope, ask.Resources, cancellationToken);
        if (described.Failure is { Code: Caller.ReauthenticationCode })
        {
            return TypedResults.LocalRedirect(SessionCookie.ConfirmAddress(context.Request.Path + context.Request.QueryString));
        }

        if (described.Failure is { } failure)
        {
            return RefusedAt(failure.Code);
        }

        // A person is always asked: that a program came before says nothing about who sends the browser here now (RFC 8252, 8.6).
        return request.HasPromptValue(PromptValues.None) ? Forbid(new Failure(FailureKind.Forbidden, Errors.ConsentRequired, "A person has to be asked."))
            : ask.Redirect is null ? RefusedAt(Errors.InvalidRequest)
            : TypedResults.LocalRedirect(ConsentPath + QueryString.Create(Ask, asks.Seal(caller.UserId!.Value, ask.Parameters)));
    }

    private static async Task<Results<RedirectHttpResult, ForbidHttpResult, SignInHttpResult>> DecideAsync(
        HttpContext context, IAntiforgery antiforgery, ProgramConsents consents, ConsentAsks asks, Caller caller, CancellationToken cancellationToken)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return RefusedAt("too_old");
        }

        if (Refusal(context) is { } refused)
        {
            return refused;
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (asks.Open(form[Ask], caller.UserId) is not { } ask || !ask.Parameters.All(pair => form[pair.Key].Contains(pair.Value, StringComparer.Ordinal)))
        {
            return RefusedAt("too_old");
        }

        if (form[Decision] != Accept)
        {
            return Forbid(new Failure(FailureKind.Forbidden, Errors.AccessDenied, "The person refused."));
        }

        var approved = await consents.ApproveAsync(caller, ask.ClientId, ask.Scope, ask.Resources, cancellationToken);
        if (approved.Failure is { Code: Caller.ReauthenticationCode })
        {
            return TypedResults.LocalRedirect(SessionCookie.ConfirmAddress(ProgramServerHosting.AuthorizePath + QueryString.Create(ask.Parameters!)));
        }

        return approved.TryGet(out var letIn, out var failure)
            ? TypedResults.SignIn(ProgramPrincipal.Of(letIn.Pass, letIn.AuthorizationId.ToString()), authenticationScheme: Server[0])
            : RefusedAt(failure.Code);
    }

    private static async Task<Results<SignInHttpResult, ForbidHttpResult>> ExchangeAsync(HttpContext context, ProgramAccess access, CancellationToken cancellationToken)
    {
        var request = context.GetOpenIddictServerRequest()!;
        var (clientId, resources) = (request.ClientId ?? "", (IReadOnlyList<string>)request.GetResources());
        if (request.IsClientCredentialsGrantType())
        {
            var served = await access.ServeAsync(clientId, request.Scope, resources, cancellationToken);
            return served.TryGet(out var ask, out var wrong)
                ? SignIn(new ProgramPass(clientId, clientId, TokenScopeNames.Of(ask.Scopes), [ask.Resource], Stamp: null), authorizationId: null)
                : Forbid(wrong);
        }

        // A code or a refresh token that the server found to be this program's, in time, and unused.
        if ((await context.AuthenticateAsync(Server[0])).Principal is not { } held)
        {
            return Forbid(new Failure(FailureKind.Unauthenticated, Errors.InvalidGrant, "The code or refresh token is not valid."));
        }

        var pass = ProgramPrincipal.OfGrant(held, clientId);
        if (resources.Any(resource => !pass.Resources.Contains(resource.TrimEnd('/'), StringComparer.Ordinal)))
        {
            return Forbid(new Failure(FailureKind.Invalid, Errors.InvalidTarget, "The person let the program in for another resource."));
        }

        var family = held.GetAuthorizationId();
        var redeemed = await access.RedeemAsync(pass, Guid.TryParse(family, out var id) ? id : null, cancellationToken);
        return redeemed.Failure is { } gone ? Forbid(gone) : SignIn(pass, family);
    }

    private static SignInHttpResult SignIn(ProgramPass pass, string? authorizationId) => TypedResults.SignIn(ProgramPrincipal.Of(pass, authorizationId), authenticationScheme: Server[0]);

    /// <summary>What OpenIddict found wrong is told to the person, here: a request that is not in order sends no person anywhere.</summary>
    private static RedirectHttpResult? Refusal(HttpContext context) =>
        context.GetOpenIddictServerResponse() is { Error: { } error } ? RefusedAt(error)
        : context.GetOpenIddictServerRequest() is null ? RefusedAt(Errors.InvalidRequest)
        : null;

    private static RedirectHttpResult RefusedAt(string code) => TypedResults.LocalRedirect(RefusedPath + QueryString.Create("error", code));

    private static ForbidHttpResult Forbid(Failure failure) => TypedResults.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = failure.Code,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = failure.Message,
        }),
        Server);
}
