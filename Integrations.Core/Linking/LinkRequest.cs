using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;
using Integrations.Core.Instances;
using Integrations.Core.Search;
using Integrations.Primitives;

namespace Integrations.Core.Linking;

/// <summary>000's <c>linkEntityToIntegration</c>.</summary>
/// <param name="EntityType">One of <see cref="EntityTypes"/>.</param>
/// <param name="EntityId">An entity of the caller's organization.</param>
/// <param name="IntegrationId">An integration that the caller may see.</param>
/// <param name="ExternalEntityId">The vendor's thing, 1 to 500 characters.</param>
public sealed record LinkRequest(string EntityType, Guid EntityId, Guid IntegrationId, string ExternalEntityId)
{
    private const int MetadataMaxLength = 20_000;
    private const int UrlMaxLength = 2_000;

    /// <summary>http or https; null for the vendor's own.</summary>
    public string? ExternalEntityUrl { get; init; }

    /// <summary>Laid over what the vendor tells; at most 20,000 characters of JSON.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>What the vendor just told in a search; null makes the hub ask the vendor.</summary>
    public ExternalEntity? Copy { get; init; }

    internal Failure? Validate() =>
        EntityTypes.Parse(EntityType) is null ? LinkingFailures.EntityTypeUnknown(EntityType)
        : string.IsNullOrWhiteSpace(ExternalEntityId) || ExternalEntityId.Length > EntityService.ExternalIdMaxLength || ExternalEntityId.Any(char.IsControl)
            ? Failure.InvalidField("externalEntityId", $"externalEntityId must be 1 to {EntityService.ExternalIdMaxLength} characters without control characters.")
        : Copy is { } copy && copy.Id != ExternalEntityId ? Failure.InvalidField("externalEntityId", "externalEntityId is not the copy's id.")
        : ExternalEntityUrl is { } url && (url.Length > UrlMaxLength || WebAddress.Of(url) is null)
            ? Failure.InvalidField("externalEntityUrl", "externalEntityUrl must be an http or https address of at most 2,000 characters.")
        : Metadata?.ToJsonString().Length > MetadataMaxLength ? Failure.InvalidField("metadata", "metadata may have at most 20,000 characters of JSON.")
        : null;
}
