using System.Text.Json.Nodes;

namespace Integrations.Web.Api.Platform;

internal sealed record WidgetDataResponse(IReadOnlyList<JsonObject> Data, int Total, string Entity, DateTimeOffset FetchedAt);
