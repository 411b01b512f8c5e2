using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Integrations.Web.Hosting.Requests;

namespace Integrations.Web.Api.Automation;

/// <param name="secret">Shown here and never again.</param>
[HoldsSecret]
internal sealed class AutomationWebhook(string id, string name, string url, IReadOnlyList<string> events, string secret, bool active, DateTimeOffset createdAt)
{
    public string Id => id;

    public string Name => name;

    public string Url => url;

    public IReadOnlyList<string> Events => events;

    [ShownOnce]
    public string Secret => secret;

    public bool Active => active;

    public DateTimeOffset CreatedAt => createdAt;

    public static AutomationWebhook Of(CreatedWebhookEndpoint created) => new(
        AutomationIds.Of(AutomationIds.Webhook, created.Endpoint.Id), created.Endpoint.Name, created.Endpoint.Url, created.Endpoint.Events,
        created.Secret.Reveal(), created.Endpoint.IsActive, created.Endpoint.CreatedAt);

    public override string ToString() => "***";
}
