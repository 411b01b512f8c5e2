using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Web.Api.Documents;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Api.Auth;

/// <summary>Who a token is: the first thing that a client which does not work wants to know.</summary>
internal static class CallerEndpoints
{
    public static IEndpointRouteBuilder MapCaller(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/whoami", ShowAsync).WithName("GetCaller").WithTags("Sign-in").WithSummary("Who a token is").RequireAuthorization(Policies.Api).RequireRateClass(RateClass.Integration).BeyondDocuments();
        return routes;
    }

    private static async Task<Ok<CallerDocument>> ShowAsync(Caller caller, ApiTokenService tokens, CancellationToken cancellationToken) => TypedResults.Ok(new CallerDocument(
        caller.UserId, caller.OrganizationId, caller.DisplayName, caller.RoleNames, TokenScopeNames.Of(caller.Scopes))
    {
        MadeBy = await tokens.FindMakerAsync(caller, cancellationToken) is { } maker ? new MakerDocument(maker.Name, maker.HasLeft) : null,
    });
}
