using System.Net.Mime;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Integrations.Core.Identity;
using Integrations.Core.Identity.OpenId;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Integrations.Web.Hosting.SignIn.OpenId;

/// <summary>What becomes of a person whom an organization's provider sent back.</summary>
internal static class OpenIdAnswer
{
    /// <summary>The session of the administrator who tries the provider; absent where someone signs in.</summary>
    public const string TryingSession = "trying_session";

    /// <summary>The page on which people choose their organization's provider.</summary>
    public const string PagePath = "/signin";

    /// <summary>The query parameter that tells the page what came of it.</summary>
    public const string Outcome = "outcome";

    /// <summary>The answer was refused: a token or state that is not in order.</summary>
    public const string Failed = "failed";

    public const string Organization = "organization";

    private const int MostValues = 200;

    /// <summary>Anyone who comes here holds an identity token that was verified.</summary>
    public static async Task TakeAsync(TicketReceivedContext context, OpenIdProvider provider)
    {
        context.HandleResponse();
        var (http, claims) = (context.HttpContext, context.Principal?.Claims.ToList() ?? []);
        if (context.Properties?.Items.TryGetValue(TryingSession, out var session) == true)
        {
            await http.RequestServices.GetRequiredService<OpenIdTries>().ShowAsync(http, session, provider, claims);
            return;
        }

        if (!provider.IsOn || !OpenIdFlow.IsAsFreshAsAsked(context.Properties, ValueOf(claims, "auth_time")) || await IdentityOfAsync(http, provider, claims) is not { } identity)
        {
            http.Response.Redirect(Page(provider.OrganizationId, provider.IsOn ? Failed : OpenIdFailures.OffCode, context.ReturnUri));
            return;
        }

        var answer = await http.RequestServices.GetRequiredService<OpenIdAccounts>().SignInAsync(provider.OrganizationId, identity, http.SignInOrigin(), http.RequestAborted);
        if (!answer.TryGet(out var who, out var failure))
        {
            http.Response.Redirect(Page(provider.OrganizationId, failure.Code, context.ReturnUri));
            return;
        }

        await http.OpenSessionAsync(who, SignInProof.Organization);
        http.Response.Redirect(ReturnPath.OrStart(context.ReturnUri));
    }

    public static async Task FailAsync(RemoteFailureContext context, OpenIdProvider provider)
    {
        context.HandleResponse();
        var outcome = OpenIdMetadata.IsUnreachable(context.Failure) ? OpenIdFailures.UnreachableCode : Failed;
        if (context.Properties?.Items.TryGetValue(TryingSession, out var session) == true)
        {
            await context.HttpContext.RequestServices.GetRequiredService<OpenIdTries>().ShowAsync(context.HttpContext, session, context.Failure, outcome == Failed);
            return;
        }

        context.Response.Redirect(Page(provider.OrganizationId, outcome, context.Properties?.RedirectUri));
    }

    /// <summary>What the provider's user info says beside the token; where both say something, the token, which is signed, counts.</summary>
    public static Task AddUserInfo(UserInformationReceivedContext context)
    {
        if (context.Principal?.Identity is ClaimsIdentity identity && context.User.RootElement is { ValueKind: JsonValueKind.Object } said)
        {
            var known = identity.Claims.Select(claim => claim.Type).ToHashSet(StringComparer.Ordinal);
            foreach (var (name, value) in said.EnumerateObject().Where(p => !known.Contains(p.Name)).SelectMany(Values).Take(MostValues))
            {
                identity.AddClaim(new Claim(name, value));
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>The page that says what came of it, with the way to try again.</summary>
    public static string Page(Guid organizationId, string outcome, string? returnUrl = null) =>
        PagePath + QueryString.Create(Organization, organizationId.ToString("D")).Add(Outcome, outcome).Add(SessionCookie.ReturnUrl, ReturnPath.OrStart(returnUrl));

    /// <summary>A redirect from another site goes on without cookies that are Strict; a page of ours does not.</summary>
    public static Task GoOnFromHereAsync(HttpContext http, string address)
    {
        http.Response.ContentType = MediaTypeNames.Text.Html;
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync($"""<!DOCTYPE html><meta http-equiv="refresh" content="0;url={HtmlEncoder.Default.Encode(address)}"><title>Integrations</title>""");
    }

    public static string? ValueOf(IEnumerable<Claim> claims, string type) => claims.FirstOrDefault(claim => claim.Type == type)?.Value;

    private static async Task<OpenIdIdentity?> IdentityOfAsync(HttpContext http, OpenIdProvider provider, IReadOnlyList<Claim> claims)
    {
        var roleClaim = await http.RequestServices.GetRequiredService<OpenIdProviders>().RoleClaimAsync(provider.OrganizationId, http.RequestAborted);
        return ValueOf(claims, "iss") is { } issuer && ValueOf(claims, "sub") is { Length: > 0 } subject
            ? new OpenIdIdentity(
                issuer, subject, ValueOf(claims, "email"), bool.TryParse(ValueOf(claims, "email_verified"), out var isVerified) ? isVerified : null, ValueOf(claims, "name"),
                roleClaim is null ? [] : [.. claims.Where(claim => claim.Type == roleClaim).Select(claim => claim.Value)])
            : null;
    }

    private static IEnumerable<(string Name, string Value)> Values(JsonProperty property) => property.Value.ValueKind == JsonValueKind.Array
        ? property.Value.EnumerateArray().Select(value => (property.Name, TextOf(value)))
        : [(property.Name, TextOf(property.Value))];

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
