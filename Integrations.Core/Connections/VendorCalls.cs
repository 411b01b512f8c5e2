using Integrations.Core.Activity;
using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections;

/// <summary>
/// How a caller's call reaches a vendor: the integration is opened, its health learns what came of the call, and activity gets a row.
/// A call that is refused because its connection is broken gets its row too: without it, activity would be silent about exactly
/// the calls that people ask about.
/// </summary>
public sealed class VendorCalls(
    VendorSessions sessions, IDbContextFactory<IntegrationsDbContext> contexts, ConnectionHealth health, ActivityLog activity, TimeProvider clock)
{
    private const int ActionMaxLength = 120;

    /// <summary>Opens an integration for one call; dispose what it gives, and end it once by <see cref="EndAsync"/> or <see cref="EndWithAsync"/>.</summary>
    /// <param name="caller">Sees the integration, and uses their own connection where it is user-scoped.</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="type">One of <see cref="ActivityTypes"/>.</param>
    /// <param name="background">A job may wait longer than a person.</param>
    /// <param name="cancellationToken">Ends the vendor's calls too.</param>
    /// <param name="action">The action's name, where one is run.</param>
    /// <param name="isJob">Work that can wait, and leaves a part of the vendor's budget to people; null for what <paramref name="background"/> says.</param>
    /// <returns>The call, or why the integration cannot be used now.</returns>
    public async Task<Result<VendorCall>> OpenAsync(Caller caller, Guid instanceId, string type, bool background, CancellationToken cancellationToken, string? action = null, bool? isJob = null)
    {
        var started = clock.GetTimestamp();
        var opened = await sessions.OpenAsync(caller, instanceId, background, cancellationToken, isJob);
        if (opened.TryGet(out var open, out var failure))
        {
            return new VendorCall(caller, open, type, started);
        }

        await RecordRefusalAsync(caller, instanceId, type, failure, started, action, cancellationToken);
        return failure;
    }

    /// <summary>A call through a row that is already at hand; one that cannot be opened leaves no row.</summary>
    internal async Task<Result<VendorCall>> OpenAsync(Caller caller, IntegrationInstance instance, Connection connection, string type, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var opened = await sessions.OpenAsync(instance, connection, background: true, cancellationToken);
        return opened.Map(open => new VendorCall(caller, open, type, started));
    }

    /// <summary>What came of the call: the connection's health learns it, and activity gets its row.</summary>
    /// <param name="call">Ended once.</param>
    /// <param name="failure">Null when it went well.</param>
    /// <param name="message">What people read in the row; a failure's own message takes its place.</param>
    /// <param name="validated">Whether the vendor confirmed the credential.</param>
    public async Task<ActivityEntry> EndAsync(VendorCall call, Failure? failure, string? message, CancellationToken cancellationToken, bool validated = false)
    {
        var entry = Entry(call, failure, message);
        await EndWithAsync(call, entry, failure, cancellationToken, validated);
        return entry;
    }

    /// <summary>The same with a row that <see cref="Entry"/> made.</summary>
    /// <param name="learned">What the connection's health learns, where that differs from the row's failure.</param>
    /// <param name="events">What is told to others about a call that changed something, committed with its row.</param>
    public async Task EndWithAsync(
        VendorCall call, ActivityEntry entry, Failure? learned, CancellationToken cancellationToken, bool validated = false, IReadOnlyList<OutboxEvent>? events = null)
    {
        await health.ReportAsync(call.Open.Connection, learned, validated, cancellationToken);
        await (call.Type is ActivityTypes.Search or ActivityTypes.Read ? activity.RecordReadAsync(entry, cancellationToken) : activity.RecordAsync(entry, cancellationToken, events));
    }

    /// <summary>A row about the call, not yet written.</summary>
    /// <param name="input">JSON without secrets.</param>
    /// <param name="output">JSON without secrets.</param>
    public ActivityEntry Entry(VendorCall call, Failure? failure, string? message, string? action = null, string? input = null, string? output = null) => activity.Entry(
        call.Caller, call.Open.Instance.OrganizationId, call.Open.Instance.Id, call.Open.IsPrivate, call.Type, clock.GetElapsedTime(call.Started),
        failure, message, Text.Cut(action, ActionMaxLength), input, output);

    private async Task RecordRefusalAsync(Caller caller, Guid instanceId, string type, Failure failure, long started, string? action, CancellationToken cancellationToken)
    {
        // Other refusals never were calls.
        if (!failure.IsVendorSide)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.FindUsedAsync(caller, instanceId, cancellationToken) is not var (instance, connection))
        {
            return;
        }

        await activity.RecordAsync(
            activity.Entry(caller, instance.OrganizationId, instance.Id, connection?.UserId is not null, type, clock.GetElapsedTime(started), failure, action: Text.Cut(action, ActionMaxLength)),
            cancellationToken);
    }
}
