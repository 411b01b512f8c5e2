using Integrations.Primitives;

namespace Integrations.Core.Identity.Programs;

/// <summary>Why a program may not sign in. Codes without a dot are those that OAuth gives to programs.</summary>
public static class ProgramFailures
{
    public const string NotAllowedCode = "programs.not_allowed";

    public const string NoOrganizationCode = "programs.no_organization";

    public const string ScopeCode = "invalid_scope";

    public const string ClientCode = "invalid_client";

    public const string TargetCode = "invalid_target";

    public static Failure UnknownScope { get; } = new(FailureKind.Invalid, ScopeCode, "Ask for mcp, or for read, write, admin and proxy.");

    public static Failure ScopeTooWide { get; } = new(FailureKind.Invalid, ScopeCode, "This program may not ask for all of these scopes. An administrator sets them when registering it.");

    public static Failure ClientUnknown { get; } = new(FailureKind.Unauthenticated, ClientCode, "There is no such program here, or it was ended.");

    public static Failure PersonGone { get; } = new(FailureKind.Unauthenticated, "invalid_grant", "The person or the organization that let this program in no longer does. Ask them to let it in again.");

    public static Failure UsedTwice { get; } = new(FailureKind.Unauthenticated, "invalid_grant", "The code or refresh token was used already, so all that came of it has ended. Ask the person again.");

    public static Failure NotAllowed { get; } = new(
        FailureKind.Forbidden, NotAllowedCode, "Your organization does not let its members let this program in. An administrator can change that on the page Programs.");

    public static Failure NoOrganization { get; } = new(FailureKind.Forbidden, NoOrganizationCode, "You belong to no organization, and programs are let in for one.");

    public static Failure ByPersonOnly { get; } = Failure.Forbidden("Only a person who is signed in to the app can let programs in, register them and end them; a program cannot.");

    public static Failure NotFound { get; } = Failure.NotFound("programs.not_found", "There is no such program.");

    public static Failure NoSecret { get; } = Failure.Conflict("programs.no_secret", "This program has no secret: it runs where none can be kept, and proves itself with PKCE.");

    public static Failure RulesChanged { get; } = new(
        FailureKind.Stale, "programs.rules_changed", "Another administrator changed this meanwhile. Reload to see their version, then make your change again.");

    public static Failure RegistrationClosed { get; } = new(
        FailureKind.Forbidden, "access_denied", "Programs cannot register themselves here. Use a client id metadata document, or ask an administrator to register the program.");

    public static Failure TooManyRegistered { get; } = new(
        FailureKind.TooMany, "temporarily_unavailable", "Too many programs registered themselves and were never let in. Try again tomorrow.");

    public static Failure WrongResource(string tools, string routes) => new(FailureKind.Invalid, TargetCode, $"Ask for one resource of this hub: {tools} or {routes}.");

    public static Failure WrongScope(string tools) => new(FailureKind.Invalid, ScopeCode, $"The scope mcp opens {tools} alone, and the others open everything but that. Ask for one of both in a request.");

    public static Failure BadRedirect(string reason) => new(FailureKind.Invalid, "invalid_redirect_uri", reason)
    {
        Fields = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["redirects"] = [reason] },
    };

    public static Failure BadMetadata(string reason) => new(FailureKind.Invalid, "invalid_client_metadata", reason);
}
