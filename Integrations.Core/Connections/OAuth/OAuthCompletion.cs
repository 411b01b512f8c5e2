using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Connections.OAuth;

/// <summary>The second half of a flow: the browser came back from the vendor.</summary>
public sealed class OAuthCompletion(
    IDbContextFactory<IntegrationsDbContext> contexts, OAuthStates states, OAuthExchange exchange, ConnectionAttempts attempts, ICallbackLog callbacks, IOptions<OAuthOptions> options, TimeProvider clock)
{
    // Longer than all the vendor's deadlines together: what is under way after this has died with its process.
    private static readonly TimeSpan MostWork = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Finishes a flow. The state is redeemed before anything else happens, on errors too (SECURITY O3). The browser that a flow
    /// belongs to is shown how it ended when it comes a second time; nothing is done twice.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait only: a browser that asks twice gives its first question up, and the work goes on.</param>
    public async Task<FlowEnd> CompleteAsync(FlowCallback callback, string? remoteAddress, string? requestId, CancellationToken cancellationToken)
    {
        if (await states.RedeemAsync(callback.State, cancellationToken) is not { } state)
        {
            return await states.EndedAsync(callback, cancellationToken) ?? new FlowEnd(null, null, OAuthFailures.StateInvalid);
        }

        await callbacks.ArrivedAsync(state.ProviderKey, CancellationToken.None);
        using var deadline = new CancellationTokenSource(MostWork, clock);
        var outcome = OAuthFailures.Unfinished.Code;
        try
        {
            var failure = await FinishAsync(state, callback, remoteAddress, requestId, deadline.Token);
            outcome = failure?.Code ?? OAuthState.Connected;
            return new FlowEnd(states.ReturnUrlOf(state), state.InstanceId, failure);
        }
        finally
        {
            await states.KeepOutcomeAsync(state.Id, outcome);
        }
    }

    private async Task<Failure?> FinishAsync(OAuthState state, FlowCallback callback, string? remoteAddress, string? requestId, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var starter = await FlowStarter.FindAsync(db, state, clock.GetUtcNow(), cancellationToken);
        // One who is gone still has the refusal written under the name they started with.
        var caller = (starter ?? Caller.Job(state.OrganizationId, state.RequestedBy ?? "API key")) with { RemoteAddress = remoteAddress, RequestId = requestId };
        var finished = await CheckBrowserAsync(db, state, callback, cancellationToken) is { } otherBrowser ? otherBrowser
            : starter is null ? OAuthFailures.StarterGone
            : await exchange.RunAsync(db, caller, state, callback, cancellationToken);
        var failure = finished.Failure;
        await attempts.RecordAsync(caller, state, clock.GetElapsedTime(started), failure, failure is null ? finished.Value : null, CancellationToken.None);
        return failure;
    }

    private async Task<Failure?> CheckBrowserAsync(IntegrationsDbContext db, OAuthState state, FlowCallback callback, CancellationToken cancellationToken) =>
        // One that no one confirmed has no browser: Development lets it pass, so that the documents' example can be followed by hand.
        (state.BrowserHash is null ? options.Value.ConfirmTokenStarted : !OAuthHashes.IsBrowser(state.BrowserHash, callback.BrowserKey)) ? OAuthFailures.OtherBrowser
        : await OAuthStates.IsForeignAsync(db, state, callback.SignedInUser, cancellationToken) ? OAuthFailures.OtherPerson
        : null;
}
