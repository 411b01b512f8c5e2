using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;
using Integrations.Web.Api.Documents;

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

/// <summary>All members may be absent: an empty search finds what is nearest.</summary>
/// <param name="StartDate">A day or a moment, ISO 8601; inclusive.</param>
/// <param name="EndDate">A day or a moment, ISO 8601; a day counts whole.</param>
/// <param name="Limit">1 to 100; 50 unless told.</param>
[ApiRequest]
internal sealed record SearchEntitiesRequest(string? Query, string? StartDate, string? EndDate, int? Limit);

/// <param name="Error">Why these are not all results; absent when they are.</param>
internal sealed record SearchEntitiesResponse(bool Success, IReadOnlyList<ExternalEntityDocument> Results, string? Error = null);

internal sealed record EntityResponse(bool Success, ExternalEntityDocument Entity);

/// <param name="Error">The vendor's reason, when the test did not pass.</param>
internal sealed record TestIntegrationResponse(bool Success, string? Error = null);
