using Integrations.Primitives;

namespace Integrations.Core.Identity.OpenId;

/// <summary>An organization's provider, ready to be used.</summary>
[HoldsSecret]
public sealed class OpenIdProvider(Guid organizationId, string name, string issuer, string clientId, Secret clientSecret, bool isOn)
{
    /// <summary>Whose members sign in with it.</summary>
    public Guid OrganizationId => organizationId;

    /// <summary>On the button, such as <c>Acme ID</c>.</summary>
    public string Name => name;

    /// <summary>Letter by letter as its tokens have to say it in <c>iss</c>.</summary>
    public string Issuer => issuer;

    /// <summary>The hub's id at the provider, which its tokens have to name in <c>aud</c>.</summary>
    public string ClientId => clientId;

    /// <summary>Opened for the exchange of a code; it goes to the provider's token endpoint alone.</summary>
    public Secret ClientSecret => clientSecret;

    /// <summary>Whether people may sign in with it; its administrators try it before.</summary>
    public bool IsOn => isOn;

    /// <summary>Always <c>***</c>: it holds the client's secret.</summary>
    public override string ToString() => "***";
}
