using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Automation;

internal sealed record AutomationDisconnected(string Id, [property: OneOf("disconnected")] string Status, DateTimeOffset DisconnectedAt);
