namespace Integrations.Web.Api.Platform;

/// <param name="ResponseTime">Milliseconds.</param>
internal sealed record ProviderTestResponse(bool Success, string? Message, string? Error, DateTimeOffset TestedAt, long? ResponseTime);
