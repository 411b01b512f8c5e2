using System.Text.Json.Nodes;
using Integrations.Connectors.Manifest;

namespace Integrations.Core.Catalog;

/// <param name="Kind">One of <see cref="AuthKinds"/>.</param>
public sealed record AuthMethodDocument(string Kind, string DisplayName, IReadOnlyList<FieldDescriptor> Fields, JsonNode? Scopes = null);
