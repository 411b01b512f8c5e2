using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Contracts;

/// <summary>What came of an action that the vendor accepted.</summary>
/// <param name="Output">What the vendor gave back, in its field names, cut to what callers need.</param>
/// <param name="Entity">The thing that was made or changed, where there is one.</param>
public sealed record ActionOutcome(JsonObject Output, ExternalEntity? Entity = null)
{
    /// <summary>How the workflow ended that the action ran.</summary>
    public WorkflowEnd End { get; init; }
}
