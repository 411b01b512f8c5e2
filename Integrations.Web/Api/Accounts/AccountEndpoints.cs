using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.Requests;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Api.Accounts;

/// <summary>Document 004's status routes: what a person has connected for themself.</summary>
internal static class AccountEndpoints
{
    public static IEndpointRouteBuilder MapAccounts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").WithTags("Accounts").WithErrorShape(new AccountsErrorShape())
            .RequireAuthorization(Policies.Api).RequireRateClass(RateClass.Connection);
        group.MapGet("/auth/integrations/{userId}", ListAsync).WithName("ListAccountStatus").WithSummary("Get all integrations status")
            .WithDescription("One's own; an administrator sees of others whether they are connected, and nothing else.");
        group.MapGet("/auth/github/status/{userId}", GitHubAsync).WithName("GetGitHubStatus").WithSummary("GitHub status");
        group.MapGet("/google-calendar/status/{userId}", GoogleCalendarAsync).WithName("GetGoogleCalendarStatus").WithSummary("Google Calendar status");
        return routes;
    }

    private static async Task<Results<Ok<AccountsResponse>, ApiErrorResult>> ListAsync(
        RouteId userId, AccountStatusService accounts, Caller caller, CancellationToken cancellationToken)
    {
        var listed = await accounts.ListAsync(caller, userId, cancellationToken);
        return listed.Match<Results<Ok<AccountsResponse>, ApiErrorResult>>(
            statuses => TypedResults.Ok(new AccountsResponse(true, statuses.ToDictionary(s => CamelCase(s.ProviderKey), AccountDocument.Of, StringComparer.Ordinal))),
            failure => failure.ToApiError());
    }

    private static Task<Results<Ok<AccountResponse>, ApiErrorResult>> GitHubAsync(
        RouteId userId, AccountStatusService accounts, Caller caller, CancellationToken cancellationToken) =>
        OneAsync("github", userId, accounts, caller, cancellationToken);

    private static Task<Results<Ok<AccountResponse>, ApiErrorResult>> GoogleCalendarAsync(
        RouteId userId, AccountStatusService accounts, Caller caller, CancellationToken cancellationToken) =>
        OneAsync("google_calendar", userId, accounts, caller, cancellationToken);

    private static async Task<Results<Ok<AccountResponse>, ApiErrorResult>> OneAsync(
        string provider, RouteId userId, AccountStatusService accounts, Caller caller, CancellationToken cancellationToken)
    {
        var found = await accounts.FindAsync(caller, userId, provider, cancellationToken);
        return found.Match<Results<Ok<AccountResponse>, ApiErrorResult>>(status => TypedResults.Ok(AccountResponse.Of(status)), failure => failure.ToApiError());
    }

    /// <summary><c>google_calendar</c> is googleCalendar in 004.</summary>
    private static string CamelCase(string key)
    {
        var words = key.Split('_');
        return words[0] + string.Concat(words.Skip(1).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
