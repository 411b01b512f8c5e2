using System.Text.Json;

namespace Integrations.Core.Agents;

/// <summary>A call that changes something, as a person decides about it.</summary>
/// <param name="IntegrationId">Null for none.</param>
/// <param name="Place">The integration's name.</param>
/// <param name="Title">The tool's, in words.</param>
/// <param name="ToolHash">Of the tool as it is now.</param>
/// <param name="Parameters">As they were given; an object.</param>
/// <param name="Schema">Of the parameters, for what in them is secret; default where there is none.</param>
internal sealed record AgentCall(Guid? IntegrationId, string Place, string Title, string ToolHash, JsonElement Parameters, JsonElement Schema = default)
{
    public string Hash => AgentToolHash.OfCall(ToolHash, IntegrationId?.ToString("N") ?? "", Parameters);
}
