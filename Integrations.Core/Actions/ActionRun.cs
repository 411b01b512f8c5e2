using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;

namespace Integrations.Core.Actions;

/// <summary>An action that was run.</summary>
/// <param name="Id">Of its activity row; 003's <c>log_…</c>.</param>
/// <param name="Output">What the vendor gave back.</param>
/// <param name="Entity">What was made or changed, where the vendor tells.</param>
/// <param name="Took">The vendor's time and ours.</param>
public sealed record ActionRun(Guid Id, string Action, JsonObject Output, ExternalEntity? Entity, DateTimeOffset RanAt, TimeSpan Took);
