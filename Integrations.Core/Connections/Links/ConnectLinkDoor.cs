using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections.Links;

/// <summary>The first page behind a link: it shows who asks, and one browser takes the link.</summary>
public sealed class ConnectLinkDoor(IDbContextFactory<IntegrationsDbContext> contexts, CatalogService catalog, AuditLog audit, TimeProvider clock)
{
    private const int SecretMaxLength = 100;

    /// <summary>What the page shows; reading it takes nothing, so that programs which look at links in messages do no harm.</summary>
    /// <param name="secret">From the address.</param>
    /// <param name="visitor">Who is signed in in that browser; may be no one.</param>
    /// <returns>The view, or <c>connect_link.ended</c>, <c>permission_denied</c> for another person than the one it is for.</returns>
    public async Task<Result<ConnectLinkView>> ShowAsync(string secret, Caller visitor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, secret, cancellationToken) is not { OpenedAt: null } link || !await ConnectLinkStanding.HoldsAsync(db, link, clock.GetUtcNow(), cancellationToken))
        {
            return ConnectLinkFailures.Ended;
        }

        var refused = Refuse(link, visitor);
        return refused == ConnectLinkFailures.OtherPerson ? refused : await ViewAsync(db, link, refused is not null, cancellationToken);
    }

    /// <summary>
    /// Takes the link for one browser, in one statement: of many at the same moment one gets it. The browser that has it is answered
    /// alike when its form comes again.
    /// </summary>
    /// <param name="browserKey">What the browser's cookie for this link says; null where it has none.</param>
    /// <returns>Where it goes on; or <c>connect_link.ended</c>, <c>permission_denied</c>.</returns>
    public async Task<Result<ClaimedConnectLink>> ClaimAsync(string secret, string? browserKey, Caller visitor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        if (await FindAsync(db, secret, cancellationToken) is not { } link || !await ConnectLinkStanding.HoldsAsync(db, link, now, cancellationToken)
            || (await OfferedAsync(link, cancellationToken)).Count == 0)
        {
            return ConnectLinkFailures.Ended;
        }

        if (Refuse(link, visitor) is { } refused)
        {
            return refused;
        }

        var key = OAuthHashes.Random(32);
        return await TakeAsync(db, link, visitor, OAuthHashes.Hash(key), now, cancellationToken) ? new ClaimedConnectLink(link.Id, key)
            : OAuthHashes.IsBrowser(link.BrowserHash, browserKey) ? new ClaimedConnectLink(link.Id, browserKey!)
            : ConnectLinkFailures.Ended;
    }

    /// <summary>Which cookie a browser would have for it; null for what is no link.</summary>
    public async Task<Guid?> IdOfAsync(string secret, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await FindAsync(db, secret, cancellationToken))?.Id;
    }

    /// <summary>Why this visitor may not go on with it; null when they may.</summary>
    internal static Failure? Refuse(ConnectLink link, Caller visitor) => link.Audience switch
    {
        ConnectLinkAudience.Outside => null,
        _ when visitor.UserId is null => ConnectLinkFailures.SignInFirst,
        _ when visitor.OrganizationId != link.OrganizationId => ConnectLinkFailures.OtherPerson,
        _ => link.UserId is { } member && member != visitor.UserId ? ConnectLinkFailures.OtherPerson : null,
    };

    internal async Task<Result<ConnectLinkView>> ViewAsync(IntegrationsDbContext db, ConnectLink link, bool needsSignIn, CancellationToken cancellationToken)
    {
        var providers = await OfferedAsync(link, cancellationToken);
        var settings = link.InstanceId is { } made ? await db.Instances.Where(i => i.Id == made).Select(i => i.Settings).SingleOrDefaultAsync(cancellationToken) : link.Settings;
        return providers.Count == 0 && link.DoneAt is null
            ? ConnectLinkFailures.Ended
            : new ConnectLinkView(
                link.Id, await db.Organizations.Where(o => o.Id == link.OrganizationId).Select(o => o.Name).SingleAsync(cancellationToken), link.CreatedBy, providers, link.StateAt(clock.GetUtcNow()))
            {
                Audience = link.Audience,
                ExpiresAt = link.ExpiresAt,
                Origins = link.Origins,
                ReturnUrl = link.ReturnUrl,
                FailureCode = link.FailureCode,
                InstanceId = link.InstanceId,
                Reference = link.Reference,
                Purposes = InstancePurposes.Of(settings),
                NeedsSignIn = needsSignIn,
            };
    }

    private static Task<ConnectLink?> FindAsync(IntegrationsDbContext db, string secret, CancellationToken cancellationToken)
    {
        if (!secret.StartsWith(ConnectLink.SecretPrefix, StringComparison.Ordinal) || secret.Length > SecretMaxLength)
        {
            return Task.FromResult<ConnectLink?>(null);
        }

        var hash = TokenText.Hash(secret);
        return db.ConnectLinks.AsNoTracking().SingleOrDefaultAsync(link => link.Hash == hash, cancellationToken);
    }

    private Task<bool> TakeAsync(IntegrationsDbContext db, ConnectLink link, Caller visitor, string hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var until = link.ExpiresAt < now + ConnectLink.TimeForOne ? link.ExpiresAt : now + ConnectLink.TimeForOne;
        var member = link.Audience == ConnectLinkAudience.Outside ? null : visitor.UserId;
        return db.WriteAsync(
            async ct =>
            {
                var taken = await db.ConnectLinks.Where(l => l.Id == link.Id && l.OpenedAt == null && l.DoneAt == null && l.RevokedAt == null && l.ExpiresAt > now)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(l => l.OpenedAt, now).SetProperty(l => l.BrowserHash, hash).SetProperty(l => l.UserId, member)
                            .SetProperty(l => l.ExpiresAt, until).SetProperty(l => l.Version, l => l.Version + 1),
                        ct) == 1;
                if (taken)
                {
                    audit.Add(db, member is null ? link.Outsider(visitor) : visitor, "connect_link.opened", ConnectLinkService.Target(link));
                    await db.SaveChangesAsync(ct);
                }

                return taken;
            },
            cancellationToken);
    }

    private async Task<IReadOnlyList<CatalogEntry>> OfferedAsync(ConnectLink link, CancellationToken cancellationToken)
    {
        var offered = new List<CatalogEntry>();
        foreach (var key in link.Providers)
        {
            if (await catalog.FindAsync(key, cancellationToken) is { IsOffered: true, Connector: not null } entry)
            {
                offered.Add(entry);
            }
        }

        return offered;
    }
}
