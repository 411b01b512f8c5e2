using System.IO.Compression;
using System.Text.Json.Nodes;
using Integrations.Core;
using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Integrations.Core.Diagnostics;
using Integrations.Core.Events;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Integrations.Core.Storage.Backup;
using Integrations.Core.Storage.KeyRing;
using Integrations.Core.Webhooks;
using Integrations.Testing;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Storage;

/// <summary>A hub's data taken out and put in elsewhere, on both databases.</summary>
public sealed class BackupTests
{
    [Theory, Proves("D6")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BackupWhileTheHubWrites_RestoredElsewhere_OpensEveryCredential_AndItsLedgerHolds(bool onPostgres)
    {
        await using var source = await Place.CreateAsync(onPostgres);
        await source.FillAsync();
        var before = await source.RaiseAsync(40);
        using var enough = new CancellationTokenSource();
        var underWay = new TaskCompletionSource();
        var writing = Task.Run(async () =>
        {
            var raised = new List<Guid>();
            while (!enough.IsCancellationRequested)
            {
                raised.AddRange(await source.RaiseAsync(5));
                underWay.TrySetResult();
                await source.Get<WebhookFanOut>().FanOutAsync(DeliveryCapacity.None, default);
            }

            return raised;
        });

        await await Task.WhenAny(underWay.Task, writing);
        var (code, said) = await source.RunAsync("backup", source.Archive, "--with-key");
        Assert.True(code == 0, said);
        await enough.CancelAsync();
        Assert.NotEmpty(await writing);

        await using var target = await Place.CreateAsync(onPostgres, emptyDatabase: true);
        (code, said) = await target.RunAsync("restore", source.Archive);
        Assert.True(code == 0, said);

        // Elsewhere the key that came along is read when the program starts.
        await using var restored = target.Again();
        var connections = await restored.ReadAsync(db => db.Connections.AsNoTracking().Where(c => c.Ciphertext != null).ToListAsync());
        Assert.NotEmpty(connections);
        Assert.All(connections, c => Assert.NotNull(restored.Get<Integrations.Core.Storage.KeyRing.CredentialVault>().OpenFields(c)));
        var events = await restored.ReadAsync(db => db.OutboxEvents.AsNoTracking().Select(e => new { e.Id, e.FannedOutAt }).ToListAsync());
        Assert.Empty(before.Except(events.Select(e => e.Id)));
        // One moment's state: an event that was fanned out has its delivery, and a delivery its event.
        var delivered = await restored.ReadAsync(db => db.WebhookDeliveries.AsNoTracking().Select(d => d.EventId).ToListAsync());
        Assert.Equal(events.Where(e => e.FannedOutAt != null).Select(e => e.Id).Order(), delivered.Order());

        // The restored hub goes on with what was left to do.
        while ((await restored.Get<WebhookFanOut>().FanOutAsync(DeliveryCapacity.None, default)).Events > 0)
        {
        }

        Assert.Equal(events.Count, await restored.ReadAsync(db => db.WebhookDeliveries.CountAsync()));
        Assert.False(await restored.ReadAsync(async db => (await db.Database.GetPendingMigrationsAsync()).Any()));
    }

    [Theory, Proves("D6")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PlaceThatHoldsAHub_IsReplacedOnlyWhenTold_AndNeverWhileItRuns(bool onPostgres)
    {
        await using var source = await Place.CreateAsync(onPostgres);
        await source.FillAsync();
        Assert.Equal(0, (await source.RunAsync("backup", source.Archive)).Code);
        var later = await source.RaiseAsync(3);

        var (code, said) = await source.RunAsync("restore", source.Archive);
        Assert.True(code == 1 && said.Contains("backup.not_empty", StringComparison.Ordinal), said);

        await using (await source.RunningAsync())
        {
            (code, said) = await source.RunAsync("restore", source.Archive, "--replace");
            Assert.True(code == 1 && said.Contains("backup.running", StringComparison.Ordinal), said);
        }

        Assert.Equal(3, await source.ReadAsync(db => db.OutboxEvents.CountAsync(e => later.Contains(e.Id))));
        source.LetGo();
        (code, said) = await source.RunAsync("restore", source.Archive, "--replace");
        Assert.True(code == 0, said);
        Assert.Contains("of 1 stored credentials can be read", said, StringComparison.Ordinal);
        Assert.Equal(0, await source.ReadAsync(db => db.OutboxEvents.CountAsync(e => later.Contains(e.Id))));
        Assert.Equal(1, (await source.RunAsync("backup", source.Archive)).Code);
    }

    [Theory, Proves("D6")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DamagedArchive_IsRefused_AndNothingChanges(bool onPostgres)
    {
        await using var source = await Place.CreateAsync(onPostgres);
        await source.FillAsync();
        Assert.Equal(0, (await source.RunAsync("backup", source.Archive)).Code);
        var whole = await File.ReadAllBytesAsync(source.Archive);
        var later = await source.RaiseAsync(1);
        source.LetGo();

        var damaged = Enumerable.Range(1, 24).Select(i => Flipped(whole, (long)whole.Length * i / 25))
            .Concat([whole[..(whole.Length / 2)], whole[..^10], [], "not an archive"u8.ToArray()]);
        foreach (var bytes in damaged)
        {
            await File.WriteAllBytesAsync(source.Archive, bytes);
            var (code, said) = await source.RunAsync("restore", source.Archive, "--replace");
            Assert.True(code == 1 && said.Contains("backup.", StringComparison.Ordinal), said);
        }

        Assert.Equal(1, await source.ReadAsync(db => db.OutboxEvents.CountAsync(e => later.Contains(e.Id))));
    }

    [Fact, Proves("D7")]
    public async Task ArchiveOfANewerProgram_IsRefused()
    {
        await using var source = await Place.CreateAsync(onPostgres: false);
        Assert.Equal(0, (await source.RunAsync("backup", source.Archive)).Code);
        await ChangeManifestAsync(source.Archive, manifest => manifest["migrations"]!.AsArray().Add("29990101000000_FromTheFuture"));

        await using var target = await Place.CreateAsync(onPostgres: false, emptyDatabase: true);
        var (code, said) = await target.RunAsync("restore", source.Archive);

        Assert.True(code == 1 && said.Contains("backup.newer", StringComparison.Ordinal) && said.Contains("FromTheFuture", StringComparison.Ordinal), said);
        Assert.False(target.HasDatabase);
    }

    [Fact, Proves("T2")]
    public async Task MasterKey_StaysOutOfTheArchive_AndAnotherOneIsRefused()
    {
        await using var source = await Place.CreateAsync(onPostgres: false);
        await source.FillAsync();
        Assert.Equal(0, (await source.RunAsync("backup", source.Archive)).Code);
        await using (var zip = await ZipFile.OpenReadAsync(source.Archive))
        {
            Assert.Equal(["integrations.db", "manifest.json"], zip.Entries.Select(e => e.FullName).Order());
        }

        await using var target = await Place.CreateAsync(onPostgres: false, emptyDatabase: true);
        var (code, said) = await target.RunAsync("restore", source.Archive);

        Assert.True(code == 1 && said.Contains("backup.other_key", StringComparison.Ordinal), said);
        Assert.False(target.HasDatabase);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(source.Archive));
        }
    }

    [Fact]
    public async Task Verbs_WithoutAFile_SayHowTheyAreUsed()
    {
        await using var place = await Place.CreateAsync(onPostgres: false, emptyDatabase: true);

        Assert.Equal(2, (await place.RunAsync("backup")).Code);
        Assert.Equal(2, (await place.RunAsync("restore", "--replace")).Code);
        Assert.Contains("backup.no_database", (await place.RunAsync("backup", place.Archive)).Said, StringComparison.Ordinal);
        Assert.Contains("backup.missing", (await place.RunAsync("restore", place.Archive)).Said, StringComparison.Ordinal);
    }

    private static byte[] Flipped(byte[] bytes, long at)
    {
        var copy = bytes.ToArray();
        copy[at] ^= 0x55;
        return copy;
    }

    /// <summary>As a program would have written it that says something else.</summary>
    private static async Task ChangeManifestAsync(string archive, Action<JsonNode> change)
    {
        await using (var zip = await ZipFile.OpenAsync(archive, ZipArchiveMode.Update))
        {
            var entry = zip.GetEntry(BackupManifest.FileName)!;
            JsonNode manifest;
            await using (var text = await entry.OpenAsync())
            {
                manifest = (await JsonNode.ParseAsync(text))!;
            }

            change(manifest);
            entry.Delete();
            await using var written = await zip.CreateEntry(BackupManifest.FileName).OpenAsync();
            await written.WriteAsync(System.Text.Encoding.UTF8.GetBytes(manifest.ToJsonString()));
        }

        await using var changed = new FileStream(archive, FileMode.Open, FileAccess.ReadWrite);
        await BackupArchive.SealAsync(changed, default);
    }

    /// <summary>A folder with a hub's key file and database, and the program's services on it.</summary>
    private sealed class Place : IAsyncDisposable
    {
        private readonly string _folder;
        private readonly string? _postgres;
        private readonly bool _isOwner;
        private readonly ServiceProvider _services;

        private Place(string folder, string? postgres, bool isOwner = true)
        {
            (_folder, _postgres, _isOwner) = (folder, postgres, isOwner);
            _services = Services();
        }

        public string Archive => Path.Combine(_folder, "hub.backup");

        public bool HasDatabase => File.Exists(Path.Combine(_folder, "hub.db"));

        public static async Task<Place> CreateAsync(bool onPostgres, bool emptyDatabase = false)
        {
            var place = new Place(
                Directory.CreateTempSubdirectory("hub-place-").FullName,
                onPostgres ? new Npgsql.NpgsqlConnectionStringBuilder(await PostgresServer.Current.CreateDatabaseAsync()) { Pooling = false }.ToString() : null);
            if (!emptyDatabase)
            {
                await place.Get<DatabaseStart>().MigrateAsync(default);
                await place.Get<Integrations.Core.Catalog.ProviderSeed>().RunAsync(default);
            }

            return place;
        }

        /// <summary>As the next start of the program sees it.</summary>
        public Place Again() => new(_folder, _postgres, isOwner: false);

        public T Get<T>()
            where T : notnull => _services.GetRequiredService<T>();

        public async Task<T> ReadAsync<T>(Func<IntegrationsDbContext, Task<T>> read)
        {
            await using var db = await Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
            return await read(db);
        }

        public Task<(int Code, string Said)> RunAsync(params string[] arguments) => CommandRun.RunAsync(_services, arguments);

        /// <summary>An organization with a connected integration and an endpoint that subscribes to everything that is raised here.</summary>
        public Task<int> FillAsync() => ReadAsync(async db =>
        {
            var now = DateTimeOffset.UtcNow;
            var organization = new Integrations.Core.Identity.Organizations.Organization { Id = Guid.CreateVersion7(), Name = "Ours", CreatedAt = now };
            var instance = new Integrations.Core.Instances.IntegrationInstance
            {
                Id = Guid.CreateVersion7(),
                OrganizationId = organization.Id,
                ProviderKey = "github",
                Name = "GitHub",
                CreatedAt = now,
                ProviderId = await db.Providers.Where(p => p.Key == "github").Select(p => p.Id).SingleAsync(),
            };
            var id = Guid.CreateVersion7();
            db.Add(organization);
            db.Add(instance);
            db.Add(new Integrations.Core.Connections.Connection
            {
                Id = id,
                OrganizationId = organization.Id,
                InstanceId = instance.Id,
                ProviderKey = "github",
                AuthKind = "bearer",
                Ciphertext = Get<Integrations.Core.Storage.KeyRing.CredentialVault>().Protect(organization.Id, id, new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = "ghp_x" }),
            });
            db.Add(new WebhookEndpoint
            {
                Id = Guid.CreateVersion7(),
                OrganizationId = organization.Id,
                Name = "All",
                Url = "https://receiver.example/",
                Events = [EventTypes.SyncCompleted],
                SecretCiphertext = "",
                SecretHint = "",
                CreatedAt = now,
            });
            return await db.SaveChangesAsync();
        });

        /// <summary>Raises events; those it returns are committed.</summary>
        public Task<List<Guid>> RaiseAsync(int count) => ReadAsync(async db =>
        {
            var organization = await db.Organizations.Select(o => o.Id).SingleAsync();
            for (var i = 0; i < count; i++)
            {
                Get<Outbox>().Add(db, organization, EventTypes.SyncCompleted, new { i });
            }

            var raised = db.ChangeTracker.Entries<OutboxEvent>().Select(e => e.Entity.Id).ToList();
            await db.SaveChangesAsync();
            return raised;
        });

        /// <summary>As while a process of the hub is there.</summary>
        public async Task<IAsyncDisposable> RunningAsync()
        {
            var other = Again();
            await other.Get<AbandonedClaims>().ReleaseAsync(default);
            var db = await other.Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
            await db.Database.OpenConnectionAsync();
            return new Running(other, db);
        }

        /// <summary>Lets go of what this process keeps open, as its end would.</summary>
        public void LetGo() => Get<AbandonedClaims>().Dispose();

        public async ValueTask DisposeAsync()
        {
            await _services.DisposeAsync();
            if (_isOwner)
            {
                if (_postgres is not null)
                {
                    await PostgresServer.Current.DropAsync(_postgres);
                }

                Directory.Delete(_folder, recursive: true);
            }
        }

        private ServiceProvider Services()
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Database:Provider"] = _postgres is null ? "Sqlite" : "Postgres",
                ["ConnectionStrings:Integrations"] = _postgres ?? $"Data Source={Path.Combine(_folder, "hub.db")};Pooling=false",
            }).Build();
            var database = KnownDatabases.Choose(configuration, _folder);
            return new ServiceCollection()
                .AddSingleton<IConfiguration>(configuration)
                .AddLogging()
                .AddIntegrationsCore(configuration, _folder, database)
                .AddKeyRing(configuration, _folder, database, mayCreateKeyFile: true)
                .BuildServiceProvider();
        }

        private sealed class Running(Place place, IntegrationsDbContext db) : IAsyncDisposable
        {
            public async ValueTask DisposeAsync()
            {
                await db.DisposeAsync();
                await place.DisposeAsync();
            }
        }
    }
}
