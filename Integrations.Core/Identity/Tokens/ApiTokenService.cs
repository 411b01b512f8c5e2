using Integrations.Core.Activity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.Tokens;

/// <summary>Personal access tokens and organizations' API keys.</summary>
public sealed class ApiTokenService(IDbContextFactory<IntegrationsDbContext> contexts, AuditLog audit, TimeProvider clock)
{
    /// <summary>Where a token's maker names no end.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(90);

    /// <summary>A longer one gives <c>validation</c> (SECURITY T6).</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(365);

    /// <summary>A token that acts as the caller.</summary>
    /// <returns>The token, or <c>validation</c>, <c>permission_denied</c>, <c>auth.confirm_password</c>.</returns>
    public Task<Result<CreatedApiToken>> CreatePersonalAsync(Caller caller, NewApiToken wanted, CancellationToken cancellationToken)
    {
        if (caller.UserId is null)
        {
            return Refuse(Failure.Forbidden("Personal tokens belong to a person; an organization's key has no person."));
        }

        var text = TokenText.New(TokenText.PersonalPrefix);
        return CreateAsync(caller, wanted, ApiTokenKind.Personal, text, clientId: null, cancellationToken);
    }

    /// <summary>A client id and secret that act for the caller's organization.</summary>
    /// <returns>The key, or <c>validation</c>, <c>permission_denied</c>, <c>auth.confirm_password</c>.</returns>
    public Task<Result<CreatedApiToken>> CreateForOrganizationAsync(Caller caller, NewApiToken wanted, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.CreateOrganizationTokens) is { } forbidden)
        {
            return Refuse(forbidden);
        }

        var text = TokenText.New(TokenText.ClientSecretPrefix);
        return CreateAsync(caller, wanted, ApiTokenKind.Organization, text, TokenText.NewClientId(clock), cancellationToken);
    }

    /// <summary>The caller's own tokens and, for administrators, all of the organization; newest first.</summary>
    public async Task<Result<Page<ApiTokenRow>>> ListAsync(Caller caller, PageRequest page, CancellationToken cancellationToken)
    {
        if (page.Validate() is { } invalid)
        {
            return invalid;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var visible = db.ApiTokens.AsNoTracking().VisibleTo(caller);
        var rows = await visible.OrderByDescending(t => t.CreatedAt).ThenBy(t => t.Id).Skip(page.Offset).Take(page.Limit).ToListAsync(cancellationToken);
        var makers = await MakersAsync(db, [.. rows.Select(t => t.CreatedBy).OfType<Guid>().Distinct()], cancellationToken);
        return new Page<ApiTokenRow>([.. rows.Select(t => Row(t) with { Maker = MakerOf(t, makers) })], await visible.CountAsync(cancellationToken));
    }

    /// <summary>Who made the organization's key that the caller uses; null for people, and where no one is known any more.</summary>
    public async Task<TokenMaker?> FindMakerAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller is not { UserId: null, TokenId: { } id, OrganizationId: { } organization })
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ApiTokens.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id && t.OrganizationId == organization, cancellationToken) is { CreatedBy: { } maker } token
            ? MakerOf(token, await MakersAsync(db, [maker], cancellationToken))
            : null;
    }

    /// <summary>Ends a token; the next request that carries it is refused. Ending it again changes nothing.</summary>
    /// <returns>Done, or <c>token.not_found</c>, <c>permission_denied</c>.</returns>
    public async Task<Result<Done>> RevokeAsync(Caller caller, Guid tokenId, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.RevokeTokens) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var token = await db.ApiTokens.VisibleTo(caller).SingleOrDefaultAsync(t => t.Id == tokenId, cancellationToken);
        if (token is null)
        {
            return AccessFailures.TokenNotFound;
        }

        if (token.RevokedAt is null)
        {
            token.RevokedAt = clock.GetUtcNow();
            audit.Add(db, caller, "token.revoked", new AuditTarget("token", token.Id.ToString(), token.Name));
            await db.SaveChangesAsync(cancellationToken);
        }

        return Done.Value;
    }

    private async Task<Result<CreatedApiToken>> CreateAsync(
        Caller caller, NewApiToken wanted, ApiTokenKind kind, Secret text, string? clientId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (Check(caller, wanted, now) is { } failure)
        {
            return failure;
        }

        var token = new ApiToken
        {
            Id = Guid.CreateVersion7(now),
            Kind = kind,
            OrganizationId = caller.OrganizationId,
            UserId = kind == ApiTokenKind.Personal ? caller.UserId : null,
            Name = wanted.Name.Trim(),
            Hash = TokenText.Hash(text.Reveal()),
            Hint = TokenText.Hint(text),
            ClientId = clientId,
            Scopes = wanted.Scopes,
            CreatedBy = caller.UserId,
            CreatedAt = now,
            ExpiresAt = now + (wanted.Lifetime ?? DefaultLifetime),
        };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.ApiTokens.Add(token);
        audit.Add(
            db, caller, "token.created", new AuditTarget("token", token.Id.ToString(), token.Name),
            after: new { kind = kind.ToString(), scopes = TokenScopeNames.Of(token.Scopes), token.ExpiresAt });
        await db.SaveChangesAsync(cancellationToken);
        return new CreatedApiToken(Row(token), text);
    }

    private static Failure? Check(Caller caller, NewApiToken wanted, DateTimeOffset now)
    {
        if (caller is { SessionId: null, AuthenticatedAt: null })
        {
            // Otherwise a leaked token could outlive its own revocation by making another.
            return Failure.Forbidden("A token cannot create tokens. Sign in with a password to create one.");
        }

        if (caller.MustHaveSignedInLately(now) is { } stale)
        {
            return stale;
        }

        if (wanted.Name.Trim().Length is 0 or > ApiToken.NameMaxLength)
        {
            return Failure.InvalidField("name", $"The name needs 1 to {ApiToken.NameMaxLength} characters.");
        }

        if (wanted.Lifetime is { } lifetime && (lifetime < TimeSpan.FromDays(1) || lifetime > MaxLifetime))
        {
            return Failure.InvalidField("expiresInDays", "A token lives 1 to 365 days.");
        }

        if (wanted.Scopes == TokenScopes.None || (wanted.Scopes & ~TokenScopes.All) != TokenScopes.None)
        {
            return Failure.InvalidField("scopes", "Choose at least one of read, write, admin and proxy.");
        }

        return (wanted.Scopes & ~caller.Scopes) != TokenScopes.None
            ? Failure.Forbidden("A token cannot be given more rights than you hold yourself.")
            : null;
    }

    private static Task<Dictionary<Guid, User>> MakersAsync(IntegrationsDbContext db, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        db.Users.AsNoTracking().Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => u.Id, cancellationToken);

    private static TokenMaker? MakerOf(ApiToken token, Dictionary<Guid, User> makers) =>
        token.CreatedBy is { } id && makers.TryGetValue(id, out var maker) ? new TokenMaker(maker.DisplayName, maker.DisabledAt is not null || maker.OrganizationId != token.OrganizationId) : null;

    private static Task<Result<CreatedApiToken>> Refuse(Failure failure) => Task.FromResult<Result<CreatedApiToken>>(failure);

    private static ApiTokenRow Row(ApiToken token) => new(
        token.Id, token.Kind, token.Name, token.Hint, token.ClientId, token.Scopes, token.UserId, token.CreatedBy,
        token.CreatedAt, token.ExpiresAt, token.LastUsedAt, token.RevokedAt);
}
