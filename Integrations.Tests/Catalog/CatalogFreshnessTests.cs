using System.Text.Json.Nodes;
using Integrations.Connectors;
using Integrations.Core.Catalog;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Catalog;

/// <summary>What is worked out of the catalog once is worked out anew when the catalog changes: here at once, on another node when it looks next.</summary>
public sealed class CatalogFreshnessTests : IAsyncLifetime
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);
    private static readonly Caller Super = new(Guid.CreateVersion7(), null, Role.SuperAdmin) { DisplayName = "super@demo.test" };

    private readonly MovableClock _clock = new();
    private CoreHub _hub = null!;
    private CatalogCache _elsewhere = null!;

    private ProviderAdministration Administration => _hub.Get<ProviderAdministration>();

    /// <summary>The catalog of another node, on the same database.</summary>
    private CatalogService Elsewhere => new(_elsewhere);

    public async ValueTask InitializeAsync()
    {
        _hub = await CoreHub.StartAsync();
        _elsewhere = new CatalogCache(_hub.Get<IDbContextFactory<IntegrationsDbContext>>(), _hub.Get<ConnectorCatalog>(), _hub.Get<IOptions<ProvidersOptions>>(), _clock);
    }

    public async ValueTask DisposeAsync()
    {
        _elsewhere.Dispose();
        await _hub.DisposeAsync();
    }

    [Theory]
    [InlineData("""{ "displayName": "Zzz" }""")]
    [InlineData("""{ "description": "Something zzz" }""")]
    public async Task AnotherNameOrDescription_IsFoundInEachList(string patch)
    {
        await SeeAsync();

        await PatchAsync("github", patch);

        foreach (var catalog in new[] { _hub.Get<CatalogService>(), Later() })
        {
            Assert.Equal(["github"], await KeysAsync(catalog, new ProviderFilter(Search: "zzz")));
        }

        Assert.Equal(["github"], (await AvailableAsync("zzz")).Select(one => one.Id));
    }

    [Theory]
    [InlineData("""{ "status": "disabled" }""", false)]
    [InlineData("""{ "status": "deprecated" }""", false)]
    [InlineData("""{ "audience": "system" }""", true)]
    public async Task WhatIsNoLongerOffered_IsInNoList_AndComesBack(string patch, bool isStillActive)
    {
        var (before, category) = (await SeeAsync(), (await _hub.Get<CatalogService>().FindAsync("github", CancellationToken.None))!.Document.Category);

        await PatchAsync("github", patch);

        foreach (var catalog in new[] { _hub.Get<CatalogService>(), Later() })
        {
            var (offered, super) = (await catalog.OfferedAsync(_hub.User, CancellationToken.None), await catalog.OfferedAsync(Super, CancellationToken.None));
            Assert.DoesNotContain(offered.Entries, entry => entry.Key == "github");
            Assert.Equal(before.Entries.Count - 1, offered.Entries.Count);
            Assert.Equal(before.Categories[category] - 1, offered.Categories[category]);
            Assert.Equal(isStillActive, super.Entries.Any(entry => entry.Key == "github"));
            Assert.Equal("provider.not_found", (await catalog.GetOfferedAsync(_hub.User, null, "github", CancellationToken.None)).Failure?.Code);
            Assert.Contains((await catalog.ListAllAsync(Super, new ProviderFilter(Search: "github"), new PageRequest(), CancellationToken.None)).Value.Items, entry => entry.Key == "github");
        }

        Assert.DoesNotContain(await AvailableAsync("github"), one => one.Id == "github");
        Assert.Null(await _hub.Get<AutomationCatalog>().FindAsync("github", CancellationToken.None));

        await PatchAsync("github", """{ "status": "active", "audience": "tenant" }""");

        Assert.Equal(before.Entries.Select(entry => entry.Key), (await _hub.Get<CatalogService>().OfferedAsync(_hub.User, CancellationToken.None)).Entries.Select(entry => entry.Key));
        Assert.Equal(before.Entries.Select(entry => entry.Key), (await Later().OfferedAsync(_hub.User, CancellationToken.None)).Entries.Select(entry => entry.Key));
        Assert.Contains(await AvailableAsync("github"), one => one.Id == "github");
        Assert.Equal("github", (await _hub.Get<AutomationCatalog>().FindAsync("GitHub", CancellationToken.None))?.Provider.Key);
    }

    [Fact]
    public async Task AnOAuthClient_IsThereAtOnce_AndUnderANewerKey_AndGone()
    {
        await SeeAsync();
        Assert.False((await Elsewhere.FindAsync("github", CancellationToken.None))!.HasOAuthClient);

        Assert.True((await Administration.SetOAuthClientAsync(Super, "github", "client", "secret", CancellationToken.None)).IsSuccess);
        Assert.True((await _hub.Get<CatalogService>().FindAsync("github", CancellationToken.None))!.HasOAuthClient);
        var later = await Later().SnapshotAsync(CancellationToken.None);
        Assert.True(later.ByKey["github"] is { HasOAuthClient: true, Document.OAuthConfig.ClientId: "client" });

        // Protected anew by the key ring's newest key: the same version of the row.
        await _hub.WithDatabaseAsync(db => db.Providers.Where(p => p.Key == "github").ExecuteUpdateAsync(set => set.SetProperty(p => p.OAuthClientSecretCiphertext, "by another key")));
        Assert.Equal("by another key", (await Later().SnapshotAsync(CancellationToken.None)).Clients["github"].Ciphertext);

        Assert.True((await Administration.SetOAuthClientAsync(Super, "github", null, null, CancellationToken.None)).IsSuccess);
        Assert.Empty((await Later().SnapshotAsync(CancellationToken.None)).Clients);
        Assert.False((await _hub.Get<CatalogService>().FindAsync("github", CancellationToken.None))!.HasOAuthClient);
    }

    [Fact]
    public async Task OneThatIsCreated_AndOneThatIsDeleted_AreSeenEverywhere()
    {
        var before = await SeeAsync();
        var document = (await _hub.Get<CatalogService>().FindAsync("github", CancellationToken.None))!.Document with { Provider = "own_one", Name = "own_one", DisplayName = "Aaa of our own" };

        Assert.True((await Administration.CreateAsync(Super, document, null, CancellationToken.None)).IsSuccess);

        foreach (var catalog in new[] { _hub.Get<CatalogService>(), Later() })
        {
            Assert.Equal(before.Entries.Count + 1, (await catalog.ListOfferedAsync(_hub.User, new(), new PageRequest(1), CancellationToken.None)).Value.Total);
            Assert.Equal(["own_one"], await KeysAsync(catalog, new ProviderFilter(Search: "aaa of our own")));
        }

        Assert.Equal(["own_one"], (await AvailableAsync("aaa of our own")).Select(one => one.Id));
        Assert.True((await Administration.DeleteAsync(Super, null, "own_one", CancellationToken.None)).IsSuccess);

        foreach (var catalog in new[] { _hub.Get<CatalogService>(), Later() })
        {
            Assert.Equal(before.Entries.Count, (await catalog.ListOfferedAsync(_hub.User, new(), new PageRequest(1), CancellationToken.None)).Value.Total);
            Assert.Null(await catalog.FindAsync("own_one", CancellationToken.None));
        }

        Assert.Empty(await AvailableAsync("aaa of our own"));
    }

    [Fact]
    public async Task AsLongAsNothingChanges_TheSameIsGiven_AndAfterAChangeOnlyWhatChangedIsNew()
    {
        var before = await Elsewhere.SnapshotAsync(CancellationToken.None);
        Assert.Same(before, await Later().SnapshotAsync(CancellationToken.None));

        await PatchAsync("github", """{ "displayName": "Another" }""");
        var after = await Later().SnapshotAsync(CancellationToken.None);

        Assert.NotSame(before, after);
        Assert.All(after.Entries.Where(entry => entry.Key != "github"), entry => Assert.Same(before.ByKey[entry.Key], entry));
        Assert.Equal(("GitHub", "Another"), (before.ByKey["github"].DisplayName, after.ByKey["github"].DisplayName));
    }

    [Fact]
    public async Task ManyChangesAtOnce_AreAllSeen()
    {
        var before = await Elsewhere.SnapshotAsync(CancellationToken.None);
        foreach (var entry in before.Entries)
        {
            await PatchAsync(entry.Key, """{ "description": "Changed with all others" }""");
        }

        Assert.All((await Later().SnapshotAsync(CancellationToken.None)).Entries, entry => Assert.Equal("Changed with all others", entry.Document.Description));
    }

    [Fact]
    public async Task PagesThatAreReadWhileTheCatalogChanges_HaveTheTotalOfTheirMoment()
    {
        var catalog = _hub.Get<CatalogService>();
        var first = (await catalog.ListOfferedAsync(_hub.User, new(), new PageRequest(10), CancellationToken.None)).Value;

        await PatchAsync(first.Items[0].Key, """{ "status": "disabled" }""");
        var second = (await catalog.ListOfferedAsync(_hub.User, new(), new PageRequest(10, 9), CancellationToken.None)).Value;

        Assert.Equal(first.Total - 1, second.Total);
        Assert.DoesNotContain(second.Items, entry => first.Items.Contains(entry));
        Assert.Equal(second.Items[0].Key, (await catalog.ListOfferedAsync(_hub.User, new(), new PageRequest(1, 9), CancellationToken.None)).Value.Items[0].Key);
    }

    private static async Task<IEnumerable<string>> KeysAsync(CatalogService catalog, ProviderFilter filter) =>
        (await catalog.ListAllAsync(Super, filter, new PageRequest(), CancellationToken.None)).Value.Items.Select(entry => entry.Key);

    /// <summary>Everything that is kept is worked out, here and elsewhere.</summary>
    private async Task<CatalogPart> SeeAsync()
    {
        foreach (var catalog in new[] { _hub.Get<CatalogService>(), Elsewhere })
        {
            await KeysAsync(catalog, new ProviderFilter());
            await catalog.OfferedAsync(Super, CancellationToken.None);
            await catalog.OfferedAsync(_hub.User, CancellationToken.None);
        }

        await AvailableAsync(null);
        return await _hub.Get<CatalogService>().OfferedAsync(_hub.User, CancellationToken.None);
    }

    /// <summary>The other node's catalog, when it looks next.</summary>
    private CatalogService Later()
    {
        _clock.Advance(MaxAge);
        return Elsewhere;
    }

    private async Task<IReadOnlyList<AvailableIntegration>> AvailableAsync(string? query) =>
        (await _hub.Get<AutomationCatalog>().ListAsync(query, null, 100, CancellationToken.None)).Value;

    private async Task PatchAsync(string key, string patch)
    {
        var changed = await Administration.PatchAsync(Super, null, key, JsonNode.Parse(patch)!.AsObject(), null, CancellationToken.None);
        Assert.True(changed.IsSuccess, $"{key}: {changed.Failure}");
    }
}
