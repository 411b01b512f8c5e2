using System.Security.Cryptography;
using System.Text;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Jwt;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Identity.Tokens;

/// <summary>Gives access tokens for passwords and client secrets, and says who a Bearer token is.</summary>
public sealed class AccessTokens(
    IDbContextFactory<IntegrationsDbContext> contexts, SigningKeys keys, UserDirectory directory, SignInService signIn,
    IOptions<AccessOptions> options, TimeProvider clock)
{
    private const int RememberedTokens = 20_000;

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LastUseResolution = TimeSpan.FromMinutes(1);

    /// <summary>Without those of an organization that is disabled; with those of people who are in none. Compiled, because each request of a program begins with it.</summary>
    private readonly Func<IntegrationsDbContext, string, CancellationToken, Task<ApiToken?>> _byHash = EF.CompileAsyncQuery(
        (IntegrationsDbContext db, string hash, CancellationToken _) => db.Set<ApiToken>().AsNoTracking()
            .SingleOrDefault(t => t.Hash == hash && (t.OrganizationId == null || db.Set<Organization>().Any(o => o.Id == t.OrganizationId && o.DisabledAt == null))));

    private readonly Func<IntegrationsDbContext, string, CancellationToken, Task<ApiToken?>> _byClient = EF.CompileAsyncQuery(
        (IntegrationsDbContext db, string clientId, CancellationToken _) => db.Set<ApiToken>().AsNoTracking()
            .SingleOrDefault(t => t.ClientId == clientId && (t.OrganizationId == null || db.Set<Organization>().Any(o => o.Id == t.OrganizationId && o.DisabledAt == null))));

    private readonly AccessTokenFormat _format = new(options.Value.Issuer, options.Value.Audience);
    private readonly ExpiringCache<string, AccessTokenClaims> _verified = new(clock, RememberedTokens);

    internal int RememberedCount => _verified.Count;

    /// <param name="code">Of the person's second factor; null for who has none.</param>
    /// <returns>
    /// A token with the person's rights, or <c>auth.refused</c>, <c>auth.second_factor_required</c>, <c>auth.code_refused</c>,
    /// <c>auth.second_factor_missing</c>, <c>auth.busy</c>.
    /// </returns>
    public async Task<Result<IssuedAccessToken>> ForPasswordAsync(
        string email, string password, string? code, SignInOrigin origin, CancellationToken cancellationToken)
    {
        var proven = code is null
            ? await signIn.CheckPasswordAsync(email, password, origin, cancellationToken)
            : await signIn.CheckPasswordAndCodeAsync(email, password, code, origin, cancellationToken);
        if (!proven.TryGet(out var who, out var failure))
        {
            return failure;
        }

        if (!who.HasSecondFactor && options.Value.AsksSecondFactorOf(who.Role))
        {
            return AccessFailures.SecondFactorMissing;
        }

        var now = clock.GetUtcNow();
        return await IssueAsync(
            new AccessTokenClaims(who.Id.ToString("D"), who.OrganizationId, Roles.Including(who.Role, who.OrganizationId is not null), Guid.CreateVersion7(now), now, now + options.Value.AccessTokenLifetime)
            {
                AuthenticatedAt = now,
                Stamp = who.Stamp,
            },
            cancellationToken);
    }

    /// <returns>A token with the key's scopes, or <c>auth.client_refused</c>.</returns>
    public async Task<Result<IssuedAccessToken>> ForClientAsync(string clientId, string clientSecret, CancellationToken cancellationToken)
    {
        var found = await FindAsync(TokenText.Hash(clientSecret), cancellationToken);
        if (found is not { Kind: ApiTokenKind.Organization, OrganizationId: { } organization } || !new Secret(found.ClientId ?? "").Matches(clientId))
        {
            return AccessFailures.ClientRefused;
        }

        var now = clock.GetUtcNow();
        var expires = Earlier(now + options.Value.AccessTokenLifetime, found.ExpiresAt);
        return await IssueAsync(
            new AccessTokenClaims(clientId, organization, Roles.Including(Role.TenantAdmin, inOrganization: true), Guid.CreateVersion7(now), now, expires)
            {
                Scopes = found.Scopes,
                ClientId = clientId,
            },
            cancellationToken);
    }

    /// <summary>Who a Bearer token is, confirmed against the database; or <c>auth.token_refused</c> for every kind of wrong.</summary>
    public async Task<Result<Caller>> AuthenticateAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length is 0 or > AccessTokenFormat.MaxLength)
        {
            return AccessFailures.TokenRefused;
        }

        if (token.StartsWith(TokenText.PersonalPrefix, StringComparison.Ordinal))
        {
            return await PersonalAsync(token, cancellationToken);
        }

        var claims = await VerifyAsync(token, cancellationToken);
        return claims is null ? AccessFailures.TokenRefused
            : claims.ClientId is null ? await PersonAsync(claims, cancellationToken)
            : await ClientAsync(claims, cancellationToken);
    }

    /// <summary>Signature and times of a token; a good one is remembered by its SHA-256 for a minute, a bad one never (SECURITY S8).</summary>
    internal async Task<AccessTokenClaims?> VerifyAsync(string token, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var digest = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_verified.TryGet(digest, out var remembered))
        {
            return remembered;
        }

        if (AccessTokenFormat.KeyIdOf(token) is not { } keyId
            || await keys.FindAsync(keyId, cancellationToken) is not { } key
            || await _format.ReadAsync(token, key, now) is not { } claims)
        {
            return null;
        }

        // An already expired token that only the allowed skew lets in is not remembered at all.
        _verified.Remember(digest, claims, Earlier(now + Remembered, claims.ExpiresAt));
        return claims;
    }

    private async Task<Result<IssuedAccessToken>> IssueAsync(AccessTokenClaims claims, CancellationToken cancellationToken) =>
        new IssuedAccessToken(new Secret(await keys.SignAsync(_format, claims, cancellationToken)), claims.ExpiresAt - claims.IssuedAt);

    private async Task<Result<Caller>> PersonAsync(AccessTokenClaims claims, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(claims.Subject, "D", out var userId)
            || await directory.FindEnabledAsync(userId, cancellationToken) is not { } who
            || who.Stamp != claims.Stamp || who.OrganizationId != claims.OrganizationId)
        {
            return AccessFailures.TokenRefused;
        }

        return new Caller(who.Id, who.OrganizationId, who.Role)
        {
            Scopes = claims.Scopes,
            TokenId = claims.TokenId,
            AuthenticatedAt = claims.AuthenticatedAt,
            DisplayName = who.Email,
        };
    }

    private async Task<Result<Caller>> ClientAsync(AccessTokenClaims claims, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await _byClient(db, claims.ClientId!, cancellationToken);
        if (row is null || !IsUsable(row) || row.OrganizationId != claims.OrganizationId)
        {
            return AccessFailures.TokenRefused;
        }

        await TouchAsync(db, row, cancellationToken);
        return new Caller(null, row.OrganizationId, Role.TenantAdmin)
        {
            Scopes = row.Scopes & claims.Scopes,
            TokenId = row.Id,
            Client = CallerClient.OfToken(row.Id, row.Name),
            DisplayName = row.Name,
        };
    }

    private async Task<Result<Caller>> PersonalAsync(string token, CancellationToken cancellationToken)
    {
        var row = await FindAsync(TokenText.Hash(token), cancellationToken);
        if (row is not { Kind: ApiTokenKind.Personal, UserId: { } userId } || await directory.FindEnabledAsync(userId, cancellationToken) is not { } who
            || who.OrganizationId != row.OrganizationId)
        {
            return AccessFailures.TokenRefused;
        }

        return new Caller(who.Id, who.OrganizationId, who.Role)
        {
            Scopes = row.Scopes,
            TokenId = row.Id,
            Client = CallerClient.OfToken(row.Id, row.Name),
            DisplayName = who.Email,
        };
    }

    /// <summary>A usable token by its hash. Asked of the database every time, so that a revocation works at once on every node (SECURITY T6).</summary>
    private async Task<ApiToken?> FindAsync(string hash, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await _byHash(db, hash, cancellationToken);
        if (row is null || !IsUsable(row))
        {
            return null;
        }

        await TouchAsync(db, row, cancellationToken);
        return row;
    }

    private bool IsUsable(ApiToken token) => token.RevokedAt is null && token.ExpiresAt > clock.GetUtcNow();

    // Last use is told to the minute: a write per request would cost more than it tells.
    private async Task TouchAsync(IntegrationsDbContext db, ApiToken token, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (token.LastUsedAt is { } last && now - last < LastUseResolution)
        {
            return;
        }

        await db.WriteAsync(
            ct => db.ApiTokens.Where(t => t.Id == token.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.LastUsedAt, now), ct), cancellationToken);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
