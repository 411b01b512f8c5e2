using Integrations.Core.Catalog;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections.OAuth;

/// <summary>A flow that a program started is confirmed by a person in the browser that goes on with it (SECURITY O4).</summary>
public sealed class OAuthConfirmation(
    IDbContextFactory<IntegrationsDbContext> contexts, CatalogService catalog, OAuthProviders providers, OAuthStates states, CredentialVault vault, TimeProvider clock)
{
    /// <summary>What the confirmation page of a token-started flow shows: organization, requester and vendor (SECURITY O4).</summary>
    /// <param name="signedInUser">Who is signed in in that browser; null for no one.</param>
    public async Task<Result<FlowSummary>> DescribeAsync(string stateParameter, Guid? signedInUser, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await states.PendingAsync(db, stateParameter, cancellationToken) is not { } state
            || await catalog.FindAsync(state.ProviderKey, cancellationToken) is not { } provider ? OAuthFailures.StateInvalid
            : await OAuthStates.IsForeignAsync(db, state, signedInUser, cancellationToken) ? OAuthFailures.OtherPerson
            : new FlowSummary(
                await db.Organizations.Where(o => o.Id == state.OrganizationId).Select(o => o.Name).SingleAsync(cancellationToken),
                state.RequestedBy ?? "",
                provider.DisplayName);
    }

    /// <summary>
    /// A person confirmed a token-started flow in this browser. From here on the flow is this browser's: one who only follows
    /// the vendor's address, which someone else confirmed, cannot finish it (SECURITY O4).
    /// </summary>
    /// <param name="browserKey">What the browser's cookie for this flow says, so that a repeated form is answered alike; null where it has none.</param>
    /// <param name="signedInUser">Who is signed in in that browser; null for no one.</param>
    public async Task<Result<ConfirmedFlow>> ConfirmAsync(string stateParameter, string? browserKey, Guid? signedInUser, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await states.PendingAsync(db, stateParameter, cancellationToken) is not { } state)
        {
            return OAuthFailures.StateInvalid;
        }

        if (await OAuthStates.IsForeignAsync(db, state, signedInUser, cancellationToken))
        {
            return OAuthFailures.OtherPerson;
        }

        if (!(await providers.FindAsync(state.ProviderKey, cancellationToken)).TryGet(out var provider, out var refused))
        {
            return refused;
        }

        var (key, now) = (OAuthHashes.Random(32), clock.GetUtcNow());
        var hash = OAuthHashes.Hash(key);
        var confirmed = await db.WriteAsync(
            ct => db.OAuthStates.Where(s => s.Id == state.Id && s.ConfirmedAt == null && s.BrowserHash == null && s.RedeemedAt == null && s.ExpiresAt > now)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.ConfirmedAt, now).SetProperty(s => s.BrowserHash, hash), ct),
            cancellationToken);
        if (confirmed == 0)
        {
            if (!OAuthHashes.IsBrowser(state.BrowserHash, browserKey))
            {
                return OAuthFailures.StateInvalid;
            }

            key = browserKey!;
        }

        return new ConfirmedFlow(providers.AuthorizationUrl(provider, OAuthAsk.Of(provider.Manifest, state).Scopes, state.RedirectUri, stateParameter, vault.VerifierOf(state)), key);
    }
}
