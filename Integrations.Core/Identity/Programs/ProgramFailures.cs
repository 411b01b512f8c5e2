using Integrations.Primitives;

namespace Integrations.Core.Identity.Programs;

/// <summary>Why a program may not sign in. Codes without a dot are those that OAuth gives to programs.</summary>
public static class ProgramFailures
{
    /// <summary>The organization's rules keep its members from letting this kind of program in.</summary>
    public const string NotAllowedCode = "programs.not_allowed";

    /// <summary>The person belongs to no organization, as a super administrator may.</summary>
    public const string NoOrganizationCode = "programs.no_organization";

    /// <summary>RFC 6749 section 4.1.2.1 and 5.2: what is asked for is unknown, or more than the program may have.</summary>
    public const string ScopeCode = "invalid_scope";

    /// <summary>RFC 6749 section 5.2: the hub does not know the program, or its proof is wrong.</summary>
    public const string ClientCode = "invalid_client";

    /// <summary>RFC 8707 section 2: the resource is none of this hub's.</summary>
    public const string TargetCode = "invalid_target";

    /// <summary><see cref="ScopeCode"/>: a name is not one of ours.</summary>
    public static Failure UnknownScope { get; } = new(FailureKind.Invalid, ScopeCode, "Ask for mcp, or for read, write, admin and proxy.");

    /// <summary><see cref="ScopeCode"/>: the program's registration does not allow it.</summary>
    public static Failure ScopeTooWide { get; } = new(FailureKind.Invalid, ScopeCode, "This program may not ask for all of these scopes. An administrator sets them when registering it.");

    /// <summary><see cref="ClientCode"/>; a program that described itself reads its document, one that was registered asks an administrator.</summary>
    public static Failure ClientUnknown { get; } = new(FailureKind.Unauthenticated, ClientCode, "There is no such program here, or it was ended.");

    /// <summary>RFC 6749's <c>invalid_grant</c>: the person is disabled or gone, or ended it. The program sends them to sign in again.</summary>
    public static Failure PersonGone { get; } = new(FailureKind.Unauthenticated, "invalid_grant", "The person or the organization that let this program in no longer does. Ask them to let it in again.");

    /// <summary>RFC 6749's <c>invalid_grant</c>: a code or refresh token came a second time, which may mean that it was stolen; its whole family has ended (RFC 9700 section 4.14).</summary>
    public static Failure UsedTwice { get; } = new(FailureKind.Unauthenticated, "invalid_grant", "The code or refresh token was used already, so all that came of it has ended. Ask the person again.");

    /// <summary><see cref="NotAllowedCode"/>.</summary>
    public static Failure NotAllowed { get; } = new(
        FailureKind.Forbidden, NotAllowedCode, "Your organization does not let its members let this program in. An administrator can change that on the page Programs.");

    /// <summary><see cref="NoOrganizationCode"/>.</summary>
    public static Failure NoOrganization { get; } = new(FailureKind.Forbidden, NoOrganizationCode, "You belong to no organization, and programs are let in for one.");

    /// <summary>A token asked for what only a person in the browser does (SECURITY S5).</summary>
    public static Failure ByPersonOnly { get; } = Failure.Forbidden("Only a person who is signed in to the app can let programs in, register them and end them; a program cannot.");

    /// <summary>There is none of this id that the caller sees.</summary>
    public static Failure NotFound { get; } = Failure.NotFound("programs.not_found", "There is no such program.");

    /// <summary>Its secret was to be renewed, and it has none.</summary>
    public static Failure NoSecret { get; } = Failure.Conflict("programs.no_secret", "This program has no secret: it runs where none can be kept, and proves itself with PKCE.");

    /// <summary>Saved on the ground of a version that is no longer the newest. Read again, and repeat the change.</summary>
    public static Failure RulesChanged { get; } = new(
        FailureKind.Stale, "programs.rules_changed", "Another administrator changed this meanwhile. Reload to see their version, then make your change again.");

    /// <summary>RFC 7591 registration is turned off on this hub.</summary>
    public static Failure RegistrationClosed { get; } = new(
        FailureKind.Forbidden, "access_denied", "Programs cannot register themselves here. Use a client id metadata document, or ask an administrator to register the program.");

    /// <summary>So many registered and were never let in that no more are taken for now.</summary>
    public static Failure TooManyRegistered { get; } = new(
        FailureKind.TooMany, "temporarily_unavailable", "Too many programs registered themselves and were never let in. Try again tomorrow.");

    /// <summary><see cref="TargetCode"/>.</summary>
    /// <param name="tools">The address of the tools.</param>
    /// <param name="routes">The address of the API.</param>
    public static Failure WrongResource(string tools, string routes) => new(FailureKind.Invalid, TargetCode, $"Ask for one resource of this hub: {tools} or {routes}.");

    /// <summary><see cref="ScopeCode"/>: <c>mcp</c> and another scope in one request, or a resource that the scopes do not open.</summary>
    /// <param name="tools">The address of the tools.</param>
    public static Failure WrongScope(string tools) => new(FailureKind.Invalid, ScopeCode, $"The scope mcp opens {tools} alone, and the others open everything but that. Ask for one of both in a request.");

    /// <summary>RFC 7591 section 3.2.2: an address to come back to cannot be registered.</summary>
    /// <param name="reason">Which rule it breaks, for the program's author.</param>
    public static Failure BadRedirect(string reason) => new(FailureKind.Invalid, "invalid_redirect_uri", reason)
    {
        Fields = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["redirects"] = [reason] },
    };

    /// <summary>RFC 7591 section 3.2.2: another member of the registration or document cannot be taken.</summary>
    /// <param name="reason">Which, and why, for the program's author.</param>
    public static Failure BadMetadata(string reason) => new(FailureKind.Invalid, "invalid_client_metadata", reason);
}
