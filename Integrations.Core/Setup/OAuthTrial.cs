using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Integrations.Core.Activity;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Text = Integrations.Primitives.Text;

namespace Integrations.Core.Setup;

/// <summary>
/// Tries a provider's OAuth client as a person would use it: to the vendor's consent and back, the code exchanged for a token,
/// and the token thrown away. What the vendor says is kept in its own words for the checklist, which super administrators alone see.
/// </summary>
public sealed class OAuthTrial(
    IDbContextFactory<IntegrationsDbContext> contexts, OAuthProviders providers, OAuthTrialExchange exchange, CredentialVault vault, ChecklistMarks marks, AuditLog audit, TimeProvider clock)
{
    private const string StatePrefix = "try.";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Whether the vendor sends someone back from a trial, and not from a connection's sign-in.</summary>
    public static bool IsTrial(string? state) => state?.StartsWith(StatePrefix, StringComparison.Ordinal) == true;

    /// <summary>Begins a trial; one of the same provider that was under way is given up.</summary>
    /// <param name="browserKey">A random value in the cookie of the browser that must come back.</param>
    /// <returns>Where to go; or <c>permission_denied</c>, <c>oauth.not_offered</c>, <c>oauth.client_missing</c>.</returns>
    public async Task<Result<StartedFlow>> StartAsync(Caller caller, string providerKey, string browserKey, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.KeepChecklist) is { } forbidden)
        {
            return forbidden;
        }

        if (caller.UserId is not { } userId)
        {
            return Failure.Forbidden("A client is tried in a browser, by a person.");
        }

        if (!(await providers.FindAsync(providerKey, cancellationToken)).TryGet(out var provider, out var refused))
        {
            return refused;
        }

        var (key, state) = (ChecklistKeys.Trial(provider.Entry.Manifest.Key), StatePrefix + Random());
        var verifier = provider.Manifest.WithoutPkceBecause is null ? Random() : null;
        var mark = new ChecklistMark
        {
            Key = key,
            WaitsFor = Hash(state, browserKey),
            Detail = verifier is null ? null : vault.Protect("oauth-trial", Guid.Empty, userId, key, verifier),
            At = clock.GetUtcNow(),
            ByUserId = userId,
            ByName = Text.Cut(caller.DisplayName, 320),
        };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(
            async ct =>
            {
                await db.ChecklistMarks.Where(m => m.Key == key).ExecuteDeleteAsync(ct);
                db.ChecklistMarks.Add(mark);
                return await db.SaveChangesAsync(ct);
            },
            cancellationToken);
        return new StartedFlow(providers.AuthorizationUrl(provider, provider.Manifest.Scopes, providers.Callback, state, verifier), state);
    }

    /// <summary>Ends a trial; by one conditional UPDATE it ends once.</summary>
    /// <returns>The provider's key; null for a trial that is over, not this browser's, or another person's.</returns>
    public async Task<string?> CompleteAsync(FlowCallback callback, string? remoteAddress, string? requestId, CancellationToken cancellationToken)
    {
        if (callback is not { State: { Length: < 200 } state, BrowserKey: { Length: > 0 } browserKey, SignedInUser: { } userId })
        {
            return null;
        }

        var (hash, since) = (Hash(state, browserKey), clock.GetUtcNow() - Lifetime);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var mark = await db.ChecklistMarks.AsNoTracking().SingleOrDefaultAsync(m => m.WaitsFor == hash && m.ByUserId == userId && m.At > since, cancellationToken);
        var person = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId && u.Role == Role.SuperAdmin && u.DisabledAt == null, cancellationToken);
        if (mark is null || person is null
            || await db.WriteAsync(ct => db.ChecklistMarks.Where(m => m.WaitsFor == hash).ExecuteUpdateAsync(set => set.SetProperty(m => m.WaitsFor, (string?)null).SetProperty(m => m.Detail, (string?)null), ct), cancellationToken) == 0)
        {
            return null;
        }

        var provider = mark.Key[ChecklistKeys.Trial("").Length..];
        var verifier = mark.Detail is null ? null : vault.Open("oauth-trial", Guid.Empty, userId, mark.Key, mark.Detail);
        var (isGood, said) = await exchange.RunAsync(provider, callback, verifier, cancellationToken);
        var caller = new Caller(userId, person.OrganizationId, person.Role) { DisplayName = person.Email ?? person.DisplayName, RemoteAddress = remoteAddress, RequestId = requestId };
        await marks.RecordAsync(mark.Key, isGood, said, caller, cancellationToken);
        await marks.NoteCallbackAsync(provider, cancellationToken);
        audit.Add(db, caller, "oauth_client.tried", new AuditTarget("provider", provider, provider), after: new { works = isGood });
        await db.SaveChangesAsync(cancellationToken);
        return provider;
    }

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static string Hash(string state, string browserKey) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{state}|{browserKey}")));
}
