using System.Text.Json.Nodes;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Automation;

/// <param name="Parameters">As the action's parameters ask.</param>
[ApiRequest]
internal sealed record AutomationActionRequest(JsonObject? Parameters);
