using System.Text.Json.Nodes;
using Integrations.Connectors;
using Integrations.Connectors.Manifest;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections;

/// <summary>An integration's settings say what its manifest calls a setting, and nothing about accounts and addresses (SECURITY X2).</summary>
public sealed class SessionFactsTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private const string Elsewhere = "https://elsewhere.example.org";

    // What connectors read of a connection besides typed fields, wherever in the product it is named.
    private static readonly string[] AccountFacts =
        ["cloudId", "owners", "timeZone", "workspaceUrl", "tokenKind", "rootNamespace", "webhookBaseUrl", "webhookHeader", "siteUrl", "baseUrl", "url", "workspace", "account", "team"];

    public static TheoryData<string> Providers => [.. VendorBenchManifests().Select(manifest => manifest.Key)];

    [Theory, Proves("SX2"), MemberData(nameof(Providers))]
    public async Task Settings_OfRowsFromBefore_AreNoFactsOfAnyConnection(string provider)
    {
        var entry = hub.Get<ConnectorCatalog>().Find(provider)!;
        var caller = entry.Manifest.Levels.Contains(ProviderLevels.Organization) ? hub.Admin : hub.User;
        var id = await hub.EnableAsync(caller, provider);
        var foreign = entry.Manifest.Auth.SelectMany(method => method.Fields).Select(field => field.Name).Concat(AccountFacts)
            .Where(name => entry.Manifest.Settings.All(setting => setting.Name != name)).Distinct(StringComparer.Ordinal).ToList();
        await hub.WithDatabaseAsync(async db =>
        {
            var instance = await db.Instances.SingleAsync(i => i.Id == id);
            instance.Settings = new JsonObject([.. foreign.Concat(entry.Manifest.Settings.Select(setting => setting.Name)).Select(name => KeyValuePair.Create(name, (JsonNode?)JsonValue.Create(Elsewhere)))]);
            return await db.SaveChangesAsync();
        });
        var row = await hub.WithDatabaseAsync(db => db.Instances.AsNoTracking().SingleAsync(i => i.Id == id));
        // One that lacks every fact.
        var connection = new Connection { OrganizationId = row.OrganizationId, InstanceId = id, ProviderKey = provider, AuthKind = entry.Manifest.Auth[0].Kind };

        var facts = SessionFacts.Of(entry.Manifest, row, connection);

        Assert.All(foreign, name => Assert.Null(facts[name]));
        Assert.All(entry.Manifest.Settings, setting => Assert.Equal(Elsewhere, facts[setting.Name]));
    }

    [Fact, Proves("SX2")]
    public async Task AdministratorWhoSetsAnAddress_IsAskedNothingByAMembersSearch()
    {
        using var trap = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        trap.Start();
        var address = $"http://127.0.0.1:{((System.Net.IPEndPoint)trap.LocalEndpoint).Port}";
        var id = await hub.SignInAtVendorAsync(hub.User, "github");
        await hub.WithDatabaseAsync(async db =>
        {
            (await db.Instances.SingleAsync(i => i.Id == id)).Settings = new JsonObject { ["baseUrl"] = address, ["owners"] = "nobody-at-all" };
            return await db.SaveChangesAsync();
        });

        var found = await hub.Get<Core.Search.SearchService>().SearchAsync(hub.User, id, new Core.Search.SearchRequest("my private words", 5), default);

        Assert.False(trap.Pending());
        Assert.True(found.IsSuccess, found.Failure?.Message);
    }

    [Theory, Proves("SX2"), MemberData(nameof(Providers))]
    public async Task SettingNamedAsAFieldOfAnAccount_IsRefused(string provider)
    {
        var entry = hub.Get<ConnectorCatalog>().Find(provider)!;
        var caller = entry.Manifest.Levels.Contains(ProviderLevels.Organization) ? hub.Admin : hub.User;
        var id = await hub.EnableAsync(caller, provider);
        foreach (var field in entry.Manifest.Auth.SelectMany(method => method.Fields).Select(field => field.Name).Distinct(StringComparer.Ordinal))
        {
            var refused = await hub.Get<InstanceService>().UpdateAsync(caller, id, new InstanceChanges { Settings = new JsonObject { [field] = Elsewhere } }, null, default);
            Assert.Contains("settings", refused.Failure!.Fields!.Keys);
        }

        Assert.True((await hub.Get<InstanceService>().UpdateAsync(caller, id, new InstanceChanges { Settings = new JsonObject { ["ofOurOwn"] = Elsewhere } }, null, default)).IsSuccess);
    }

    [Fact, Proves("SX2")]
    public void Manifest_ThatCallsOneNameASettingAndAField_IsRefused()
    {
        var manifest = VendorBenchManifests().First(m => m.Key == "github");

        Assert.Null(manifest.Problem());
        Assert.Contains("X2", (manifest with { Settings = [new FieldDescriptor("baseUrl", "Address")] }).Problem(), StringComparison.Ordinal);
    }

    private static IEnumerable<ProviderManifest> VendorBenchManifests() =>
        Connectors.VendorBench.Connectors().Select(connector => Connectors.VendorBench.ReadManifest(connector.Provider));
}
