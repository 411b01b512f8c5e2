using Integrations.Primitives;

namespace Integrations.Core.Identity.OpenId;

/// <summary>An organization's provider, ready to be used.</summary>
[HoldsSecret]
public sealed class OpenIdProvider(Guid organizationId, string name, string issuer, string clientId, Secret clientSecret, bool isOn)
{
    public Guid OrganizationId => organizationId;

    public string Name => name;

    public string Issuer => issuer;

    public string ClientId => clientId;

    public Secret ClientSecret => clientSecret;

    /// <summary>Whether people may sign in with it; its administrators try it before.</summary>
    public bool IsOn => isOn;

    public override string ToString() => "***";
}
