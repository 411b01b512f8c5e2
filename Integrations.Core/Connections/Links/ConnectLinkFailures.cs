using Integrations.Primitives;

namespace Integrations.Core.Connections.Links;

/// <summary>How links to connect fail.</summary>
public static class ConnectLinkFailures
{
    public const string EndedCode = "connect_link.ended";

    /// <summary>For its makers, who look for it by its id.</summary>
    public static Failure NotFound { get; } = Failure.NotFound("connect_link.not_found", "There is no such link.");

    /// <summary>For everyone who follows one: forged, used, expired, revoked, and one whose maker, organization or provider is gone look alike.</summary>
    public static Failure Ended { get; } = Failure.NotFound(EndedCode, "This link has ended, or it never was one. Ask the person who gave it to you for another.");

    public static Failure SignInFirst { get; } = Failure.Forbidden("This link is for a member of the organization. Sign in to go on.");

    public static Failure OtherPerson { get; } = Failure.Forbidden("This link is for someone else than the person who is signed in here.");

    public static Failure ByPersonOnly { get; } = Failure.Forbidden("Only a person can change this, in the browser.");

    public static Failure NoOutsiders { get; } = Failure.Conflict(
        "connect_link.outsiders_not_allowed", "Your organization does not let people without an account connect. An administrator allows it on the page of links to connect.");

    public static Failure Over { get; } = Failure.Conflict("connect_link.over", "This link has ended already: nothing is left to revoke.");

    public static Failure Stale { get; } = new(FailureKind.Stale, "stale", "Someone changed this in the meantime. Load it again and repeat the change.");

    public static Failure NoMail { get; } = Failure.Conflict("connect_link.no_mail", "The hub cannot send this by mail: no mail server is set, or there is no address. Hand the link over yourself.");
}
