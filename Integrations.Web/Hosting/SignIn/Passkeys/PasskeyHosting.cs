using System.Net.Mime;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Passkeys;
using Integrations.Core.Permissions;
using Integrations.Core.Setup;
using Integrations.Web.Hosting.Limits;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.SignIn.Passkeys;

/// <summary>Passkeys in the browser: what passkeys.js asks for before it posts a form of the account page or the sign-in page.</summary>
internal static class PasskeyHosting
{
    public const string CreationPath = "/account/passkeys/creation";
    public const string AssertionPath = "/account/passkeys/assertion";

    /// <summary>Of the first account, which is not there yet; with the one-time address's token.</summary>
    public const string FirstPath = "/setup/passkey";

    public static IServiceCollection AddPasskeys(this IServiceCollection services)
    {
        services.AddOptions<IdentityPasskeyOptions>().Configure<IOptions<PublicOriginOptions>>((passkeys, hub) =>
        {
            var origin = hub.Value.ToUri();
            passkeys.ServerDomain = origin?.Host;
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
            // What stands in the Host header counts only where no public address is set, which is on one's own machine (SECURITY O6).
            passkeys.ValidateOrigin = context => ValueTask.FromResult(
                !context.CrossOrigin
                && string.Equals(context.Origin, origin?.GetLeftPart(UriPartial.Authority) ?? $"{context.HttpContext.Request.Scheme}://{context.HttpContext.Request.Host}", StringComparison.OrdinalIgnoreCase));
        });
        services.AddScoped<IPasskeyHandler<User>, PasskeyHandler<User>>();
        services.AddScoped<PasskeyCeremony>();
        return services;
    }

    public static IEndpointRouteBuilder MapPasskeys(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(CreationPath, CreationAsync).RequireAuthorization().RequireRateClass(RateClass.SignIn).ExcludeFromDescription();
        routes.MapPost(AssertionPath, AssertionAsync).AllowAnonymous().RequireRateClass(RateClass.SignIn).ExcludeFromDescription();
        routes.MapPost(FirstPath, FirstAsync).AllowAnonymous().RequireRateClass(RateClass.SignIn).ExcludeFromDescription();
        return routes;
    }

    private static async Task<Results<ContentHttpResult, BadRequest<string>>> FirstAsync(
        HttpContext context, IAntiforgery antiforgery, FirstRun firstRun, PasskeyCeremony ceremony, string? token, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TooOld();
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var (email, name) = (form["Form.Email"].ToString().Trim(), form["Form.Name"].ToString().Trim());
        var refused = await firstRun.CheckAsync(token, context.SignInOrigin(), cancellationToken) ?? FirstRun.CheckPerson(email, name);
        return refused is { } failure
            ? TypedResults.BadRequest(failure.Fields is { Count: > 0 } fields ? string.Join(' ', fields.SelectMany(field => field.Value)) : failure.Message)
            : TypedResults.Text(await ceremony.AskToCreateAsync(context, Guid.CreateVersion7(clock.GetUtcNow()), email, name), MediaTypeNames.Application.Json);
    }

    private static async Task<Results<ContentHttpResult, BadRequest<string>>> CreationAsync(
        HttpContext context, IAntiforgery antiforgery, PasskeyService passkeys, PasskeyCeremony ceremony, Caller caller, CancellationToken cancellationToken)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TooOld();
        }

        var begun = await passkeys.BeginAsync(caller, cancellationToken);
        return begun.TryGet(out var who, out var failure)
            ? TypedResults.Text(await ceremony.AskToCreateAsync(context, who.Id, who.Email, who.DisplayName), MediaTypeNames.Application.Json)
            : TypedResults.BadRequest(failure.Message);
    }

    private static async Task<Results<ContentHttpResult, BadRequest<string>>> AssertionAsync(HttpContext context, IAntiforgery antiforgery, PasskeyCeremony ceremony) =>
        await antiforgery.IsRequestValidAsync(context)
            ? TypedResults.Text(await ceremony.AskToShowAsync(context), MediaTypeNames.Application.Json)
            : TooOld();

    private static BadRequest<string> TooOld() => TypedResults.BadRequest("This page is too old. Load it again.");
}
