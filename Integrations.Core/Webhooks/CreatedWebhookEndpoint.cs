using Integrations.Primitives;

namespace Integrations.Core.Webhooks;

/// <summary>A new endpoint with its secret, which is shown this once (SECURITY T5).</summary>
public sealed record CreatedWebhookEndpoint(WebhookEndpointView Endpoint, Secret Secret);
