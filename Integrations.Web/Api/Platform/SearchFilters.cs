using System.Text.Json.Nodes;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

[ApiRequest]
internal sealed record SearchFilters(DateRange? DateRange, IReadOnlyList<string?>? EntityTypes, JsonObject? CustomFilters);
