using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections.OAuth;

/// <summary>The rows of flows that are under way or ended a moment ago.</summary>
public sealed class OAuthStates(IDbContextFactory<IntegrationsDbContext> contexts, ReturnAddresses returns, TimeProvider clock)
{
    // A page that a browser loads ahead, or a second click, comes within seconds.
    private static readonly TimeSpan ShownAgainFor = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private const int MostLooks = 150;

    internal string ReturnUrlOf(OAuthState state) => returns.Of(state);

    /// <summary>One conditional UPDATE decides who proceeds (SECURITY O3); the verifier is erased from the row.</summary>
    internal async Task<OAuthState?> RedeemAsync(string? parameter, CancellationToken cancellationToken)
    {
        if (parameter is not { Length: >= 40 and <= 100 })
        {
            return null;
        }

        var hash = OAuthHashes.Hash(parameter);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.WriteAsync(
            async ct =>
            {
                var now = clock.GetUtcNow();
                var state = await db.OAuthStates.AsNoTracking().SingleOrDefaultAsync(s => s.StateHash == hash, ct);
                var redeemed = await db.OAuthStates.Where(s => s.StateHash == hash && s.RedeemedAt == null && s.ExpiresAt > now)
                    .ExecuteUpdateAsync(s => s.SetProperty(x => x.RedeemedAt, now).SetProperty(x => x.VerifierCiphertext, (string?)null), ct);
                return redeemed == 1 ? state : null;
            },
            cancellationToken);
    }

    internal async Task<OAuthState?> PendingAsync(IntegrationsDbContext db, string parameter, CancellationToken cancellationToken)
    {
        var (hash, now) = (OAuthHashes.Hash(parameter), clock.GetUtcNow());
        return await db.OAuthStates.AsNoTracking().SingleOrDefaultAsync(
            s => s.StateHash == hash && s.RedeemedAt == null && s.ExpiresAt > now && (s.BrowserHash == null || s.ConfirmedAt != null), cancellationToken);
    }

    /// <summary>How a flow of this very browser ended some moments ago; null for any other browser, which learns nothing.</summary>
    internal async Task<FlowEnd?> EndedAsync(FlowCallback callback, CancellationToken cancellationToken)
    {
        if (callback is not { State: { Length: >= 40 and <= 100 } parameter, BrowserKey: not null })
        {
            return null;
        }

        var (hash, after) = (OAuthHashes.Hash(parameter), clock.GetUtcNow() - ShownAgainFor);
        for (var look = 1; ; look++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var state = await db.OAuthStates.AsNoTracking().SingleOrDefaultAsync(s => s.StateHash == hash && s.RedeemedAt > after, cancellationToken);
            if (state is null || !OAuthHashes.IsBrowser(state.BrowserHash, callback.BrowserKey) || await IsForeignAsync(db, state, callback.SignedInUser, cancellationToken))
            {
                return null;
            }

            if (state.Outcome is not null || look == MostLooks)
            {
                return new FlowEnd(
                    ReturnUrlOf(state), state.InstanceId,
                    state.Outcome is OAuthState.Connected ? null : OAuthFailures.Ended(state.Outcome ?? OAuthFailures.UnderWayCode));
            }

            await Task.Delay(Look, clock, cancellationToken);
        }
    }

    internal async Task KeepOutcomeAsync(Guid stateId, string outcome)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        var kept = Text.Cut(outcome, OAuthState.OutcomeMaxLength);
        await db.WriteAsync(
            ct => db.OAuthStates.Where(s => s.Id == stateId).ExecuteUpdateAsync(set => set.SetProperty(s => s.Outcome, kept), ct), CancellationToken.None);
    }

    /// <summary>
    /// Whether another person than the starter is signed in there; for an organization's key, anyone of another organization. Who follows a link
    /// without an account may have one of any organization: the browser that took the link is the one that counts.
    /// </summary>
    internal static async Task<bool> IsForeignAsync(IntegrationsDbContext db, OAuthState state, Guid? signedInUser, CancellationToken cancellationToken) =>
        signedInUser is { } user
        && !(state.ConnectLinkId is not null && state.UserId is null)
        && (state.UserId is { } starter ? user != starter : !await db.Users.AnyAsync(u => u.Id == user && u.OrganizationId == state.OrganizationId, cancellationToken));
}
