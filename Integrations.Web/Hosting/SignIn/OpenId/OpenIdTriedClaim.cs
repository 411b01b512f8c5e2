namespace Integrations.Web.Hosting.SignIn.OpenId;

/// <summary>A claim as it came, cut where it is long.</summary>
internal sealed record OpenIdTriedClaim(string Name, string Value);
