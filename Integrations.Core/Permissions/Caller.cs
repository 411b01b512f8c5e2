using Integrations.Primitives;

namespace Integrations.Core.Permissions;

/// <summary>Who asks. The first argument of every service method; made from a session or a token, never from input.</summary>
/// <param name="UserId">The person; null for an organization's own API key or a background job.</param>
/// <param name="OrganizationId">The tenant; null for someone who belongs to none, such as a super admin.</param>
/// <param name="Role">The highest role held; it includes the lower ones within the organization.</param>
public sealed record Caller(Guid? UserId, Guid? OrganizationId, Role Role)
{
    /// <summary>The code of a sensitive act that wants a password of the last ten minutes (SECURITY S5). A page asks for the password in place and does the act again; a program signs in again.</summary>
    public const string ReauthenticationCode = "auth.confirm_password";

    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(10);

    /// <summary>What a token may do at most; a browser session has them all.</summary>
    public TokenScopes Scopes { get; init; } = TokenScopes.All;

    /// <summary>The token that was used; null for a browser session.</summary>
    public Guid? TokenId { get; init; }

    /// <summary>The program that calls, as grants name it; null for browser sessions, jobs, and tokens that a password gave.</summary>
    public CallerClient? Client { get; init; }

    /// <summary>The link to connect that is followed; with no person it lets one connect what it names, and nothing else.</summary>
    public Guid? LinkId { get; init; }

    /// <summary>The browser session; null for tokens and jobs.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>When the person last gave their password; null for personal tokens, organizations' keys and jobs.</summary>
    public DateTimeOffset? AuthenticatedAt { get; init; }

    /// <summary>Shown in audit entries: an e-mail address, a token's name, or a job's name.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>Correlates answer, log, activity and audit.</summary>
    public string? RequestId { get; init; }

    /// <summary>The remote address as the trusted proxy told it.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>Administers the whole hub. A token of a super administrator does so only with the scope <c>admin</c>.</summary>
    public bool IsSuperAdmin => Role == Role.SuperAdmin && Scopes.HasFlag(TokenScopes.Admin);

    /// <summary>Administers the organization in <see cref="OrganizationId"/>.</summary>
    public bool IsTenantAdmin => IsAdministratorOfOrganization && Scopes.HasFlag(TokenScopes.Admin);

    // A scope of its own stands in the place of 'admin': a program that calls a vendor need not administer the hub.
    private bool IsAdministratorOfOrganization => Role is Role.TenantAdmin or Role.SuperAdmin && OrganizationId is not null;

    /// <summary>Neither a person, a token nor a job: a request without a sign-in, or with one that has ended.</summary>
    public bool IsAnonymous => UserId is null && TokenId is null && OrganizationId is null;

    /// <summary>Role names as tokens and the documents spell them.</summary>
    public IReadOnlyList<string> RoleNames => Roles.Including(Role, OrganizationId is not null);

    /// <summary>Nobody: may see and do nothing.</summary>
    public static Caller Anonymous { get; } = new(null, null, Role.User) { Scopes = TokenScopes.None };

    /// <summary>A background job acting for an organization; it re-checks that the organization is enabled (A9).</summary>
    public static Caller Job(Guid organizationId, string name) =>
        new(null, organizationId, Role.TenantAdmin) { DisplayName = name };

    /// <summary>
    /// Sensitive acts (tokens, passwords, rotating secrets, deleting organization integrations) want a password given in the
    /// last ten minutes, so that an unattended browser cannot do them (SECURITY S5). A token is no unattended browser.
    /// </summary>
    public Failure? MustHaveSignedInLately(DateTimeOffset now) =>
        (SessionId is null && AuthenticatedAt is null) || AuthenticatedAt > now - FreshFor
            ? null
            : new Failure(FailureKind.Forbidden, ReauthenticationCode, "Confirm your password to go on: this needs a sign-in of the last ten minutes.");

    /// <summary>
    /// As <see cref="MustHaveSignedInLately"/>, for acts that programs do too: their access tokens end after minutes anyway, and
    /// no one sits before them to be asked.
    /// </summary>
    public Failure? MustConfirmInBrowser(DateTimeOffset now) => SessionId is null ? null : MustHaveSignedInLately(now);

    /// <summary>Null when the caller has the permission; else what to tell them.</summary>
    public Failure? Must(Permission permission) =>
        !Scopes.HasFlag(permission.Scope) ? Failure.Forbidden(
            permission.Scope == TokenScopes.Mcp ? "This token may not call tools. Use one with the scope 'mcp'." : "This token may not call vendors' APIs. Use one with the scope 'proxy'.")
        : permission.Acts && !Scopes.HasFlag(TokenScopes.Write) ? Failure.Forbidden("This token may only read. Use one with the scope 'write'.")
        : permission.Role == Role.SuperAdmin && !IsSuperAdmin ? Failure.Forbidden("Super admin access required")
        : permission.Role == Role.TenantAdmin && !(permission.Scope == TokenScopes.None ? IsTenantAdmin : IsAdministratorOfOrganization) ? Failure.Forbidden("Organization administrator access required")
        : null;
}
