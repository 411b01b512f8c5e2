using Integrations.Primitives;

namespace Integrations.Core.Identity.OpenId;

/// <summary>Why signing in with an organization's provider does not succeed. None tells whether an address has an account.</summary>
public static class OpenIdFailures
{
    /// <summary>The provider did not answer, or not in time. Try again; an administrator checks the provider.</summary>
    public const string UnreachableCode = "openid.unreachable";

    /// <summary>What the provider says of itself is unreadable, contradicts its issuer, or names addresses that the hub does not call. An administrator corrects the issuer.</summary>
    public const string MetadataCode = "openid.metadata_refused";

    /// <summary>The provider vouches for the person, and no account is theirs, nor is one made for them. An administrator invites them.</summary>
    public const string UnknownCode = "openid.unknown";

    /// <summary>The provider calls the address unverified, or says nothing of it and is not trusted for that.</summary>
    public const string UnverifiedCode = "openid.unverified";

    /// <summary>The address lies outside the organization's domains.</summary>
    public const string DomainCode = "openid.domain";

    /// <summary>No organization signs in this way, or not any more.</summary>
    public const string OffCode = "openid.off";

    /// <summary><see cref="UnreachableCode"/>.</summary>
    public static Failure Unreachable { get; } = new(FailureKind.Unauthenticated, UnreachableCode, "The provider could not be reached, or did not answer in time.");

    /// <summary><see cref="MetadataCode"/>: the document of OpenID Connect Discovery 1.0 is missing or no JSON.</summary>
    public static Failure NotJson { get; } = new(FailureKind.Unauthenticated, MetadataCode, "What the provider says of itself could not be read. Check the issuer: its address with /.well-known/openid-configuration has to give a document.");

    /// <summary><see cref="MetadataCode"/>: the key set (RFC 7517) is empty, or holds no key of a kind that the hub checks with.</summary>
    public static Failure NoKeys { get; } = new(FailureKind.Unauthenticated, MetadataCode, "The provider publishes no key with which its tokens could be checked.");

    /// <summary><see cref="UnknownCode"/>. It says no more for an address with an account than for one without.</summary>
    public static Failure Unknown { get; } = new(FailureKind.Unauthenticated, UnknownCode, "The provider knows you, but no account here is yours. Ask an administrator of your organization.");

    /// <summary><see cref="UnverifiedCode"/>.</summary>
    public static Failure Unverified { get; } = new(FailureKind.Unauthenticated, UnverifiedCode, "The provider does not say that your e-mail address was verified, so no account is opened by it.");

    /// <summary><see cref="DomainCode"/>.</summary>
    public static Failure OtherDomain { get; } = new(FailureKind.Unauthenticated, DomainCode, "Your e-mail address at the provider is in none of the domains of this organization.");

    /// <summary><see cref="OffCode"/>.</summary>
    public static Failure Off { get; } = Failure.NotFound(OffCode, "No organization signs in here with a provider of its own.");

    internal static Failure DomainTaken { get; } = Failure.InvalidField("domains", "One of these domains cannot be used here. Ask the operator of the hub.");

    internal static Failure Changed { get; } = Failure.Conflict("openid.settings_changed", "Another administrator changed this at the same moment. Load the page again.");

    internal static Failure OtherIssuer(string said) => new(FailureKind.Unauthenticated, MetadataCode, $"The provider says that its issuer is '{Text.Shorten(said, 200)}', which is not what was entered.");

    internal static Failure BadEndpoint(string which, string reason) => new(FailureKind.Unauthenticated, MetadataCode, $"The provider's {which} cannot be used: {reason}");
}
