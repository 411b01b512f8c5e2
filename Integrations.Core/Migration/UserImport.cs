using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;
using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Migration;

/// <summary>
/// Brings over the integrations that the older system kept inside its users (004), tokens and all, without asking the
/// vendors. Every integration is a transaction of its own, and a second run finds what the first did: it can be repeated
/// and resumed at will.
/// </summary>
public sealed class UserImport(IDbContextFactory<IntegrationsDbContext> contexts, CatalogService catalog, CredentialVault vault, AuditLog audit, TimeProvider clock)
{
    private const string ImportMark = "importedFrom";

    /// <param name="users">What <see cref="LegacyUserFile.Read"/> gave.</param>
    /// <param name="dryRun">Says what would happen and changes nothing.</param>
    /// <param name="cancellationToken">Ends after the record under way.</param>
    public async IAsyncEnumerable<ImportedRecord> RunAsync(
        IEnumerable<LegacyUser> users, bool dryRun, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var user in users)
        {
            if (user.Failure is { } unreadable)
            {
                yield return new ImportedRecord(user.Line, user.Email, null, ImportOutcome.Failed, unreadable);
                continue;
            }

            foreach (var (type, fields) in user.Integrations)
            {
                yield return await ImportAsync(user, type, fields, dryRun, cancellationToken);
            }
        }
    }

    private async Task<ImportedRecord> ImportAsync(LegacyUser user, string type, JsonObject fields, bool dryRun, CancellationToken cancellationToken)
    {
        ImportedRecord Record(ImportOutcome outcome, string? reason = null) => new(user.Line, user.Email, type, outcome, reason);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var email = user.Email!.Trim().ToUpperInvariant();
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedEmail == email, cancellationToken) is not { OrganizationId: { } organizationId } owner)
        {
            return Record(ImportOutcome.Failed, "No user of an organization has this e-mail address here. Invite them first, then run again.");
        }

        if (await catalog.FindAsync(type, cancellationToken) is not { IsForPeople: true } provider)
        {
            return Record(ImportOutcome.Failed, $"'{Text.Cut(type, 60)}' is no system that a user can connect here.");
        }

        var legacy = new LegacyIntegration(fields);
        if (legacy.AccessToken is not { } accessToken)
        {
            return legacy.IsConnected ? Record(ImportOutcome.Failed, "It is marked as connected but holds no access token.") : Record(ImportOutcome.NothingToImport, "It was not connected.");
        }

        var mark = $"{email}/{provider.Key}";
        var own = await db.Instances.Where(i => i.OwnerUserId == owner.Id && i.ProviderKey == provider.Key && i.DeletedAt == null).ToListAsync(cancellationToken);
        if (own.Exists(i => (string?)i.Metadata[ImportMark] == mark))
        {
            return Record(ImportOutcome.AlreadyThere);
        }

        if (dryRun)
        {
            return Record(ImportOutcome.Imported, "Would be imported.");
        }

        Add(db, owner, organizationId, provider, legacy, accessToken, mark, FreeName(provider.DisplayName, own));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Record(ImportOutcome.Imported);
        }
        catch (DbUpdateException refused) when (refused.IsUniqueViolation())
        {
            return Record(ImportOutcome.Failed, "Someone created an integration of this name at the same moment. Run again.");
        }
    }

    private void Add(IntegrationsDbContext db, User owner, Guid organizationId, CatalogEntry provider, LegacyIntegration legacy, Secret accessToken, string mark, string name)
    {
        var now = clock.GetUtcNow();
        var status = legacy.Status(now);
        var instance = new IntegrationInstance
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organizationId,
            ProviderId = provider.Id,
            ProviderKey = provider.Key,
            Level = InstanceLevel.User,
            OwnerUserId = owner.Id,
            Name = name,
            Status = status == ConnectionStatus.Active ? InstanceStatus.Connected : InstanceStatus.Error,
            Metadata = new JsonObject { [ImportMark] = mark },
            CreatedBy = owner.Id,
            CreatedAt = legacy.Time("createdAt") ?? now,
            LastConnectedAt = legacy.Time("connectedAt"),
            LastUsedAt = legacy.Time("lastUsedAt"),
            LastError = Text.Cut(legacy.Text("lastError"), 1_000),
        };
        var connection = new Connection
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organizationId,
            InstanceId = instance.Id,
            ProviderKey = provider.Key,
            UserId = owner.Id,
            AuthKind = AuthKinds.OAuth2,
            Status = status,
            CredentialVersion = 1,
            TokenVersion = 1,
            Hosts = provider.Connector!.Manifest.Hosts,
            Scopes = legacy.Scopes,
            AccountId = Text.Cut(legacy.Text("externalId"), 300),
            AccountUsername = Text.Cut(legacy.Text("externalUsername"), 300),
            AccountEmail = Text.Cut(legacy.Text("externalEmail"), 320),
            AccountName = Text.Cut(legacy.Text("externalName"), 300),
            AccountAvatarUrl = legacy.Text("externalAvatarUrl") is { Length: <= 2_000 } avatar ? avatar : null,
            ExpiresAt = legacy.Time("tokenExpiry"),
            Expiry = legacy.Time("tokenExpiry") is null ? ExpiryKnowledge.Unknown : ExpiryKnowledge.Known,
            IsRefreshable = legacy.RefreshToken is not null,
            LastError = Text.Cut(legacy.Text("lastError"), 1_000),
            ErrorCount = legacy.ErrorCount,
            ConnectedAt = legacy.Time("connectedAt") ?? now,
            ConnectedBy = owner.Id,
            LastUsedAt = legacy.Time("lastUsedAt"),
            Settings = legacy.Object("settings"),
            Metadata = legacy.Object("metadata"),
            CreatedAt = legacy.Time("createdAt") ?? now,
        };
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal) { [VendorCredential.AccessToken] = accessToken.Reveal() };
        if (legacy.RefreshToken is { } refreshToken)
        {
            secrets[VendorCredential.RefreshToken] = refreshToken.Reveal();
        }

        connection.Ciphertext = vault.Protect(organizationId, connection.Id, secrets);
        db.Instances.Add(instance);
        db.Connections.Add(connection);
        var caller = new Caller(owner.Id, organizationId, owner.Role) { DisplayName = "migrate-integrations" };
        audit.Add(db, caller, "integration.imported", InstanceAudit.Target(instance));
    }

    private static string FreeName(string wanted, List<IntegrationInstance> own)
    {
        var taken = own.Select(i => i.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Enumerable.Range(1, own.Count + 1).Select(n => n == 1 ? wanted : $"{wanted} {n}").First(name => !taken.Contains(name));
    }
}
