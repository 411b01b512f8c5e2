using Integrations.Connectors.Manifest;
using Integrations.Core.Identity.OpenId;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.OpenId;

/// <summary>What is entered of an organization's provider.</summary>
internal static class Fields
{
    public static FieldDescriptor Name => new("name", Text.T("Name")) { Required = true, MaxLength = OrganizationSignIn.NameMaxLength, Help = Text.T("On the button: \"Continue with …\".") };

    public static FieldDescriptor Issuer => new("issuer", Text.T("Issuer"))
    {
        Required = true,
        Type = "url",
        MaxLength = OrganizationSignIn.IssuerMaxLength,
        Placeholder = "https://id.acme.example",
        Help = Text.T("Letter by letter as the provider says it, with or without a slash at its end."),
    };

    public static FieldDescriptor ClientId => new("clientId", Text.T("Client id")) { Required = true, MaxLength = OrganizationSignIn.ClientIdMaxLength };

    public static FieldDescriptor Domains => new("domains", Text.T("Domains of e-mail addresses, one a line")) { Required = true, Type = "lines", Placeholder = "acme.example" };

    public static FieldDescriptor RoleClaim => new("roleClaim", Text.T("Claim that gives roles")) { MaxLength = OrganizationSignIn.RoleClaimMaxLength, Placeholder = "groups" };

    public static FieldDescriptor AdministratorValues => new("administratorValues", Text.T("Values that make administrators, one a line"))
    {
        Required = true,
        Type = "lines",
        Help = Text.T("Everyone else becomes a user at their next sign-in."),
    };

    public static FieldDescriptor Secret(bool isStored) => new("clientSecret", Text.T("Client secret"))
    {
        Required = !isStored,
        Secret = true,
        MaxLength = OrganizationSignIn.ClientSecretMaxLength,
        Help = isStored ? Text.T("One is stored. Leave this empty to keep it; another issuer needs it again.") : Text.T("Stored encrypted and never shown again."),
    };
}
