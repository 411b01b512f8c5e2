using System.Diagnostics.Metrics;
using Integrations.Connectors;
using Integrations.Connectors.Http;
using Integrations.Core.Actions;
using Integrations.Core.Activity;
using Integrations.Core.Agents;
using Integrations.Core.Bulk;
using Integrations.Core.Catalog;
using Integrations.Core.Catalog.Files;
using Integrations.Core.Connections;
using Integrations.Core.Connections.Links;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Connections.Reconnecting;
using Integrations.Core.Diagnostics;
using Integrations.Core.Events;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Jobs;
using Integrations.Core.Jobs.Retention;
using Integrations.Core.Linking;
using Integrations.Core.Mail;
using Integrations.Core.Management;
using Integrations.Core.Management.Transfers;
using Integrations.Core.Migration;
using Integrations.Core.Notices;
using Integrations.Core.Proxy;
using Integrations.Core.SavedFilters;
using Integrations.Core.Search;
using Integrations.Core.Setup;
using Integrations.Core.Storage;
using Integrations.Core.Storage.Backup;
using Integrations.Core.Storage.KeyRing;
using Integrations.Core.Sync;
using Integrations.Core.Templates;
using Integrations.Core.VendorEvents;
using Integrations.Core.VendorEvents.Subscriptions;
using Integrations.Core.Webhooks;
using Integrations.Core.Widgets;
using Integrations.Primitives;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Integrations.Core;

/// <summary>The hub's core services, one line a feature.</summary>
public static class IntegrationsCore
{
    /// <summary>Adds everything that knows no HTTP server and no UI.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">The keys of docs/architecture.md.</param>
    /// <param name="contentRoot">Relative paths start here.</param>
    /// <param name="database">Which database, and where.</param>
    public static IServiceCollection AddIntegrationsCore(this IServiceCollection services, IConfiguration configuration, string contentRoot, DatabaseChoice database)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<PublicOrigin>();
        services.AddStorage(database);
        services.AddAuditChain();
        services.TryAddSingleton(new KeyRingPlace(File: null, MasterKeyId: null));
        services.AddBackups(configuration, contentRoot, database);
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseWatch>());
        services.AddVendorHttp();
        services.AddConnectors();
        services.AddSingleton<ConnectorCatalog>();
        services.AddCatalog(contentRoot);
        services.AddSingleton<ProviderPopularity>();
        services.AddSingleton<AutomationCatalog>();
        services.AddActivity();
        services.AddMail(new MailAudience(db => db.WorkingOrganizations().Select(o => o.Id)));
        services.AddNotices();
        services.AddSingleton<SavedFilterService>();
        services.AddConnections();
        services.AddRefreshJournal(configuration, contentRoot, database);
        services.AddInstances();
        services.AddSearch();
        services.AddWebhooks();
        services.AddInboundEvents();
        services.AddSubscriptions();
        services.AddSync();
        services.AddLinking();
        services.AddLegacyMigration();
        services.AddActions();
        services.AddAgents();
        services.AddSingleton<ProxyService>();
        services.AddBatches();
        services.AddDiagnostics();
        services.AddRetentionSweep();
        services.AddSetup(configuration, contentRoot, database);
        return services;
    }

    /// <summary>Brings the database up to date and the catalog into it; the web program calls it before it listens (RELIABILITY X2).</summary>
    public static async Task StartIntegrationsCoreAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<DatabaseStart>().MigrateAsync(cancellationToken);
        services.GetService<KeyRingGuard>()?.RefuseForeign();
        await services.GetRequiredService<ProviderFileLoader>().RunAsync(cancellationToken);
        await services.GetRequiredService<AbandonedClaims>().ReleaseAsync(cancellationToken);
        await services.GetRequiredService<RefreshJournal>().ReplayAsync(cancellationToken);
        await services.GetRequiredService<UnreadableCredentials>().CheckAsync(cancellationToken);
    }

    /// <summary>
    /// The other end of <see cref="StartIntegrationsCoreAsync"/>, after all hosted services were told to stop: what was accepted is
    /// committed, and SQLite's log is in its file (RELIABILITY X1, D1).
    /// </summary>
    /// <exception cref="OperationCanceledException">The time was up before all was written.</exception>
    public static async Task StopIntegrationsCoreAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        foreach (var work in services.GetServices<IHostedService>().OfType<BackgroundService>())
        {
            // How it ended is told where it is awaited.
            await Task.WhenAny(work.ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken);
        }

        await services.GetRequiredService<InboundStore>().FlushAsync(cancellationToken);
        foreach (var closing in services.GetServices<IDatabaseClosing>())
        {
            await closing.FinishAsync(cancellationToken);
        }
    }

    private static void AddBackups(this IServiceCollection services, IConfiguration configuration, string contentRoot, DatabaseChoice database)
    {
        services.AddSingleton<HubBackup>();
        var folder = configuration[$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.UpgradeBackups)}"] is { Length: > 0 } given
            ? given
            : Path.Combine(database.Folder(), "upgrade-backups");
        services.AddSingleton(new UpgradeBackupFolder(folder == UpgradeBackup.None ? null : Path.GetFullPath(folder, contentRoot)));
        services.AddSingleton<UpgradeBackup>();
    }

    private static void AddVendorHttp(this IServiceCollection services)
    {
        services.AddOptions<VendorHttpOptions>().BindConfiguration(VendorHttpOptions.Section)
            .PostConfigure<IOptions<ProvidersOptions>>((http, providers) =>
            {
                foreach (var (key, provider) in providers.Value.Where(provider => provider.Value.IsGateway))
                {
                    http.Gateways[key] = provider.BaseUrl!;
                }
            })
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<EgressOptions>().BindConfiguration(EgressOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<EgressPolicy>();
        services.TryAddSingleton<INameResolver, SystemNameResolver>();
        services.AddSingleton<EgressHandlers>();
        services.AddSingleton<VendorCircuitBreakers>();
        services.AddSingleton<VendorTime>();
        services.AddSingleton<VendorPipeline>();
        services.AddSingleton<SharedBudgets>();
        services.AddSingleton<ConnectionBudgets>();
        services.AddSingleton(provider => new VendorBudgets(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IMeterFactory>(),
            provider.GetRequiredService<IDatabaseDialect>().IsShared ? provider.GetRequiredService<SharedBudgets>() : null));
    }

    private static void AddActivity(this IServiceCollection services)
    {
        services.AddSingleton<AuditLog>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<ActivityLog>();
        services.AddSingleton<ActivityService>();
        services.AddSingleton<AuditService>();
        services.AddSingleton<AuditVerifier>();
        services.AddSingleton<AuditHeadsLoop>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditHeadsLoop>());
        services.AddSingleton<UsageService>();
        services.AddSingleton<ProviderHealthService>();
        services.AddHostedService(provider => provider.GetRequiredService<ActivityLog>());
        services.AddRetention<ActivityEntry>(
            "activities", nameof(RetentionOptions.ActivityDays), o => o.ActivityDays, (db, before) =>
            {
                var bound = TimeOrderedId.After(before);
                return db.Activities.Where(a => a.OccurredAt < before && a.Id.CompareTo(bound) < 0);
            });
        services.AddSingleton<RetentionRule, UsageRetention>();
        services.AddSingleton<RetentionRule, AuditRetention>();
    }

    private static void AddNotices(this IServiceCollection services)
    {
        services.AddSingleton<NoticeWriter>();
        services.AddSingleton<NoticeService>();
        services.AddSingleton<ConnectionNotices>();
        services.AddHostedService(provider => provider.GetRequiredService<ConnectionNotices>());
        services.AddRetention<Notice>("notices", nameof(RetentionOptions.NoticeDays), o => o.NoticeDays, (db, before) => db.Notices.Where(n => n.CreatedAt < before), rows => rows.OrderBy(row => row.CreatedAt));
    }

    private static void AddConnections(this IServiceCollection services)
    {
        services.AddOptions<OAuthOptions>().BindConfiguration(OAuthOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ReturnOptions>().BindConfiguration(ReturnOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<NodeIdentity>();
        services.AddSingleton<CredentialVault>();
        services.AddSingleton<OAuthTokens>();
        services.AddSingleton<ConnectionHealth>();
        services.AddSingleton<VendorCalls>();
        services.AddSingleton<RefreshedTokens>().AddSingleton<TokenRenewal>().AddSingleton<TokenRefresh>();
        services.AddSingleton<TokenSweep>();
        services.AddHostedService(provider => provider.GetRequiredService<TokenSweep>());
        services.AddSingleton<VendorSessions>();
        services.AddSingleton<ConnectionChecks>();
        services.AddHostedService(provider => provider.GetRequiredService<ConnectionChecks>());
        services.AddSingleton<UnreadableCredentials>();
        services.AddReencrypted<Connection>("connection", "credential", nameof(Connection.Id), nameof(Connection.Ciphertext),
            db => db.Connections.Select(c => new ProtectedRow<Guid> { Id = c.Id, OrganizationId = c.OrganizationId, Ciphertext = c.Ciphertext }));
        services.AddReencrypted<Revocation>("revocation", "credential", nameof(Revocation.Id), nameof(Revocation.Ciphertext),
            db => db.Revocations.Select(r => new ProtectedRow<Guid> { Id = r.Id, OrganizationId = r.OrganizationId, Ciphertext = r.Ciphertext }));
        services.AddSingleton<CredentialReencryption>();
        services.AddHostedService(provider => provider.GetRequiredService<CredentialReencryption>());
        services.AddSingleton<CredentialCheck>();
        services.AddSingleton<ConnectionStore>();
        services.AddSingleton<ConnectionAttempts>();
        services.AddSingleton<IStoredCredentials, StoredCredentials>();
        services.AddSingleton<RevocationSweep>();
        services.AddHostedService(provider => provider.GetRequiredService<RevocationSweep>());
        services.AddSingleton<ConnectionTeardown>();
        services.AddSingleton<CredentialConnecting>().AddSingleton<ConnectionTest>().AddSingleton<Disconnecting>();
        services.AddSingleton<ConnectionService>();
        services.AddSingleton<ReconnectMail>();
        services.AddSingleton<LeaverConnections>();
        services.AddSingleton<ReturnAddresses>();
        services.AddSingleton<OAuthProviders>();
        services.AddSingleton<OAuthStates>();
        services.AddSingleton<OAuthStart>();
        services.AddSingleton<OAuthConfirmation>();
        services.AddSingleton<OAuthExchange>();
        services.AddSingleton<OAuthCompletion>();
        services.AddSingleton<OAuthFlow>();
        services.AddSingleton<CredentialMapper>();
        services.AddSingleton<UserConnections>();
        services.AddSingleton<AccountStatusService>();
        services.AddConnectLinks();
        services.AddRetention<OAuthState>("sign-ins at vendors that ended", nameof(RetentionOptions.FlowDays), o => o.FlowDays, (db, before) => db.OAuthStates.Where(s => s.ExpiresAt < before), rows => rows.OrderBy(row => row.ExpiresAt));
        services.AddRetention<Revocation>("records of revocations", nameof(RetentionOptions.RevocationDays), o => o.RevocationDays, (db, before) => db.Revocations.Where(r => r.FinishedAt < before), rows => rows.OrderBy(row => row.FinishedAt));
        services.AddRetention<Connection>(
            "ended connections", nameof(RetentionOptions.DisconnectedConnectionDays), o => o.DisconnectedConnectionDays,
            // One whose subscriptions are still to be stopped at the vendor is needed for that.
            (db, before) => db.Connections.Where(c => c.DisconnectedAt < before && !db.Set<Revocation>().Any(r => r.ConnectionId == c.Id && r.FinishedAt == null)), rows => rows.OrderBy(row => row.DisconnectedAt));
    }

    private static void AddInstances(this IServiceCollection services)
    {
        services.AddSingleton<InstanceDrafts>();
        services.AddSingleton<InstanceService>();
        services.AddSingleton<IntegrationTags>();
        services.AddSingleton<TransferNotices>();
        services.AddSingleton<IntegrationTransfers>();
        services.AddSingleton<IProviderUse, InstancesOfProvider>();
        services.AddSingleton<IConnectTargets, ConnectTargets>();
        // In this order: an integration goes when its links are gone, and takes along what hangs on it.
        services.AddRetention<EntityLink>(
            "links of removed integrations", nameof(RetentionOptions.RemovedIntegrationDays), o => o.RemovedIntegrationDays,
            (db, before) => db.Links.Where(l => db.Set<IntegrationInstance>().Where(i => i.DeletedAt < before).Select(i => i.Id).Contains(l.InstanceId)));
        services.AddRetention<IntegrationInstance>(
            "removed integrations", nameof(RetentionOptions.RemovedIntegrationDays), o => o.RemovedIntegrationDays,
            (db, before) => db.Instances.Where(i => i.DeletedAt < before && !db.Set<EntityLink>().Any(l => l.InstanceId == i.Id)), rows => rows.OrderBy(row => row.DeletedAt));
        services.AddSingleton<TemplateService>();
        services.AddSingleton<IntegrationActions>();
        services.AddSingleton<CompanyIntegrations>();
        services.AddSingleton<AutomationIntegrations>();
        services.AddSingleton<AutomationConnecting>();
    }

    private static void AddSearch(this IServiceCollection services)
    {
        services.AddOptions<SearchOptions>().BindConfiguration(SearchOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SearchCache>();
        services.AddSingleton<SearchService>();
        services.AddSingleton<EntityService>();
        services.AddSingleton<WidgetService>();
        services.AddSingleton<WidgetLinkService>();
    }

    private static void AddRefreshJournal(this IServiceCollection services, IConfiguration configuration, string contentRoot, DatabaseChoice database)
    {
        var folder = configuration["Connections:JournalFolder"] ?? Path.Combine(database.Folder(), "refresh-journal");
        services.AddSingleton(new RefreshJournalFolder(Path.GetFullPath(folder, contentRoot)));
        services.AddSingleton<RefreshJournal>();
    }

    private static void AddSync(this IServiceCollection services)
    {
        services.AddSingleton<SyncService>();
        services.AddSingleton<SyncLoop>();
        services.AddHostedService(provider => provider.GetRequiredService<SyncLoop>());
    }

    private static void AddActions(this IServiceCollection services)
    {
        services.AddSingleton<ActionList>();
        services.AddSingleton<ActionService>();
        services.AddSingleton<LastInputs>();
    }
}
