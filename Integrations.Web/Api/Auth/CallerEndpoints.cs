using Integrations.Core.Access.Tokens;
using Integrations.Core.Common;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Api.Auth;

/// <summary>Who a token is: the first thing that a client which does not work wants to know.</summary>
internal static class CallerEndpoints
{
    public static IEndpointRouteBuilder MapCaller(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/whoami", Show).WithName("GetCaller").WithTags("Sign-in").WithSummary("Who a token is").RequireAuthorization(Policies.Api).RequireRateClass(RateClass.Integration);
        return routes;
    }

    private static Ok<CallerDocument> Show(Caller caller) => TypedResults.Ok(new CallerDocument(
        caller.UserId, caller.OrganizationId, caller.DisplayName, caller.RoleNames, TokenScopeNames.Of(caller.Scopes)));
}

internal sealed record CallerDocument(Guid? UserId, Guid? TenantId, string Name, IReadOnlyList<string> Roles, IReadOnlyList<string> Scopes);
