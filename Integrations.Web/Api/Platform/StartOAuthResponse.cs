using Integrations.Web.Hosting.Requests;

namespace Integrations.Web.Api.Platform;

/// <param name="AuthorizationUrl">Where the person goes.</param>
internal sealed record StartOAuthResponse([property: ShownOnce] string AuthorizationUrl, [property: ShownOnce] string State);
