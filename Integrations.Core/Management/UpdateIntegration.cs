using System.Text.Json.Nodes;
using Integrations.Primitives;

namespace Integrations.Core.Management;

/// <summary>000's formData; null members stay as they are.</summary>
[HoldsSecret]
public sealed class UpdateIntegration
{
    /// <summary>1 to 80 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Named as the manifest's fields; tested first, and in place of all that were there.</summary>
    public IReadOnlyDictionary<string, string>? Credentials { get; init; }

    /// <summary>In place of all metadata.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>False pauses, true ends the pause.</summary>
    public bool? IsEnabled { get; init; }

    /// <summary>Always <c>***</c>: it may hold credentials.</summary>
    public override string ToString() => "***";
}
