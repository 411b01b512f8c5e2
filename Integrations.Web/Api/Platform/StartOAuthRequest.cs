using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

/// <param name="ReturnUrl">Where the browser goes after the consent: a path of the hub, or an address of an allowed origin.</param>
[ApiRequest(nameof(StartOAuthRequest.ReturnUrl))]
internal sealed record StartOAuthRequest(string? ReturnUrl);
