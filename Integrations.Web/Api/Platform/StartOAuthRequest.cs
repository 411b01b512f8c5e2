using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

/// <param name="ReturnUrl">Where the browser goes after the consent: a path of the hub, or an address of an allowed origin.</param>
/// <param name="Purposes">
/// Uses that the integration is to have besides those of its setting purposes, such as action:create_issue, find:issue or events: what they need is asked for
/// together with what is granted already. Of no effect where the integration is for everything.
/// </param>
[ApiRequest(nameof(StartOAuthRequest.ReturnUrl))]
internal sealed record StartOAuthRequest(string? ReturnUrl, [property: BeyondDocuments] IReadOnlyList<string>? Purposes = null);
