using System.ComponentModel.DataAnnotations;

namespace Integrations.Web.Hosting.SignIn.Entra;

/// <summary>The hub's registration at Microsoft, for people who sign in with their account there. Section <c>Auth:Microsoft</c>.</summary>
internal sealed class MicrosoftOptions : IValidatableObject
{
    public const string Section = "Auth:Microsoft";

    /// <summary>The application's id; null leaves signing in with Microsoft out.</summary>
    public string? ClientId { get; set; }

    /// <summary>The value of a client secret of it.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>A directory's id, to let only its people in; or <c>organizations</c>, or <c>common</c> for private accounts too.</summary>
    public string Tenant { get; set; } = "organizations";

    /// <summary>Microsoft's sign-in service; a national cloud has another, such as <c>https://login.microsoftonline.us/</c>.</summary>
    public string Instance { get; set; } = "https://login.microsoftonline.com/";

    /// <summary>The one directory whose people are let in; null where several are.</summary>
    public string? Directory => Tenant is "organizations" or "common" ? null : Tenant;

    public bool IsOn => !string.IsNullOrEmpty(ClientId);

    public override string ToString() => "***";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsOn && string.IsNullOrEmpty(ClientSecret))
        {
            yield return new ValidationResult($"{Section}:{nameof(ClientSecret)} is required beside {nameof(ClientId)}.", [nameof(ClientSecret)]);
        }

        if (!Uri.TryCreate(Instance, UriKind.Absolute, out var instance) || instance.Scheme != Uri.UriSchemeHttps || instance.UserInfo.Length > 0 || instance.PathAndQuery != "/")
        {
            yield return new ValidationResult($"{Section}:{nameof(Instance)} is scheme and host only, such as https://login.microsoftonline.com/.", [nameof(Instance)]);
        }

        if (Tenant is not ("organizations" or "common") && !Guid.TryParseExact(Tenant, "D", out _))
        {
            yield return new ValidationResult($"{Section}:{nameof(Tenant)} is a directory's id, organizations, or common.", [nameof(Tenant)]);
        }
    }
}
