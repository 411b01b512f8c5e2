using Integrations.Primitives;

namespace Integrations.Core.Connections.OAuth;

/// <summary>How signing in at a vendor fails.</summary>
public static class OAuthFailures
{
    public const string ClientMissingCode = "oauth.client_missing";

    public const string ClientRefusedCode = "oauth.client_refused";

    public const string DeniedCode = "oauth.denied";

    public const string ScopeMissingCode = "oauth.scope_missing";

    public const string StarterGoneCode = "oauth.starter_gone";

    public const string StateInvalidCode = "oauth.state_invalid";

    public const string UnderWayCode = "oauth.under_way";

    public static Failure NotOffered(string provider) =>
        Failure.Invalid("oauth.not_offered", $"{Text.Cut(provider, 60)} cannot be connected by signing in. Use one of its other ways to connect.");

    public static Failure NoClient(string provider) => Failure.Conflict(
        ClientMissingCode,
        $"No OAuth client is set up for {provider}. An operator registers one at {provider} and enters its id and secret on the provider's page or in the configuration.");

    public static Failure ClientRefused(string provider, string words) => new(
        FailureKind.VendorRefused, ClientRefusedCode, $"{provider} does not accept the hub's OAuth client (“{words}”). An operator has to check its id and secret.");

    /// <summary>Unknown, used, expired and foreign states look alike.</summary>
    public static Failure StateInvalid { get; } =
        Failure.Invalid(StateInvalidCode, "This sign-in link is no longer valid: it was used already, is older than ten minutes, or was not started here. Start again from the integration's page.");

    public static Failure OtherBrowser { get; } =
        Failure.Forbidden("This sign-in was started or confirmed in another browser. Start it again here.");

    public static Failure OtherPerson { get; } =
        Failure.Forbidden("This sign-in was started for another account than the one that is signed in here. Sign out, or start it again from here.");

    public static Failure StarterGone { get; } = new(
        FailureKind.Forbidden, StarterGoneCode,
        "The person, token or key that started this sign-in may no longer connect anything: signed out, revoked, disabled or expired. Start it again.");

    public static Failure Unfinished { get; } =
        new(FailureKind.Unavailable, "oauth.unfinished", "The sign-in could not be finished here. Start it again from the integration's page.");

    /// <summary>How a flow ended the first time, told again; its words went with the first answer.</summary>
    public static Failure Ended(string code) => code == UnderWayCode
        ? new Failure(FailureKind.Unavailable, code, "This sign-in is still being finished. Look at the integration in a moment.")
        : new Failure(FailureKind.Invalid, code, "This sign-in has ended already; the first answer said how. Start it again from the integration's page.");

    public static Failure Denied(string provider) =>
        Failure.Invalid(DeniedCode, $"Access was not granted at {provider}. Connect again and choose Allow to go on.");

    public static Failure VendorError(string provider) =>
        new(FailureKind.VendorRefused, "oauth.vendor_error", $"{provider} could not complete the sign-in. Try again; if it persists, an operator has to check the OAuth client's settings there.");

    public static Failure IssuerMismatch(string provider) =>
        new(FailureKind.VendorRefused, "oauth.issuer_mismatch", $"The answer did not come from {provider}. Start the connection again.");

    public static Failure ReturnAddress { get; } =
        Failure.InvalidField("returnUrl", "returnUrl must be a path of this site (such as /integrations) or an origin listed in Auth:AllowedReturnOrigins.");

    public static Failure ScopeMissing(string provider, string scopes) =>
        new(FailureKind.VendorRefused, ScopeMissingCode, $"{provider} did not grant everything that is needed: {scopes}. Connect again and leave all boxes ticked.");
}
