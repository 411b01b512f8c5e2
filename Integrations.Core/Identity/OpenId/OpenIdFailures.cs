using Integrations.Primitives;

namespace Integrations.Core.Identity.OpenId;

/// <summary>Why signing in with an organization's provider does not succeed. None tells whether an address has an account.</summary>
public static class OpenIdFailures
{
    public const string UnreachableCode = "openid.unreachable";
    public const string MetadataCode = "openid.metadata_refused";
    public const string UnknownCode = "openid.unknown";
    public const string UnverifiedCode = "openid.unverified";
    public const string DomainCode = "openid.domain";
    public const string OffCode = "openid.off";

    public static Failure Unreachable { get; } = new(FailureKind.Unauthenticated, UnreachableCode, "The provider could not be reached, or did not answer in time.");

    public static Failure NotJson { get; } = new(FailureKind.Unauthenticated, MetadataCode, "What the provider says of itself could not be read. Check the issuer: its address with /.well-known/openid-configuration has to give a document.");

    public static Failure NoKeys { get; } = new(FailureKind.Unauthenticated, MetadataCode, "The provider publishes no key with which its tokens could be checked.");

    public static Failure Unknown { get; } = new(FailureKind.Unauthenticated, UnknownCode, "The provider knows you, but no account here is yours. Ask an administrator of your organization.");

    public static Failure Unverified { get; } = new(FailureKind.Unauthenticated, UnverifiedCode, "The provider does not say that your e-mail address was verified, so no account is opened by it.");

    public static Failure OtherDomain { get; } = new(FailureKind.Unauthenticated, DomainCode, "Your e-mail address at the provider is in none of the domains of this organization.");

    public static Failure Off { get; } = Failure.NotFound(OffCode, "No organization signs in here with a provider of its own.");

    internal static Failure DomainTaken { get; } = Failure.InvalidField("domains", "One of these domains cannot be used here. Ask the operator of the hub.");

    internal static Failure Changed { get; } = Failure.Conflict("openid.settings_changed", "Another administrator changed this at the same moment. Load the page again.");

    internal static Failure OtherIssuer(string said) => new(FailureKind.Unauthenticated, MetadataCode, $"The provider says that its issuer is '{Text.Shorten(said, 200)}', which is not what was entered.");

    internal static Failure BadEndpoint(string which, string reason) => new(FailureKind.Unauthenticated, MetadataCode, $"The provider's {which} cannot be used: {reason}");
}
