namespace Integrations.Web.Api.Entities;

/// <param name="Error">The vendor's reason, when the test did not pass.</param>
internal sealed record TestIntegrationResponse(bool Success, string? Error = null);
