using System.Globalization;
using System.Security.Claims;
using Integrations.Core.Identity;
using Integrations.Core.Permissions;

namespace Integrations.Web.Hosting.SignIn;

/// <summary>
/// A <see cref="Caller"/> as claims and back. The principal is made anew from the database on every request, so its claims are
/// facts; the cookie itself holds no rights.
/// </summary>
internal static class HubClaims
{
    public const string Subject = ClaimTypes.NameIdentifier;
    public const string Session = "sid";
    public const string Stamp = "stp";
    public const string Email = "email";
    public const string Organization = "organization";
    public const string OrganizationName = "organization_name";

    private const string HighestRole = "highest_role";
    private const string Scopes = "scopes";
    private const string Token = "token";
    private const string AuthenticatedAt = "auth_time";
    private const string Address = "address";
    private const string Label = "label";
    private const string Proof = "proof";
    private const string Client = "client";
    private const string ClientName = "client_name";

    /// <summary>What the cookie carries: which session of whom, and under which security stamp.</summary>
    public static ClaimsPrincipal ForCookie(UserStanding who, Guid sessionId) => Principal(Schemes.Session,
    [
        new(Subject, who.Id.ToString("D")),
        new(Session, sessionId.ToString("D")),
        new(Stamp, who.Stamp),
    ]);

    public static ClaimsPrincipal ForSession(UserStanding who, Guid sessionId, SessionStanding session, string? address)
    {
        var caller = new Caller(who.Id, who.OrganizationId, who.Role)
        {
            SessionId = sessionId,
            AuthenticatedAt = session.AuthenticatedAt,
            DisplayName = who.Email,
            RemoteAddress = address,
        };
        return Principal(
            Schemes.Session,
            [
                .. Claims(caller), new(ClaimTypes.Name, who.DisplayName), new(Email, who.Email), new(Stamp, who.Stamp), new(Proof, session.Proof.ToString()), .. NameOf(who),
            ]);
    }

    /// <summary>Whether the session was opened with a second factor; false where no one is signed in.</summary>
    public static bool HasSecondFactor(this ClaimsPrincipal principal) =>
        Enum.TryParse<SignInProof>(principal.FindFirst(Proof)?.Value, out var proof) && proof is SignInProof.PasswordAndCode or SignInProof.Passkey or SignInProof.Organization;

    public static ClaimsPrincipal ForToken(Caller caller) => Principal(Schemes.Bearer, [.. Claims(caller), new(ClaimTypes.Name, caller.DisplayName)]);

    public static Guid? Id(this ClaimsPrincipal principal, string claim) =>
        Guid.TryParseExact(principal.FindFirst(claim)?.Value, "D", out var id) ? id : null;

    /// <summary>The caller, or <see cref="Caller.Anonymous"/>.</summary>
    public static Caller ToCaller(this ClaimsPrincipal principal)
    {
        if (principal.Identity is not { IsAuthenticated: true } || !Enum.TryParse<Role>(principal.FindFirst(HighestRole)?.Value, out var role))
        {
            return Caller.Anonymous with { RemoteAddress = principal.FindFirst(Address)?.Value };
        }

        return new Caller(principal.Id(Subject), principal.Id(Organization), role)
        {
            Scopes = Enum.TryParse<TokenScopes>(principal.FindFirst(Scopes)?.Value, out var scopes) ? scopes : TokenScopes.None,
            TokenId = principal.Id(Token),
            Client = principal.FindFirst(Client)?.Value is { } client ? new CallerClient(client, principal.FindFirst(ClientName)?.Value ?? "") : null,
            SessionId = principal.Id(Session),
            AuthenticatedAt = long.TryParse(principal.FindFirst(AuthenticatedAt)?.Value, CultureInfo.InvariantCulture, out var ticks)
                ? new DateTimeOffset(ticks, TimeSpan.Zero)
                : null,
            DisplayName = principal.FindFirst(Label)?.Value ?? "",
            RemoteAddress = principal.FindFirst(Address)?.Value,
        };
    }

    private static IEnumerable<Claim> Claims(Caller caller)
    {
        yield return new Claim(HighestRole, caller.Role.ToString());
        yield return new Claim(Scopes, caller.Scopes.ToString());
        yield return new Claim(Label, caller.DisplayName);
        foreach (var role in caller.RoleNames)
        {
            yield return new Claim(ClaimTypes.Role, role);
        }

        foreach (var (name, value) in new[] { (Subject, caller.UserId), (Organization, caller.OrganizationId), (Token, caller.TokenId), (Session, caller.SessionId) })
        {
            if (value is { } id)
            {
                yield return new Claim(name, id.ToString("D"));
            }
        }

        if (caller.AuthenticatedAt is { } authenticated)
        {
            yield return new Claim(AuthenticatedAt, authenticated.UtcTicks.ToString(CultureInfo.InvariantCulture));
        }

        if (caller.RemoteAddress is { } address)
        {
            yield return new Claim(Address, address);
        }

        if (caller.Client is { } client)
        {
            yield return new Claim(Client, client.Key);
            yield return new Claim(ClientName, client.Name);
        }
    }

    private static IEnumerable<Claim> NameOf(UserStanding who) => who.OrganizationName is { } name ? [new Claim(OrganizationName, name)] : [];

    private static ClaimsPrincipal Principal(string scheme, IEnumerable<Claim> claims) => new(new ClaimsIdentity(claims, scheme, ClaimTypes.Name, ClaimTypes.Role));
}
