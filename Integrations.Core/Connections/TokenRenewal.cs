using System.Diagnostics.Metrics;
using Integrations.Connectors.Contracts;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections;

/// <summary>One refresh at the vendor, under the connection's lease for it. What it gives is stored; a refusal is told to the connection's health.</summary>
public sealed class TokenRenewal(
    IDbContextFactory<IntegrationsDbContext> contexts, CredentialVault vault, OAuthTokens tokens, RefreshedTokens refreshed, ConnectionHealth health, IMeterFactory meters, TimeProvider clock)
{
    /// <summary>The refresh token before the last rotation, kept with the credential (RELIABILITY F5).</summary>
    private const string PreviousRefreshToken = "previousRefreshToken";

    private static readonly TimeSpan FalseAlarmWindow = TimeSpan.FromMinutes(10);

    private readonly Counter<long> _calls = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.token.refresh.calls", "{call}");

    internal async Task<Result<VendorCredential>> AskVendorAsync(Connection connection)
    {
        if (vault.OpenFields(connection) is not { } fields)
        {
            await health.ReportRefreshAsync(connection, ConnectionFailures.Unreadable, CancellationToken.None);
            return ConnectionFailures.Unreadable;
        }

        if (!fields.TryGetValue(VendorCredential.RefreshToken, out var refreshToken))
        {
            return ConnectionFailures.MustReconnect(connection.ProviderKey, connection);
        }

        var asked = await AskAsync(connection, refreshToken);
        if (asked.Failure?.Kind == FailureKind.CredentialRefused && fields.Remove(PreviousRefreshToken, out var previous))
        {
            // Vendors with a grace period still take the one before (RELIABILITY F5); what it gives replaces both.
            asked = await AskAsync(connection, previous) is { IsSuccess: true } again ? again : asked;
        }

        if (!asked.TryGet(out var grant, out var failure))
        {
            return await RefusedAsync(connection, failure);
        }

        fields[VendorCredential.AccessToken] = grant.AccessToken.Reveal();
        if (grant.RefreshToken is { } rotated && !rotated.Matches(refreshToken))
        {
            fields[PreviousRefreshToken] = refreshToken;
            fields[VendorCredential.RefreshToken] = rotated.Reveal();
        }

        await refreshed.StoreAsync(connection, fields, grant);
        return new VendorCredential(connection.AuthKind, fields);
    }

    private Task<Result<TokenGrant>> AskAsync(Connection connection, string refreshToken)
    {
        _calls.Add(1);
        return tokens.RefreshAsync(connection.ProviderKey, new Secret(refreshToken), CancellationToken.None);
    }

    /// <summary>A refusal counts only when no one else was quicker and no answer to us was lost lately (RELIABILITY F6).</summary>
    private async Task<Result<VendorCredential>> RefusedAsync(Connection connection, Failure failure)
    {
        if (failure.Kind == FailureKind.CredentialRefused)
        {
            await using var db = await contexts.CreateDbContextAsync();
            var current = await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.Id == connection.Id && c.DisconnectedAt == null);
            if (current is not null && current.TokenVersion != connection.TokenVersion && vault.Open(current) is { } newer)
            {
                return newer;
            }

            if (connection.RefreshUnknownAt > clock.GetUtcNow() - FalseAlarmWindow)
            {
                failure = failure with { Kind = FailureKind.VendorUnavailable };
            }
        }

        await health.ReportRefreshAsync(connection, failure, CancellationToken.None);
        return failure;
    }
}
