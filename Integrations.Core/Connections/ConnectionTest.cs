using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Core.Activity;
using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Connections;

/// <summary>Tests connections at their vendors.</summary>
public sealed class ConnectionTest(VendorCalls calls, TimeProvider clock)
{
    /// <summary>Asks the vendor whether the connection works; a failing test is an answer, not an error.</summary>
    internal async Task<Result<TestOutcome>> TestAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.Connect) is { } readOnly)
        {
            return readOnly;
        }

        var started = clock.GetTimestamp();
        var opened = await calls.OpenAsync(caller, instanceId, ActivityTypes.Test, background: false, cancellationToken);
        if (!opened.TryGet(out var call, out var failure))
        {
            // What only says "this cannot work" is a failed test; what says "not yours" is not.
            return failure.Kind is FailureKind.NotFound or FailureKind.Forbidden ? failure : new TestOutcome(failure, null, clock.GetUtcNow(), clock.GetElapsedTime(started));
        }

        using (call)
        {
            var open = call.Open;
            var account = await open.Session.CallAsync(() => open.Entry.Connector.GetAccountAsync(open.Session, cancellationToken), cancellationToken);
            if (account.IsSuccess && open.Entry.As<ITestConnection>() is { } testing && (await open.Session.CallAsync(() => testing.TestAsync(open.Session, cancellationToken), cancellationToken)).Failure is { } untested)
            {
                account = untested;
            }

            var took = clock.GetElapsedTime(started);
            await calls.EndAsync(call, account.Failure, "Connection successful", cancellationToken, validated: true);
            return new TestOutcome(account.Failure, account.IsSuccess ? account.Value : null, clock.GetUtcNow(), took);
        }
    }
}
