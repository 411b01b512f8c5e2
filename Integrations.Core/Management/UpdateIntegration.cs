using System.Text.Json.Nodes;
using Integrations.Primitives;

namespace Integrations.Core.Management;

/// <summary>000's formData; null members stay as they are.</summary>
[HoldsSecret]
public sealed class UpdateIntegration
{
    public string? Name { get; init; }

    public IReadOnlyDictionary<string, string>? Credentials { get; init; }

    public JsonObject? Metadata { get; init; }

    public bool? IsEnabled { get; init; }

    public override string ToString() => "***";
}
