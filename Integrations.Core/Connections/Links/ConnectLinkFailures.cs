using Integrations.Primitives;

namespace Integrations.Core.Connections.Links;

/// <summary>How links to connect fail.</summary>
public static class ConnectLinkFailures
{
    /// <summary>The code of <see cref="Ended"/>: a program asks for a new link, a person asks the one who sent it.</summary>
    public const string EndedCode = "connect_link.ended";

    /// <summary>For its makers, who look for it by its id.</summary>
    public static Failure NotFound { get; } = Failure.NotFound("connect_link.not_found", "There is no such link.");

    /// <summary>For everyone who follows one: forged, used, expired, revoked, and one whose maker, organization or provider is gone look alike.</summary>
    public static Failure Ended { get; } = Failure.NotFound(EndedCode, "This link has ended, or it never was one. Ask the person who gave it to you for another.");

    /// <summary>It is a member's, and the browser has no session. The page leads to the sign-in and back.</summary>
    public static Failure SignInFirst { get; } = Failure.Forbidden("This link is for a member of the organization. Sign in to go on.");

    /// <summary>It is another member's. It stays good for that one.</summary>
    public static Failure OtherPerson { get; } = Failure.Forbidden("This link is for someone else than the person who is signed in here.");

    /// <summary>A token or key tried to change what organizations allow of links. An administrator does that in the browser.</summary>
    public static Failure ByPersonOnly { get; } = Failure.Forbidden("Only a person can change this, in the browser.");

    /// <summary>It was made for a person without an account, and the organization's rules allow none.</summary>
    public static Failure NoOutsiders { get; } = Failure.Conflict(
        "connect_link.outsiders_not_allowed", "Your organization does not let people without an account connect. An administrator allows it on the page of links to connect.");

    /// <summary>It was used, has expired or was revoked before; nothing changed.</summary>
    public static Failure Over { get; } = Failure.Conflict("connect_link.over", "This link has ended already: nothing is left to revoke.");

    /// <summary>Another administrator saved meanwhile. Read again, and repeat the change.</summary>
    public static Failure Stale { get; } = new(FailureKind.Stale, "stale", "Someone changed this in the meantime. Load it again and repeat the change.");

    /// <summary>The link was to be sent, and no mail server is set or no address is known. It was not made; ask without mail and hand it over.</summary>
    public static Failure NoMail { get; } = Failure.Conflict("connect_link.no_mail", "The hub cannot send this by mail: no mail server is set, or there is no address. Hand the link over yourself.");
}
