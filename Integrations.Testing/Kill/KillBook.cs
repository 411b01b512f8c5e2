using System.Globalization;
using System.Text.Json;
using Integrations.Core;
using Integrations.Core.Events;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Core.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Integrations.Testing.Kill;

/// <summary>The database of the killed program, seen from the process that kills: Core on the same database and the same keys.</summary>
internal sealed class KillBook : IAsyncDisposable
{
    public const string Admin = "admin@acme.test";

    private readonly ServiceProvider _services;
    private readonly string _folder;

    /// <param name="settings">Those of the web program, named as environment variables.</param>
    public KillBook(IReadOnlyDictionary<string, string> settings, string folder)
    {
        _folder = folder;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value))).Build();
        var database = KnownDatabases.Choose(configuration, folder);
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddIntegrationsCore(configuration, folder, database)
            .AddKeyRing(configuration, folder, database, mayCreateKeyFile: false)
            .BuildServiceProvider();
    }

    public async Task AddEndpointsAsync(Uri receiver, int count)
    {
        await using var db = await DatabaseAsync();
        var user = await db.Users.SingleAsync(u => u.Email == Admin);
        var caller = new Caller(user.Id, user.OrganizationId, user.Role) { DisplayName = user.DisplayName };
        for (var i = 0; i < count; i++)
        {
            var name = i.ToString(CultureInfo.InvariantCulture);
            var created = await _services.GetRequiredService<WebhookEndpointService>().CreateAsync(
                caller,
                new WebhookEndpointValues { Name = $"Receiver {name}", Url = new Uri(receiver, name).ToString(), Events = [EventTypes.IntegrationEnabled, EventTypes.IntegrationDisabled] },
                CancellationToken.None);
            if (!created.IsSuccess)
            {
                throw new InvalidOperationException(created.Failure!.Message);
            }
        }
    }

    /// <summary>Whether the dead program left deliveries that it had claimed and not finished.</summary>
    public async Task<bool> HasClaimsAsync()
    {
        await using var db = await DatabaseAsync();
        return await db.WebhookDeliveries.AnyAsync(d => d.ClaimId != null);
    }

    public async Task<bool> IsPendingAsync()
    {
        await using var db = await DatabaseAsync();
        return await db.OutboxEvents.AnyAsync(e => e.FannedOutAt == null) || await db.WebhookDeliveries.AnyAsync(d => d.DueAt != null);
    }

    /// <summary>Counts what was promised against what arrived.</summary>
    public async Task<KillReport> CompareAsync(IReadOnlyList<RaisedCalls> calls, IReadOnlyCollection<Receipt> receipts, int endpoints)
    {
        await using var db = await DatabaseAsync();
        var events = await db.OutboxEvents.AsNoTracking()
            .Where(e => e.Type == EventTypes.IntegrationEnabled || e.Type == EventTypes.IntegrationDisabled).Select(e => new { e.Id, e.Data }).ToListAsync();
        var raised = events.Select(e => JsonElement.Parse(e.Data).GetProperty("integrationId").GetString()!).CountBy(id => id).ToDictionary(StringComparer.Ordinal);

        // The call that a kill cut short may have taken effect or not; every other one has exactly its event.
        var unmatched = calls.Where(c => c.IntegrationId is not null)
            .Count(c => raised.GetValueOrDefault(c.IntegrationId!) is var count && (count < c.Acknowledged || count > c.Acknowledged + 1));

        var ids = events.Select(e => e.Id.ToString()).ToHashSet(StringComparer.Ordinal);
        var pairs = receipts.GroupBy(r => (r.Endpoint, r.EventId)).ToList();
        var arrived = pairs.Select(pair => pair.Key).ToHashSet();
        var dead = await db.WebhookDeliveries.AsNoTracking().Where(d => d.Status == DeliveryStatus.Dead)
            .Join(db.WebhookEndpoints, d => d.EndpointId, e => e.Id, (d, e) => new { d.EventId, e.Url }).ToListAsync();
        arrived.UnionWith(dead.Select(d => (new Uri(d.Url).AbsolutePath.TrimStart('/'), d.EventId.ToString())));
        return new KillReport
        {
            Database = "",
            Seed = 0,
            Kills = 0,
            KillsInFlight = 0,
            DrainedAfter = default,
            Acknowledged = calls.Sum(c => c.Acknowledged),
            UnmatchedCalls = unmatched,
            Events = events.Count,
            Endpoints = endpoints,
            Received = receipts.Count,
            Duplicates = receipts.Count - pairs.Count,
            Foreign = pairs.Count(pair => !ids.Contains(pair.Key.EventId) || pair.DistinctBy(r => r.Body).Skip(1).Any()),
            DeadLetters = dead.Count,
            Lost = (events.Count * endpoints) - arrived.Count(pair => ids.Contains(pair.EventId)),
            Integrity = await IntegrityAsync(db),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<string> IntegrityAsync(IntegrationsDbContext db)
    {
        if (db.Database.IsSqlite())
        {
            return await db.Database.SqlQueryRaw<string>("SELECT integrity_check AS \"Value\" FROM pragma_integrity_check LIMIT 1").SingleAsync();
        }

        // Every index beside its table: what amcheck, which comes with the server, calls a full check.
        await db.Database.ExecuteSqlRawAsync("CREATE EXTENSION IF NOT EXISTS amcheck");
        try
        {
            await db.Database.ExecuteSqlRawAsync(
                """
                SELECT bt_index_check(i.indexrelid, true) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
                JOIN pg_namespace n ON n.oid = c.relnamespace WHERE a.amname = 'btree' AND n.nspname = 'public' AND i.indisvalid
                """);
            return "ok";
        }
        catch (PostgresException damage) when (damage.SqlState == PostgresErrorCodes.IndexCorrupted)
        {
            return damage.MessageText;
        }
    }

    private Task<IntegrationsDbContext> DatabaseAsync() => _services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
}
