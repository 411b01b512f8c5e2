using System.ComponentModel.DataAnnotations;

namespace Integrations.Web.Hosting;

/// <summary>Under which address people reach the hub. Never taken from a request's Host header (SECURITY O6).</summary>
internal sealed class PublicOriginOptions : IValidatableObject
{
    public const string Section = "Hub";

    /// <summary>Scheme and authority, such as <c>https://hub.example.org</c>; null while no one but this machine uses the hub.</summary>
    public string? PublicOrigin { get; init; }

    // A method: validation reads every property, before it is known to be valid.
    public Uri? ToUri() => PublicOrigin is null ? null : new Uri(PublicOrigin);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicOrigin is not null
            && !(Uri.TryCreate(PublicOrigin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.PathAndQuery == "/"))
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(PublicOrigin)} must be scheme and host only, such as https://hub.example.org.", [nameof(PublicOrigin)]);
        }
    }
}
