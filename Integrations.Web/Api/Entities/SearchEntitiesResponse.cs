namespace Integrations.Web.Api.Entities;

/// <param name="Error">Why these are not all results; absent when they are.</param>
internal sealed record SearchEntitiesResponse(bool Success, IReadOnlyList<ExternalEntityDocument> Results, string? Error = null);
