using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

/// <param name="IsConfigured">A client id and secret are set, so that people can sign in.</param>
internal sealed record OAuthConfigResponse(string? AuthorizationUrl, string? TokenUrl, IReadOnlyList<string> Scopes, string? ClientId, [property: BeyondDocuments] bool IsConfigured);
