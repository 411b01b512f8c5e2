using Integrations.Core.Activity;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections.Links;

/// <summary>Links to connect, for administrators and their programs: made, listed, revoked.</summary>
public sealed class ConnectLinkService(
    IDbContextFactory<IntegrationsDbContext> contexts, ConnectLinkDrafts drafts, ConnectLinkMail mail, AuditLog audit, PublicOrigin origin, TimeProvider clock)
{
    private const int NameMaxLength = 320;

    /// <summary>The hub can send links by mail.</summary>
    public bool SendsMail => mail.IsOn;

    /// <summary>Makes a link.</summary>
    /// <returns>It, with its secret this once; or <c>validation</c>, <c>permission_denied</c>, <c>connect_link.outsiders_not_allowed</c>, <c>connect_link.no_mail</c>.</returns>
    public async Task<Result<CreatedConnectLink>> CreateAsync(Caller caller, NewConnectLink wanted, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeConnectLinks) is { } forbidden)
        {
            return forbidden;
        }

        if (!(await drafts.CheckAsync(caller, wanted, cancellationToken)).TryGet(out var providers, out var failure)
            || !FrameOrigins.Read(wanted.Origins, "frameOrigins", ConnectLink.MostOrigins).TryGet(out var origins, out failure))
        {
            return failure;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!(await ConnectLinkDrafts.FindMemberAsync(db, caller, wanted, cancellationToken)).TryGet(out var member, out failure))
        {
            return failure;
        }

        if (wanted.Audience == ConnectLinkAudience.Outside && !await db.ConnectLinkRules.VisibleTo(caller).AnyAsync(rules => rules.AllowsOutsiders, cancellationToken))
        {
            return ConnectLinkFailures.NoOutsiders;
        }

        var token = TokenText.New(ConnectLink.SecretPrefix);
        var link = await MakeAsync(db, caller, wanted, member, (providers, origins), token, cancellationToken);
        db.ConnectLinks.Add(link);
        var path = new Secret(ConnectLink.PathStart + token.Reveal());
        var isMailed = wanted.SendMail && await mail.SendAsync(db, link, member, path, cancellationToken);
        if (wanted.SendMail && !isMailed)
        {
            return ConnectLinkFailures.NoMail;
        }

        audit.Add(
            db, caller, "connect_link.created", Target(link),
            after: new { link.Providers, audience = link.Audience.ToString(), link.UserId, link.Reference, link.Origins, link.ReturnUrl, link.ExpiresAt, mailed = isMailed });
        await db.SaveChangesAsync(cancellationToken);
        return new CreatedConnectLink(ConnectLinkRow.Of(link, member?.Email, clock.GetUtcNow()), new Secret(origin.Url(path.Reveal())), isMailed);
    }

    /// <summary>Links of the organization, newest first.</summary>
    public async Task<Result<Page<ConnectLinkRow>>> ListAsync(Caller caller, PageRequest page, CancellationToken cancellationToken)
    {
        if ((caller.Must(KnownPermissions.ReadConnectLinks) ?? page.Validate()) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var all = db.ConnectLinks.AsNoTracking().VisibleTo(caller);
        var total = await all.CountAsync(cancellationToken);
        var links = await all.OrderByDescending(link => link.CreatedAt).ThenBy(link => link.Id).Skip(page.Offset).Take(page.Limit).ToListAsync(cancellationToken);
        return new Page<ConnectLinkRow>(await RowsAsync(db, links, cancellationToken), total);
    }

    /// <returns>The link, or <c>connect_link.not_found</c>, <c>permission_denied</c>.</returns>
    public async Task<Result<ConnectLinkRow>> GetAsync(Caller caller, Guid linkId, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ReadConnectLinks) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ConnectLinks.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(link => link.Id == linkId, cancellationToken) is { } found
            ? (await RowsAsync(db, [found], cancellationToken))[0]
            : ConnectLinkFailures.NotFound;
    }

    /// <summary>Ends a link: nothing more is connected with it, also by a browser that opened it. Ending it again changes nothing.</summary>
    /// <returns>The link; or <c>connect_link.not_found</c>, <c>permission_denied</c>, <c>connect_link.over</c> for one that was used.</returns>
    public async Task<Result<ConnectLinkRow>> RevokeAsync(Caller caller, Guid linkId, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeConnectLinks) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.ConnectLinks.VisibleTo(caller).SingleOrDefaultAsync(link => link.Id == linkId, cancellationToken) is not { } found)
        {
            return ConnectLinkFailures.NotFound;
        }

        if (found.DoneAt is not null)
        {
            return ConnectLinkFailures.Over;
        }

        if (found.RevokedAt is null)
        {
            found.RevokedAt = clock.GetUtcNow();
            audit.Add(db, caller, "connect_link.revoked", Target(found));
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException lost) when (LostRaces.IsStale(lost))
            {
                return ConnectLinkFailures.Stale;
            }
        }

        return (await RowsAsync(db, [found], cancellationToken))[0];
    }

    internal static AuditTarget Target(ConnectLink link) => new("connect_link", link.Id.ToString(), link.For ?? string.Join(", ", link.Providers), link.OrganizationId);

    private async Task<ConnectLink> MakeAsync(
        IntegrationsDbContext db, Caller caller, NewConnectLink wanted, User? member, (IReadOnlyList<string> Providers, IReadOnlyList<string> Origins) read, Secret token, CancellationToken cancellationToken)
    {
        var (now, isOutside) = (clock.GetUtcNow(), wanted.Audience == ConnectLinkAudience.Outside);
        var name = await db.Users.Where(u => u.Id == caller.UserId).Select(u => u.DisplayName).SingleOrDefaultAsync(cancellationToken);
        return new ConnectLink
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = caller.OrganizationId!.Value,
            Hash = TokenText.Hash(token.Reveal()),
            Hint = TokenText.Hint(token),
            Providers = read.Providers,
            Audience = wanted.Audience,
            UserId = member?.Id,
            Email = isOutside ? wanted.Email : null,
            Label = isOutside ? wanted.Label?.Trim() : null,
            Reference = isOutside ? wanted.Reference?.Trim() : null,
            ReturnUrl = wanted.ReturnUrl,
            Settings = Text.CloneObject(wanted.Settings),
            Origins = read.Origins,
            CreatedBy = Text.Cut(name is { Length: > 0 } ? name : caller.DisplayName, NameMaxLength),
            CreatedByUserId = caller.UserId,
            CreatedByTokenId = FlowStarter.TokenOf(caller),
            CreatorStamp = await FlowStarter.StampOfAsync(db, caller, cancellationToken),
            CreatedAt = now,
            ExpiresAt = now + wanted.Lifetime,
        };
    }

    private async Task<IReadOnlyList<ConnectLinkRow>> RowsAsync(IntegrationsDbContext db, IReadOnlyList<ConnectLink> links, CancellationToken cancellationToken)
    {
        var ids = links.Where(link => link.UserId is not null).Select(link => link.UserId!.Value).Distinct().ToList();
        var emails = await db.Users.AsNoTracking().Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.Email, cancellationToken);
        var now = clock.GetUtcNow();
        return [.. links.Select(link => ConnectLinkRow.Of(link, link.UserId is { } id ? emails.GetValueOrDefault(id) : null, now))];
    }
}
