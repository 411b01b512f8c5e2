using System.Diagnostics;
using System.Runtime.CompilerServices;
using Integrations.Benchmarks.Load;
using Integrations.Core.Connections;
using Integrations.Core.Diagnostics;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Storage;
using Integrations.Core.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Benchmarks.Growth;

/// <summary>
/// A hub of organizations that look all the same: ten people, a hundred connections, of which seventy are people's own, two webhooks with ten
/// finished deliveries each, and four links. One is real, with credentials that the sandbox takes; the database makes the others of it.
/// </summary>
internal sealed class GrowthScene : IAsyncDisposable
{
    public const int ConnectionsOfOrganization = 100;
    private const int People = 10;
    private const int UserScoped = 7;
    private const int DeliveriesOfEndpoint = 10;
    private const int Links = 4;
    private static readonly string[] SignedIn = ["microsoft_outlook", "google_calendar", "google_drive", "jira"];

    /// <summary>Copies are of the hours that follow: what is of today is not what retention looks for.</summary>
    private static readonly DateTimeOffset First = DateTimeOffset.UtcNow;

    private GrowthScene(BenchHub hub, Guid open) => (Hub, Open) = (hub, open);

    public BenchHub Hub { get; }

    /// <summary>An integration of the organization with a credential that opens.</summary>
    public Guid Open { get; }

    /// <summary>Integrations whose tokens the sandbox renews.</summary>
    public required IReadOnlyList<Guid> Refreshable { get; init; }

    public static async Task<GrowthScene> CreateAsync(RunDatabases databases, int connections)
    {
        var started = Stopwatch.GetTimestamp();
        var hub = await BenchHub.StartAsync(databases);
        var refreshable = new List<Guid>();
        foreach (var provider in SignedIn)
        {
            refreshable.Add(await hub.SignInAsync(provider));
        }

        var scene = new GrowthScene(hub, await hub.ConnectAsync("github", "api_key")) { Refreshable = refreshable };
        await using (var db = await hub.DatabaseAsync())
        {
            await scene.AddTemplateAsync(db);
            await MultiplyAsync(db, (connections / ConnectionsOfOrganization) - 1);
        }

        // What was noted about each of them is put together, as it would have been on the way.
        await hub.Get<QueueWatch>().RunOnceAsync(CancellationToken.None);
        await using (var db = await hub.DatabaseAsync())
        {
            var (there, organizations, deliveries) = (await db.Connections.CountAsync(), await db.Organizations.CountAsync(), await db.WebhookDeliveries.CountAsync());
            Console.WriteLine(
                $"  {there:N0} connections of {organizations:N0} organizations with {organizations * People:N0} people and {deliveries:N0} deliveries were made in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
            return there == connections ? scene : throw new VoidRunException($"{there:N0} connections are there instead of {connections:N0}.");
        }
    }

    public ValueTask DisposeAsync() => Hub.DisposeAsync();

    private async Task AddTemplateAsync(IntegrationsDbContext db)
    {
        var now = DateTimeOffset.UtcNow;
        var later = now.AddDays(20);
        var admin = await db.Users.AsNoTracking().SingleAsync();
        var people = Enumerable.Range(1, People - 1).Select(n => Copy(db, admin, new()
        {
            [nameof(User.Id)] = Guid.CreateVersion7(),
            [nameof(User.UserName)] = $"{n}@bench.test",
            [nameof(User.NormalizedUserName)] = $"{n}@BENCH.TEST",
            [nameof(User.Email)] = $"{n}@bench.test",
            [nameof(User.NormalizedEmail)] = $"{n}@BENCH.TEST",
        })).Prepend(admin).ToList();

        // Nothing is due while it is measured, and of every third connection it was told that its credential ends.
        await db.Connections.ExecuteUpdateAsync(set => set.SetProperty(c => c.CheckAt, later).SetProperty(c => c.RefreshAt, c => c.IsRefreshable ? later : null));
        await db.Connections.Where(c => !c.IsRefreshable).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.ExpiresAt, now.AddDays(10)).SetProperty(c => c.ExpiryNoticeDays, TokenSweep.FirstNotice).SetProperty(c => c.ToldOf, TokenSweep.FirstNotice).SetProperty(c => c.ToldAt, now));
        await AddConnectionsAsync(db, Open, many: ConnectionsOfOrganization - (UserScoped * People) - SignedIn.Length - 1, [null]);
        await AddConnectionsAsync(db, Refreshable[0], many: UserScoped, [.. people.Select(p => (Guid?)p.Id)]);
        for (var i = 0; i < 2; i++)
        {
            var endpoint = new WebhookEndpoint
            {
                Id = Guid.CreateVersion7(),
                OrganizationId = Hub.Admin.OrganizationId!.Value,
                Name = $"Receiver {i}",
                Url = "https://receiver.example/hook",
                SecretCiphertext = "",
                SecretHint = "",
                CreatedAt = now,
            };
            db.WebhookEndpoints.Add(endpoint);
            db.WebhookDeliveries.AddRange(Enumerable.Range(0, DeliveriesOfEndpoint).Select(_ => new WebhookDelivery
            {
                Id = Guid.CreateVersion7(),
                OrganizationId = endpoint.OrganizationId,
                EventId = Guid.CreateVersion7(),
                EndpointId = endpoint.Id,
                EventType = "sync.completed",
                Status = DeliveryStatus.Succeeded,
                Attempts = 1,
                CreatedAt = now,
                CompletedAt = now,
            }));
        }

        db.Links.AddRange(Enumerable.Range(0, Links).Select(n => new EntityLink
        {
            Id = Guid.CreateVersion7(),
            OrganizationId = Hub.Admin.OrganizationId!.Value,
            EntityType = "meeting",
            EntityId = Guid.CreateVersion7(),
            InstanceId = Refreshable[n % Refreshable.Count],
            ProviderKey = SignedIn[n % SignedIn.Length],
            ExternalEntityId = $"event-{n}",
            ExternalType = "event",
            Title = "An event",
            CreatedAt = now,
            RefreshedAt = now,
        }));
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
    }

    private static async Task AddConnectionsAsync(IntegrationsDbContext db, Guid like, int many, IReadOnlyList<Guid?> owners)
    {
        var instance = await db.Instances.AsNoTracking().SingleAsync(i => i.Id == like);
        var connection = await db.Connections.AsNoTracking().SingleAsync(c => c.InstanceId == like);
        for (var i = 0; i < many; i++)
        {
            var id = Guid.CreateVersion7();
            Copy(db, instance, new() { [nameof(IntegrationInstance.Id)] = id, [nameof(IntegrationInstance.Name)] = $"{instance.Name} {i:00}", [nameof(IntegrationInstance.UserScoped)] = owners[0] is not null });
            foreach (var owner in owners)
            {
                Copy(db, connection, new() { [nameof(Connection.Id)] = Guid.CreateVersion7(), [nameof(Connection.InstanceId)] = id, [nameof(Connection.UserId)] = owner });
            }
        }
    }

    /// <summary>The same row under some changes, to be saved.</summary>
    private static T Copy<T>(IntegrationsDbContext db, T source, Dictionary<string, object?> changes)
        where T : class
    {
        var copy = (T)RuntimeHelpers.GetUninitializedObject(typeof(T));
        foreach (var property in db.Model.FindEntityType(typeof(T))!.GetProperties())
        {
            var field = property.FieldInfo ?? throw new InvalidOperationException($"{property.Name} has no field.");
            field.SetValue(copy, changes.TryGetValue(property.Name, out var changed) ? changed : field.GetValue(source));
        }

        db.Add(copy);
        return copy;
    }

    // Each table in one transaction.
    private static async Task MultiplyAsync(IntegrationsDbContext db, int organizations)
    {
        await ManyAsync<Organization>(db, organizations, bulk => new() { [nameof(Organization.Name)] = "past.\"Name\" || ' ' || n" });
        await ManyAsync<User>(db, organizations, _ => new[] { nameof(User.UserName), nameof(User.NormalizedUserName), nameof(User.Email), nameof(User.NormalizedEmail) }.ToDictionary(name => name, name => $"n || '.' || past.\"{name}\""));
        await ManyAsync<IntegrationInstance>(db, organizations, _ => []);
        await ManyAsync<Connection>(db, organizations, bulk => new() { [nameof(Connection.OwnerKey)] = bulk.Key(bulk.SameIn(nameof(Connection.UserId), First)) });
        await ManyAsync<WebhookEndpoint>(db, organizations, _ => []);
        await ManyAsync<WebhookDelivery>(db, organizations, _ => []);
        await ManyAsync<EntityLink>(db, organizations, _ => []);
    }

    private static async Task ManyAsync<T>(IntegrationsDbContext db, int organizations, Func<BulkRows, Dictionary<string, string>> changes)
        where T : class
    {
        // Whatever is of the organization is of its copy; the catalog is one for all.
        var ids = db.Model.FindEntityType(typeof(T))!.GetProperties().Where(p => (Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType) == typeof(Guid) && p.Name != nameof(IntegrationInstance.ProviderId)).Select(p => p.Name).ToList();
        await BulkRows.MultiplyAsync<T>(
            db, organizations, "1 = 1", bulk => ids.Select(name => KeyValuePair.Create(name, bulk.SameIn(name, First))).Concat(changes(bulk)).ToDictionary(StringComparer.Ordinal), await db.Set<T>().CountAsync(), learns: false);
    }
}
