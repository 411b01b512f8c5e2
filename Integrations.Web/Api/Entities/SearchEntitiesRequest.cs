using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Entities;

/// <summary>All members may be absent: an empty search finds what is nearest.</summary>
/// <param name="StartDate">A day or a moment, ISO 8601; inclusive.</param>
/// <param name="EndDate">A day or a moment, ISO 8601; a day counts whole.</param>
/// <param name="Limit">1 to 100; 50 unless told.</param>
[ApiRequest]
internal sealed record SearchEntitiesRequest(string? Query, string? StartDate, string? EndDate, int? Limit);
