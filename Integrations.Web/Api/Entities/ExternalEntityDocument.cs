using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;

namespace Integrations.Web.Api.Entities;

/// <summary>000's ExternalEntity.</summary>
internal sealed record ExternalEntityDocument(string Id, string Title, string? Description, string? Url, JsonObject Metadata)
{
    public static ExternalEntityDocument Of(ExternalEntity entity)
    {
        // The document has no member for the vendor's type, and a client that links the thing wants to know it.
        var metadata = (JsonObject)entity.Metadata.DeepClone();
        metadata.TryAdd("type", entity.Type);
        return new ExternalEntityDocument(entity.Id, entity.Title, entity.Description, entity.Url, metadata);
    }
}
