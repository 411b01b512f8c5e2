namespace Integrations.Web.Api.Platform;

internal sealed record CredentialsUpdatedResponse(bool Success, string CredentialSecretName, DateTimeOffset UpdatedAt);
