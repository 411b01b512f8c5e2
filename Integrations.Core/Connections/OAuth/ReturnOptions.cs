using System.ComponentModel.DataAnnotations;
using Integrations.Primitives;

namespace Integrations.Core.Connections.OAuth;

/// <summary>Origins besides our own that a person may be sent back to.</summary>
public sealed class ReturnOptions : IValidatableObject
{
    /// <summary>Where the setting stands: <c>Auth:AllowedReturnOrigins</c>.</summary>
    public const string Section = "Auth";

    /// <summary>Origins such as <c>https://app.example.com</c>: scheme, host and port, no path. Empty for none besides our own.</summary>
    public IList<string> AllowedReturnOrigins { get; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Origins.Refuse(AllowedReturnOrigins, Section, nameof(AllowedReturnOrigins));
}
