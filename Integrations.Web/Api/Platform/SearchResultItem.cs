using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;

namespace Integrations.Web.Api.Platform;

internal sealed record SearchResultItem(
    string Id, Guid IntegrationId, string IntegrationName, string Provider, string EntityType, string Title, string? Description, string? Url, JsonObject Metadata)
{
    public static SearchResultItem Of(ExternalEntity entity, Guid integrationId, string integrationName, string provider) => new(
        entity.Id, integrationId, integrationName, provider, entity.Type, entity.Title, entity.Description, entity.Url, entity.Metadata);
}
