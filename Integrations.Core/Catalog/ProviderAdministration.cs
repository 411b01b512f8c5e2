using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Manifest;
using Integrations.Core.Activity;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Catalog;

/// <summary>Changes of the catalog by super admins.</summary>
public sealed class ProviderAdministration(
    IDbContextFactory<IntegrationsDbContext> contexts, CatalogService catalog, CatalogCache cache, IEnumerable<IProviderUse> uses, CredentialVault vault, AuditLog audit, TimeProvider clock)
{
    /// <summary>Describes a provider that has no connector in this program (001's create).</summary>
    /// <param name="caller">A super admin.</param>
    /// <param name="document">The whole document.</param>
    /// <param name="clientSecret">Of its OAuth client; goes into the vault.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<CatalogEntry>> CreateAsync(Caller caller, ProviderDocument document, string? clientSecret, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeProviders) is { } forbidden)
        {
            return forbidden;
        }

        if ((ProviderDocumentRules.Check(document) ?? PastedText.Check("oauthConfig.clientId", document.OAuthConfig?.ClientId) ?? PastedText.Check("oauthConfig.clientSecret", clientSecret)) is { } invalid)
        {
            return invalid;
        }

        var now = clock.GetUtcNow();
        var provider = new Provider
        {
            Id = Guid.CreateVersion7(now),
            Key = document.Provider,
            DisplayName = document.DisplayName,
            Category = document.Category,
            Status = document.Status,
            Audience = document.Audience,
            BaseJson = ProviderDocuments.Write(document with { Levels = [ProviderLevels.Organization, ProviderLevels.User], AuthMethods = DefaultMethods(document.AuthType) }),
            OAuthClientId = document.OAuthConfig?.ClientId,
            CreatedAt = now,
        };
        provider.OAuthClientSecretCiphertext = provider.OAuthClientId is null || string.IsNullOrWhiteSpace(clientSecret) ? null : Protect(provider, clientSecret);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Providers.Add(provider);
        audit.Add(db, caller, "provider.created", new AuditTarget("provider", provider.Key, document.DisplayName), after: document);
        return await SaveAsync(db, provider, cancellationToken);
    }

    /// <summary>Changes a provider's document; members that are absent stay as they are.</summary>
    /// <param name="caller">A super admin.</param>
    /// <param name="category">As in the address; null for any.</param>
    /// <param name="idOrKey">The provider.</param>
    /// <param name="patch">001's partial document.</param>
    /// <param name="expectedVersion">From If-Match; null lets the last write win.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<CatalogEntry>> PatchAsync(Caller caller, string? category, string idOrKey, JsonObject patch, int? expectedVersion, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeProviders) is { } forbidden)
        {
            return forbidden;
        }

        if (await catalog.FindAsync(category, idOrKey, cancellationToken) is not { } entry)
        {
            return ProviderFailures.NotFound(idOrKey);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var provider = await db.Providers.SingleAsync(p => p.Id == entry.Id, cancellationToken);
        if (expectedVersion is { } expected && expected != provider.Version)
        {
            return ProviderFailures.Stale;
        }

        if (!OAuthClientPatch.Take(patch).TryGet(out var client, out var wrong))
        {
            return wrong;
        }

        provider.OAuthClientId = string.IsNullOrWhiteSpace(client.ClientId) ? provider.OAuthClientId : PastedText.Clean(client.ClientId);
        provider.OAuthClientSecretCiphertext = string.IsNullOrWhiteSpace(client.ClientSecret) ? provider.OAuthClientSecretCiphertext : Protect(provider, client.ClientSecret);

        ProviderDocument changed;
        try
        {
            provider.OverridesJson = ProviderDocuments.AddOverrides(provider.OverridesJson, patch);
            changed = ProviderDocuments.Read(provider.BaseJson, provider.OverridesJson);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return Failure.InvalidField((exception as JsonException)?.Path?.TrimStart('$', '.') ?? "body", "This value has the wrong type.");
        }

        if (ProviderDocumentRules.Check(changed) is { } invalid)
        {
            return invalid;
        }

        (provider.DisplayName, provider.Category, provider.Status, provider.Audience) = (changed.DisplayName, changed.Category, changed.Status, changed.Audience);
        audit.Add(db, caller, "provider.updated", new AuditTarget("provider", provider.Key, provider.DisplayName), before: entry.Document, after: changed);
        return await SaveAsync(db, provider, cancellationToken);
    }

    /// <summary>Deletes a provider that was created here and is not in use; one with a connector can only be disabled.</summary>
    public async Task<Result<Done>> DeleteAsync(Caller caller, string? category, string idOrKey, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeProviders) is { } forbidden)
        {
            return forbidden;
        }

        if (await catalog.FindAsync(category, idOrKey, cancellationToken) is not { } entry)
        {
            return ProviderFailures.NotFound(idOrKey);
        }

        // Of one whose connector is gone, such as a file that the operator took out of their folder, only the row is left.
        if (entry is { IsBuiltIn: true, Connector: not null })
        {
            return ProviderFailures.BuiltIn(entry.DisplayName);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await uses.AnyAsync(db, entry.Id, cancellationToken))
        {
            return ProviderFailures.InUse(entry.DisplayName);
        }

        db.ProviderFiles.RemoveRange(await db.ProviderFiles.Where(f => f.Key == entry.Key).ToListAsync(cancellationToken));
        db.Providers.Remove(await db.Providers.SingleAsync(p => p.Id == entry.Id, cancellationToken));
        audit.Add(db, caller, "provider.deleted", new AuditTarget("provider", entry.Key, entry.DisplayName), before: entry.Document);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ProviderFailures.Stale;
        }
        catch (DbUpdateException)
        {
            // An integration was made meanwhile, and its provider is kept by the database.
            return ProviderFailures.InUse(entry.DisplayName);
        }

        cache.Forget();
        return Done.Value;
    }

    /// <summary>Stores the provider's OAuth client; connections made with the former client keep working until they are refreshed.</summary>
    public async Task<Result<CatalogEntry>> SetOAuthClientAsync(Caller caller, string idOrKey, string? clientId, string? clientSecret, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeProviders) is { } forbidden)
        {
            return forbidden;
        }

        if (await catalog.FindAsync(null, idOrKey, cancellationToken) is not { } entry)
        {
            return ProviderFailures.NotFound(idOrKey);
        }

        if ((Text.CheckLength("clientId", clientId, 400) ?? PastedText.Check("clientId", clientId) ?? PastedText.Check("clientSecret", clientSecret)) is { } tooLong)
        {
            return tooLong;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var provider = await db.Providers.SingleAsync(p => p.Id == entry.Id, cancellationToken);
        provider.OAuthClientId = string.IsNullOrWhiteSpace(clientId) ? null : PastedText.Clean(clientId);
        provider.OAuthClientSecretCiphertext = provider.OAuthClientId is null || string.IsNullOrWhiteSpace(clientSecret)
            ? null
            : Protect(provider, clientSecret);
        audit.Add(db, caller, "provider.oauth_client_changed", new AuditTarget("provider", provider.Key, provider.DisplayName), after: new { provider.OAuthClientId });
        return await SaveAsync(db, provider, cancellationToken);
    }

    private async Task<Result<CatalogEntry>> SaveAsync(IntegrationsDbContext db, Provider provider, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ProviderFailures.Stale;
        }
        catch (DbUpdateException refused) when (refused.IsUniqueViolation())
        {
            return ProviderFailures.KeyTaken(provider.Key);
        }

        cache.Forget();
        return cache.Entry(provider);
    }

    private string Protect(Provider provider, string clientSecret) => vault.Protect("provider", Guid.Empty, provider.Id, "client_secret", PastedText.Clean(clientSecret));

    private static IReadOnlyList<AuthMethodDocument> DefaultMethods(string authType) =>
        [new AuthMethodDocument(authType, "Connect", authType switch
        {
            AuthKinds.ApiKey => [new FieldDescriptor("apiKey", "API key") { Secret = true, Required = true }],
            AuthKinds.Basic => [new FieldDescriptor("username", "User name") { Required = true }, new FieldDescriptor("password", "Password") { Secret = true, Required = true }],
            _ => [],
        })];
}
