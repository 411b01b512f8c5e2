using System.Text.Json;
using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>Things can be done at the vendor.</summary>
public interface IRunActions
{
    /// <summary>The actions that this connection can run; fixed for most vendors, read from the vendor for workflow tools.</summary>
    Task<Result<IReadOnlyList<ActionDescriptor>>> ListActionsAsync(VendorSession session, CancellationToken cancellationToken);

    /// <summary>Actions known without a connection, for the catalog; empty where only the vendor knows.</summary>
    IReadOnlyList<ActionDescriptor> KnownActions { get; }

    /// <summary>The action that a name stands for, of those that were listed; callers keep names for longer than vendors do.</summary>
    ActionDescriptor? FindAction(IReadOnlyList<ActionDescriptor> actions, string name) =>
        actions.FirstOrDefault(action => string.Equals(action.Name, name, StringComparison.Ordinal));

    /// <param name="session">The authenticated vendor session.</param>
    /// <param name="action">A name that <see cref="ListActionsAsync"/> gave.</param>
    /// <param name="parameters">An object that already satisfies the action's schema.</param>
    /// <param name="cancellationToken">Ends the vendor's calls too.</param>
    Task<Result<ActionOutcome>> RunAsync(VendorSession session, string action, JsonElement parameters, CancellationToken cancellationToken);
}
