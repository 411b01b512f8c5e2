using Integrations.Primitives;

namespace Integrations.Core.Connections.OAuth;

/// <summary>How signing in at a vendor fails.</summary>
public static class OAuthFailures
{
    /// <summary>No OAuth client is set for the provider. An operator enters one; people can use the provider's other ways meanwhile.</summary>
    public const string ClientMissingCode = "oauth.client_missing";

    /// <summary>The vendor refuses the hub's own client, by id or secret. An operator corrects it; reconnecting is of no use before.</summary>
    public const string ClientRefusedCode = "oauth.client_refused";

    /// <summary>The person chose not to allow it at the vendor, or the vendor's rules forbid it. Start again to allow it.</summary>
    public const string DeniedCode = "oauth.denied";

    /// <summary>The vendor granted less than the integration cannot do without. Start again, and leave all boxes ticked.</summary>
    public const string ScopeMissingCode = "oauth.scope_missing";

    /// <summary>What started the flow (session, token or key) has ended since (SECURITY O2). Sign in, and start again.</summary>
    public const string StarterGoneCode = "oauth.starter_gone";

    /// <summary>The state is unknown, used, expired or another's; which of these is not said. Start again.</summary>
    public const string StateInvalidCode = "oauth.state_invalid";

    /// <summary>The same browser came twice, and the first time is not done yet. Wait, and look at the integration.</summary>
    public const string UnderWayCode = "oauth.under_way";

    /// <summary>The provider has no OAuth sign-in. Use one of its other ways.</summary>
    /// <param name="provider">Its key or name; cut to 60 characters.</param>
    public static Failure NotOffered(string provider) =>
        Failure.Invalid("oauth.not_offered", $"{Text.Cut(provider, 60)} cannot be connected by signing in. Use one of its other ways to connect.");

    /// <summary><see cref="ClientMissingCode"/>.</summary>
    /// <param name="provider">The provider's display name.</param>
    public static Failure NoClient(string provider) => Failure.Conflict(
        ClientMissingCode,
        $"No OAuth client is set up for {provider}. An operator registers one at {provider} and enters its id and secret on the provider's page or in the configuration.");

    /// <summary><see cref="ClientRefusedCode"/>.</summary>
    /// <param name="provider">The provider's display name.</param>
    /// <param name="words">The vendor's error code, such as <c>invalid_client</c>.</param>
    public static Failure ClientRefused(string provider, string words) => new(
        FailureKind.VendorRefused, ClientRefusedCode, $"{provider} does not accept the hub's OAuth client (“{words}”). An operator has to check its id and secret.");

    /// <summary>Unknown, used, expired and foreign states look alike.</summary>
    public static Failure StateInvalid { get; } =
        Failure.Invalid(StateInvalidCode, "This sign-in link is no longer valid: it was used already, is older than ten minutes, or was not started here. Start again from the integration's page.");

    /// <summary>The browser that came back is not the one that began or confirmed the flow (SECURITY O4). Start again there.</summary>
    public static Failure OtherBrowser { get; } =
        Failure.Forbidden("This sign-in was started or confirmed in another browser. Start it again here.");

    /// <summary>Another person is signed in than the one who began. Nothing was connected for either.</summary>
    public static Failure OtherPerson { get; } =
        Failure.Forbidden("This sign-in was started for another account than the one that is signed in here. Sign out, or start it again from here.");

    /// <summary><see cref="StarterGoneCode"/>.</summary>
    public static Failure StarterGone { get; } = new(
        FailureKind.Forbidden, StarterGoneCode,
        "The person, token or key that started this sign-in may no longer connect anything: signed out, revoked, disabled or expired. Start it again.");

    /// <summary>The process ended, or broke, between the vendor's answer and the stored connection. The code is spent: start again.</summary>
    public static Failure Unfinished { get; } =
        new(FailureKind.Unavailable, "oauth.unfinished", "The sign-in could not be finished here. Start it again from the integration's page.");

    /// <summary>How a flow ended the first time, told again; its words went with the first answer.</summary>
    public static Failure Ended(string code) => code == UnderWayCode
        ? new Failure(FailureKind.Unavailable, code, "This sign-in is still being finished. Look at the integration in a moment.")
        : new Failure(FailureKind.Invalid, code, "This sign-in has ended already; the first answer said how. Start it again from the integration's page.");

    /// <summary><see cref="DeniedCode"/>.</summary>
    /// <param name="provider">The provider's display name.</param>
    public static Failure Denied(string provider) =>
        Failure.Invalid(DeniedCode, $"Access was not granted at {provider}. Connect again and choose Allow to go on.");

    /// <summary>The vendor came back with an error of its own, which the log has. Try again; when it stays, the client's registration there is wrong.</summary>
    /// <param name="provider">The provider's display name.</param>
    public static Failure VendorError(string provider) =>
        new(FailureKind.VendorRefused, "oauth.vendor_error", $"{provider} could not complete the sign-in. Try again; if it persists, an operator has to check the OAuth client's settings there.");

    /// <summary>RFC 9207: the answer names another issuer, or none where one is due; its code is not used (mix-up attack).</summary>
    /// <param name="provider">The provider's display name.</param>
    public static Failure IssuerMismatch(string provider) =>
        new(FailureKind.VendorRefused, "oauth.issuer_mismatch", $"The answer did not come from {provider}. Start the connection again.");

    /// <summary><c>validation</c> of <c>returnUrl</c> (SECURITY O7). Nothing was started; an operator extends the list.</summary>
    public static Failure ReturnAddress { get; } =
        Failure.InvalidField("returnUrl", "returnUrl must be a path of this site (such as /integrations) or an origin listed in Auth:AllowedReturnOrigins.");

    /// <summary><see cref="ScopeMissingCode"/>.</summary>
    /// <param name="provider">The provider's display name.</param>
    /// <param name="scopes">What is missing, in the vendor's spelling.</param>
    public static Failure ScopeMissing(string provider, string scopes) =>
        new(FailureKind.VendorRefused, ScopeMissingCode, $"{provider} did not grant everything that is needed: {scopes}. Connect again and leave all boxes ticked.");
}
