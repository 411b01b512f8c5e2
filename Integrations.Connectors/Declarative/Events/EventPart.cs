using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Declarative.Events;

/// <summary>One value of a delivery: a header, a parameter of the address, or a place in the body. Exactly one of them is said.</summary>
internal sealed record EventPart
{
    public string? Header { get; init; }

    public string? Query { get; init; }

    public ValuePath? Path { get; init; }

    /// <summary>In words, such as <c>header X-Token</c>.</summary>
    public override string ToString() => Header is not null ? $"header {Header}" : Query is not null ? $"parameter {Query}" : $"{Path}";

    /// <summary>The value as text; null when it is absent, empty or of another shape.</summary>
    /// <param name="request">The delivery.</param>
    /// <param name="item">The event within the body.</param>
    /// <param name="body">The whole body.</param>
    public string? Read(InboundRequest request, JsonElement item, JsonElement body)
    {
        var text = Header is not null ? request.Headers.GetValueOrDefault(Header)
            : Query is not null ? request.Query.GetValueOrDefault(Query)
            : Path!.Find(item, body).Select(VendorJson.TextOrNumber).FirstOrDefault(found => found is not null);
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
