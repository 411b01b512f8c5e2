using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Actions;

/// <summary>Lists and runs what an integration can do: validates, runs, records, and tells who listens.</summary>
public sealed class ActionService(
    VendorSessions sessions, VendorCalls calls, ActionList list, ConnectionHealth health)
{
    /// <summary>
    /// The actions of one integration. Without a connection those that are known anyway; workflow tools know theirs only
    /// when they are connected. The vendor is asked at most once a minute per connection.
    /// </summary>
    public async Task<Result<IReadOnlyList<ActionDescriptor>>> ListAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken)
    {
        var opened = await sessions.OpenAsync(caller, instanceId, background: false, cancellationToken);
        if (!opened.TryGet(out var open, out var failure))
        {
            return failure.Code is ConnectionFailures.MissingCode or InstanceFailures.DisabledCode || failure.Kind == FailureKind.CredentialRefused
                ? await list.KnownAsync(caller, instanceId, cancellationToken)
                : failure;
        }

        using (open)
        {
            var listed = await list.OfAsync(open, fresh: false, cancellationToken);
            if (listed.Failure is { IsVendorSide: true } refused)
            {
                await health.ReportAsync(open.Connection, refused, validated: false, cancellationToken);
            }

            return listed;
        }
    }

    /// <summary>Runs an action once; it is never repeated by itself.</summary>
    /// <param name="caller">Needs acting rights (SECURITY A7).</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="action">A name that <see cref="ListAsync"/> gave.</param>
    /// <param name="parameters">An object; null or undefined stands for an empty one.</param>
    /// <param name="cancellationToken">Ends the vendor's calls too; the outcome is then unknown, and recorded as such.</param>
    /// <returns>What came of it; or <c>validation</c> with messages per field, <c>action.unknown</c>, <c>action.not_supported</c>, or the vendor's failure.</returns>
    public Task<Result<ActionRun>> RunAsync(Caller caller, Guid instanceId, string action, JsonElement parameters, CancellationToken cancellationToken) =>
        RunAsync(caller, instanceId, action, parameters, before: null, cancellationToken);

    /// <summary>Runs an action once, if what is asked about it just before has nothing against it.</summary>
    /// <param name="caller">Needs acting rights (SECURITY A7).</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="action">A name that <see cref="ListAsync"/> gave.</param>
    /// <param name="parameters">An object; null or undefined stands for an empty one.</param>
    /// <param name="before">Is given the very action that will run, and parameters that fit it; what it returns is the answer in place of the run.</param>
    /// <param name="cancellationToken">Ends the vendor's calls too.</param>
    public async Task<Result<ActionRun>> RunAsync(
        Caller caller, Guid instanceId, string action, JsonElement parameters, Func<ActionDescriptor, CancellationToken, Task<Failure?>>? before, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.RunActions) is { } readOnly)
        {
            return readOnly;
        }

        var opened = await calls.OpenAsync(caller, instanceId, ActivityTypes.Action, background: false, cancellationToken, action);
        if (!opened.TryGet(out var call, out var failure))
        {
            return failure;
        }

        using (call)
        {
            var open = call.Open;
            await using var visit = open.Session.BeginVisit();
            var found = await list.FindAsync(open, action, cancellationToken);
            if (!found.TryGet(out var descriptor, out failure))
            {
                if (failure.IsVendorSide)
                {
                    await calls.EndWithAsync(call, calls.Entry(call, failure, message: null, action), failure, cancellationToken);
                }

                return failure;
            }

            var given = parameters.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? JsonElement.Parse("{}") : parameters;
            var refused = ParameterSchema.Check(descriptor.Parameters, given);
            if (refused is null && before is not null)
            {
                refused = await before(descriptor, cancellationToken);
            }

            return refused is not null ? refused : await RunAsync(call, descriptor, given, cancellationToken);
        }
    }

    private async Task<Result<ActionRun>> RunAsync(
        VendorCall call, ActionDescriptor action, JsonElement parameters, CancellationToken cancellationToken)
    {
        var open = call.Open;
        Result<ActionOutcome> outcome;
        try
        {
            outcome = await open.Session.CallAsync(
                () => open.Entry.As<IRunActions>()!.RunAsync(open.Session, action.Name, parameters, cancellationToken), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await RecordAsync(call, action, parameters, Interrupted(open.Session.VendorName));
            throw;
        }

        if (outcome.Failure is { Kind: FailureKind.VendorUnavailable } lost && open.Session.MayBeDone)
        {
            outcome = ActionFailures.OutcomeUnknown(open.Session.VendorName, lost);
        }

        // The list may tell of what the action changed, such as a workflow that is switched on now.
        list.Forget(open);
        var entry = await RecordAsync(call, action, parameters, outcome);
        return outcome.Failure is { } told ? told with { IsRecorded = true } : outcome.Map(done => new ActionRun(entry.Id, action.Name, done.Output, done.Entity, entry.OccurredAt, TimeSpan.FromMilliseconds(entry.DurationMs)));
    }

    /// <summary>What was done is recorded even when the caller has gone: hence no token.</summary>
    private async Task<ActivityEntry> RecordAsync(
        VendorCall call, ActionDescriptor action, JsonElement parameters, Result<ActionOutcome> outcome)
    {
        var output = outcome.IsSuccess ? JsonSerializer.SerializeToElement(outcome.Value.Output) : default;
        var entry = calls.Entry(
            call, outcome.Failure, action.DisplayName, action.Name,
            ParameterRedaction.Redact(parameters, action.Parameters)?.ToJsonString(),
            ParameterRedaction.Redact(output)?.ToJsonString());
        var events = ActionEvents.Of(call.Open, action, entry, output, outcome.IsSuccess ? outcome.Value.End : WorkflowEnd.Failed);
        await calls.EndWithAsync(call, entry, outcome.Failure, CancellationToken.None, events: [.. events]);
        return entry;
    }

    private static Failure Interrupted(string vendor) => new(
        FailureKind.VendorRefused, "action.interrupted", $"The request was ended before {vendor} answered. Look there whether it was done before you run it again.");
}
