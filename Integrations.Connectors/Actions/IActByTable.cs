using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Primitives;

namespace Integrations.Connectors.Actions;

/// <summary>A connector that is code, whose actions are those of its table.</summary>
internal interface IActByTable : IRunActions
{
    /// <summary>The one definition of each.</summary>
    ActionTable Actions { get; }

    /// <inheritdoc/>
    IReadOnlyList<ActionDescriptor> IRunActions.KnownActions => Actions.Known;

    /// <inheritdoc/>
    Task<Result<IReadOnlyList<ActionDescriptor>>> IRunActions.ListActionsAsync(VendorSession session, CancellationToken cancellationToken) =>
        Task.FromResult(Result<IReadOnlyList<ActionDescriptor>>.Success(Actions.Known));

    /// <inheritdoc/>
    Task<Result<ActionOutcome>> IRunActions.RunAsync(VendorSession session, string action, JsonElement parameters, CancellationToken cancellationToken) =>
        Actions.RunAsync(session, action, parameters, cancellationToken);
}
