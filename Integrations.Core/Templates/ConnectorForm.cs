using System.Text.Json.Nodes;
using Integrations.Connectors.Manifest;

namespace Integrations.Core.Templates;

/// <summary>A provider's settings form, as far as templates care.</summary>
internal sealed record ConnectorForm(IReadOnlyList<FieldDescriptor> Fields)
{
    public JsonObject Known(JsonObject settings) =>
        new(settings.Where(s => Fields.Any(f => f.Name == s.Key && !f.Secret)).Select(s => KeyValuePair.Create(s.Key, s.Value?.DeepClone())));
}
