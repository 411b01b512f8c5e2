using System.ComponentModel.DataAnnotations;
using Integrations.Primitives;

namespace Integrations.Core.Connections.OAuth;

/// <summary>Origins besides our own that a person may be sent back to.</summary>
public sealed class ReturnOptions : IValidatableObject
{
    public const string Section = "Auth";

    public IList<string> AllowedReturnOrigins { get; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Origins.Refuse(AllowedReturnOrigins, Section, nameof(AllowedReturnOrigins));
}
