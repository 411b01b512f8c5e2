using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Actions;

/// <summary>What a connector that is code can do: its entries, and the way from a name to what runs.</summary>
internal sealed class ActionTable
{
    private readonly Dictionary<string, WrittenAction> _actions;

    /// <param name="actions">In the order in which they are listed.</param>
    public ActionTable(params IReadOnlyList<WrittenAction> actions)
    {
        Known = [.. actions.Select(action => action.Describe())];
        _actions = actions.Zip(Known).ToDictionary(action => action.Second.Name, action => action.First, StringComparer.Ordinal);
    }

    public IReadOnlyList<ActionDescriptor> Known { get; }

    /// <returns>What came of it, or <c>action.unknown</c>.</returns>
    public Task<Result<ActionOutcome>> RunAsync(VendorSession session, string action, JsonElement parameters, CancellationToken cancellationToken) =>
        _actions.TryGetValue(action, out var found)
            ? found.RunAsync(new ActionCall(session, parameters, found.IsRepeatable, cancellationToken))
            : Task.FromResult<Result<ActionOutcome>>(Failure.NotFound("action.unknown", $"{session.VendorName} has no action '{VendorFailures.Clean(action, 80)}'."));
}
