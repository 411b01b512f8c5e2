using System.Text;
using System.Text.Json.Nodes;
using Integrations.Connectors;
using Integrations.Connectors.Declarative;
using Integrations.Core.Actions;
using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Catalog.Files;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Search;
using Integrations.Primitives;
using Integrations.Tests.Connectors.Declarative;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Catalog;

/// <summary>Providers that are added to a running hub as files.</summary>
public sealed class ProviderFileServiceTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private ProviderFileService Files => hub.Get<ProviderFileService>();

    private Caller Super => new(Guid.CreateVersion7(), null, Role.SuperAdmin) { DisplayName = "super@demo.test", SessionId = Guid.CreateVersion7(), AuthenticatedAt = hub.Get<TimeProvider>().GetUtcNow() };

    [Fact]
    public async Task AddedFile_IsAProviderAtOnce_ThatPeopleConnectAndSearch()
    {
        var added = await AddAsync(TodoistAs("added_tasks"));

        Assert.Equal((1, true, "super@demo.test"), (added.Number, added.IsInForce, added.CreatedBy));
        var entry = (await hub.Get<CatalogService>().AllAsync(CancellationToken.None)).Single(e => e.Key == "added_tasks");
        Assert.True(entry is { IsBuiltIn: false, IsOffered: true, Connector.CanSearch: true });
        var id = await ConnectAsync("added_tasks");
        var found = await hub.Get<SearchService>().SearchAsync(hub.Admin, id, new SearchRequest("review", 5), CancellationToken.None);
        Assert.NotEmpty(found.Value.Items);
        Assert.True(await hub.WithDatabaseAsync(db => db.AuditEntries.AnyAsync(a => a.Action == "provider.file_added" && a.TargetId == "added_tasks" && a.After!.Contains("api.todoist.com"))));
    }

    [Fact]
    public async Task AnotherFile_ShowsWhatItChanges_TakesEffectForConnectionsThatAre_AndIsTakenBack()
    {
        await AddAsync(TodoistAs("changed_tasks"));
        var id = await ConnectAsync("changed_tasks");
        var smaller = TodoistAs("changed_tasks", file =>
        {
            file["hosts"]!.AsArray().Add("files.todoist.com");
            file["api"]!["actions"]!.AsArray().RemoveAt(0);
            file["auth"]![0]!["oAuth"]!["scopes"]!.AsArray().Add(new JsonObject { ["name"] = "data:delete", ["label"] = "Delete tasks", ["reason"] = "Deletes tasks." });
        });

        var check = (await Files.CheckAsync(Super, smaller, CancellationToken.None)).Value;

        Assert.True(check.IsUsed);
        Assert.Equal(1, check.Replaces);
        Assert.Equal(["files.todoist.com"], check.Changes!.Hosts);
        Assert.Equal(["data:delete"], check.Changes.Scopes);
        Assert.Single(check.Changes.GoneActions);
        Assert.Empty(check.Changes.GoneWays);

        var before = await ActionsAsync(id);
        Assert.Equal(2, (await SaveAsync(smaller, replaces: 1)).Value.Number);
        Assert.Equal(before - 1, (await CountActionsFreshAsync("changed_tasks")));
        Assert.NotEmpty((await hub.Get<SearchService>().SearchAsync(hub.Admin, id, new SearchRequest("review", 5), CancellationToken.None)).Value.Items);

        var restored = await Files.RestoreAsync(Super, "changed_tasks", 1, CancellationToken.None);

        Assert.True(restored.IsSuccess, restored.Failure?.ToString());
        Assert.Equal(before, await CountActionsFreshAsync("changed_tasks"));
        Assert.Equal([(2, false), (1, true)], (await Files.ListAsync(Super, "changed_tasks", CancellationToken.None)).Value.Select(v => (v.Number, v.IsInForce)));
        Assert.Equal("provider.file_not_found", (await Files.RestoreAsync(Super, "changed_tasks", 9, CancellationToken.None)).Failure?.Code);
    }

    [Fact]
    public async Task AWeakerProofOfEvents_IsShown_AndStandsInTheAudit()
    {
        await AddAsync(TodoistAs("proven_tasks"));
        var weaker = TodoistAs("proven_tasks", file => file["api"]!["events"]!["verify"] = new JsonObject { ["kind"] = "none", ["because"] = "It is easier." });

        var check = (await Files.CheckAsync(Super, weaker, CancellationToken.None)).Value;

        Assert.False(check.Changes!.IsEmpty);
        Assert.Equal(["HMAC-SHA256 of {body} in X-Todoist-Hmac-SHA256"], check.Changes.FormerProof);
        Assert.Equal(["no proof: It is easier."], check.Changes.Proof);
        Assert.True(check.File!.TakesUnprovenEvents);
        Assert.Equal(2, (await SaveAsync(weaker, replaces: 1)).Value.Number);
        Assert.True(await hub.WithDatabaseAsync(db => db.AuditEntries.AnyAsync(a => a.Action == "provider.file_replaced" && a.TargetId == "proven_tasks" && a.After!.Contains("no proof: It is easier."))));
    }

    [Fact]
    public async Task WhoSawAnotherFileInForce_IsToldSo()
    {
        await AddAsync(TodoistAs("raced_tasks"));

        var both = await Task.WhenAll(SaveAsync(TodoistAs("raced_tasks"), replaces: 1), SaveAsync(TodoistAs("raced_tasks"), replaces: 1));

        Assert.Single(both, saved => saved.IsSuccess);
        Assert.Single(both, saved => saved.Failure?.Code == "stale");
        Assert.Equal("stale", (await SaveAsync(TodoistAs("raced_tasks"), replaces: null)).Failure?.Code);
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.ProviderFiles.CountAsync(f => f.Key == "raced_tasks" && f.IsInForce)));
    }

    [Fact]
    public async Task EachHostHasToBeApproved()
    {
        var bytes = TodoistAs("unapproved_tasks");

        var saved = await Files.SaveAsync(Super, bytes, ["api.todoist.com"], replaces: null, CancellationToken.None);

        Assert.Equal("provider.hosts_not_approved", saved.Failure?.Code);
        Assert.Contains("todoist.com", saved.Failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(await hub.Get<CatalogService>().AllAsync(CancellationToken.None), entry => entry.Key == "unapproved_tasks");
    }

    [Theory]
    [InlineData("github", "provider.key_taken")]
    [InlineData("todoist", "provider.key_taken")]
    public async Task AKeyOfTheHub_IsNoOneElses(string key, string code) =>
        Assert.Equal(code, (await Files.CheckAsync(Super, TodoistAs(key), CancellationToken.None)).Failure?.Code);

    [Fact]
    public async Task OnlySuperAdminsWhoSignedInLately()
    {
        var bytes = TodoistAs("forbidden_tasks");

        Assert.Equal("permission_denied", (await Files.CheckAsync(hub.Admin, bytes, CancellationToken.None)).Failure?.Code);
        Assert.Equal("permission_denied", (await Files.SaveAsync(hub.Admin, bytes, Hosts(bytes), null, CancellationToken.None)).Failure?.Code);
        Assert.Equal("permission_denied", (await Files.ListAsync(hub.User, "todoist", CancellationToken.None)).Failure?.Code);
        Assert.Equal("permission_denied", (await Files.RestoreAsync(hub.User, "todoist", 1, CancellationToken.None)).Failure?.Code);
        var yesterday = Super with { AuthenticatedAt = hub.Get<TimeProvider>().GetUtcNow().AddDays(-1) };
        Assert.Equal(Caller.ReauthenticationCode, (await Files.SaveAsync(yesterday, bytes, Hosts(bytes), null, CancellationToken.None)).Failure?.Code);
        Assert.Equal(Caller.ReauthenticationCode, (await Files.RestoreAsync(yesterday, "todoist", 1, CancellationToken.None)).Failure?.Code);
    }

    [Fact]
    public async Task WhatIsWrong_IsToldByLine_AndChangesNothing()
    {
        var check = (await Files.CheckAsync(Super, "{\n  \"key\": \"Broken Key\"\n}"u8.ToArray(), CancellationToken.None)).Value;

        Assert.Null(check.File);
        Assert.Contains(check.Problems, problem => problem.Line == 2);
        Assert.Equal("validation", (await Files.SaveAsync(Super, "[]"u8.ToArray(), [], null, CancellationToken.None)).Failure?.Code);
        Assert.Equal("validation", (await Files.CheckAsync(Super, new byte[ProviderFileService.LargestFileInBytes + 1], CancellationToken.None)).Failure?.Code);
    }

    [Fact]
    public async Task BrokenFiles_AreRefusedOrWhole_AndNameEveryHostTheyCall()
    {
        var random = new Random(20_261_130);
        var whole = 0;
        for (var round = 0; round < 300; round++)
        {
            var checkedFile = await Files.CheckAsync(Super, Mutations.OfJson(TodoistAs("mutated_tasks"), random), CancellationToken.None);
            if (checkedFile.Failure is { } failure)
            {
                Assert.Contains(failure.Code, new[] { "provider.key_taken", "validation" });
                continue;
            }

            Assert.True(checkedFile.Value.Problems.Count > 0 != checkedFile.Value.File is not null);
            whole += checkedFile.Value.File is null ? 0 : 1;
            Assert.All(checkedFile.Value.File?.Api.Bases ?? [], one => Assert.Contains(new Uri(one.Fill(_ => "https://typed.example")!).Authority, checkedFile.Value.Hosts!.Append("typed.example")));
        }

        Assert.InRange(whole, 1, 299);
    }

    [Theory, Proves("T10")]
    [InlineData("tokenUrl")]
    [InlineData("revocation")]
    public async Task AFileThatSendsTokensElsewhere_IsNotTakenInTheirPlace(string member)
    {
        var key = $"moved_{member.ToLowerInvariant()}";
        await AddAsync(TodoistAs(key));
        var elsewhere = TodoistAs(key, file =>
        {
            file["hosts"]!.AsArray().Add("elsewhere.example");
            var oauth = file["auth"]![0]!["oAuth"]!;
            (member == "tokenUrl" ? oauth : oauth["revocation"]!)[member == "tokenUrl" ? "tokenUrl" : "url"] = "https://elsewhere.example/token";
        });

        var failure = (await SaveAsync(elsewhere, replaces: 1)).Failure;

        Assert.Equal("provider.sign_in_moved", failure?.Code);
        Assert.Contains("elsewhere.example", failure!.Message, StringComparison.Ordinal);
    }

    [Theory, Proves("O1")]
    [InlineData("authorizationParameters", "scope")]
    [InlineData("authorizationParameters", "Code_Challenge_Method")]
    [InlineData("authorizationParameters", "redirect_uri")]
    [InlineData("tokenParameters", "client_secret")]
    public async Task WhatAFlowSaysByItself_NoFileSets(string member, string parameter)
    {
        var check = (await Files.CheckAsync(Super, TodoistAs("flow_tasks", file => file["auth"]![0]!["oAuth"]![member] = new JsonObject { [parameter] = "plain" }), CancellationToken.None)).Value;

        Assert.Contains(check.Problems, problem => problem.Message.Contains("flow's own", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{siteUrl}.evil.example/api")]
    [InlineData("{siteUrl}:8443/api")]
    [InlineData("{siteUrl}@evil.example/api")]
    public async Task ATypedAddress_StaysTheHostThatWasTyped(string address)
    {
        var check = (await Files.CheckAsync(Super, TodoistAs("site_tasks", file => TypesAnAddress(file)["base"] = address), CancellationToken.None)).Value;

        Assert.Contains(check.Problems, problem => problem.Path.Contains("base", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ATypedAddress_IsReplacedByNoAnswer_AndHasNoDefault()
    {
        var fact = (await Files.CheckAsync(Super, TodoistAs("fact_tasks", file => TypesAnAddress(file)["account"]!["facts"] = new JsonObject { ["siteUrl"] = "avatar" }), CancellationToken.None)).Value;
        var preset = (await Files.CheckAsync(
            Super, TodoistAs("preset_tasks", file => TypesAnAddress(file).Root["auth"]![0]!["fields"]![1]!["default"] = "https://evil.example"), CancellationToken.None)).Value;

        Assert.Contains(fact.Problems, problem => problem.Message.Contains("'siteUrl' is an address that a person types", StringComparison.Ordinal));
        Assert.Contains(preset.Problems, problem => problem.Message.Contains("has no default", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReplacingAndTakingBackAtOnce_LeavesOneInForce()
    {
        await AddAsync(TodoistAs("both_tasks"));
        await SaveAsync(TodoistAs("both_tasks"), replaces: 1);
        for (var round = 0; round < 5; round++)
        {
            var inForce = (await Files.ListAsync(Super, "both_tasks", CancellationToken.None)).Value.Single(file => file.IsInForce).Number;
            await Task.WhenAll(
                SaveAsync(TodoistAs("both_tasks"), inForce), Files.RestoreAsync(Super, "both_tasks", 1, CancellationToken.None), Files.RestoreAsync(Super, "both_tasks", 2, CancellationToken.None));

            Assert.Single((await Files.ListAsync(Super, "both_tasks", CancellationToken.None)).Value, file => file.IsInForce);
        }
    }

    [Fact]
    public async Task AnotherProcess_HasItWithItsNextRound_AndLosesItWithTheProvider()
    {
        await using var second = await ConnectedHub.SecondProcessOfAsync(hub);
        await AddAsync(TodoistAs("shared_tasks"));

        await second.Get<ProviderFileLoop>().RunOnceAsync(CancellationToken.None);

        Assert.NotNull(second.Get<ConnectorCatalog>().Find("shared_tasks"));
        var deleted = await hub.Get<ProviderAdministration>().DeleteAsync(Super, null, "shared_tasks", CancellationToken.None);
        Assert.True(deleted.IsSuccess, deleted.Failure?.ToString());
        await second.Get<ProviderFileLoop>().RunOnceAsync(CancellationToken.None);
        await hub.Get<ProviderFileLoop>().RunOnceAsync(CancellationToken.None);

        Assert.Null(second.Get<ConnectorCatalog>().Find("shared_tasks"));
        Assert.Null(hub.Get<ConnectorCatalog>().Find("shared_tasks"));
        Assert.Empty((await Files.ListAsync(Super, "shared_tasks", CancellationToken.None)).Value);
    }

    [Fact]
    public async Task AProviderInUse_IsNotDeleted()
    {
        await AddAsync(TodoistAs("used_tasks"));
        await ConnectAsync("used_tasks");

        Assert.Equal("provider.in_use", (await hub.Get<ProviderAdministration>().DeleteAsync(Super, null, "used_tasks", CancellationToken.None)).Failure?.Code);
        Assert.Single((await Files.ListAsync(Super, "used_tasks", CancellationToken.None)).Value);
    }

    [Fact]
    public async Task TheOperatorsFolder_IsReadWhileTheHubRuns_AndAWrongChangeLeavesTheFormerFile()
    {
        var folder = Directory.CreateTempSubdirectory("hub-provider-files-").FullName;
        try
        {
            await using var core = await CoreHub.StartAsync(services => services.AddSingleton(Options.Create(new ProviderFileOptions { Folder = folder })));
            var (loader, connectors, path) = (core.Get<ProviderFileLoader>(), core.Get<ConnectorCatalog>(), Path.Combine(folder, "own.provider.json"));
            Assert.False(await loader.RunAsync(CancellationToken.None));

            await File.WriteAllBytesAsync(path, TodoistAs("folder_tasks"));
            Assert.True(await loader.RunAsync(CancellationToken.None));
            Assert.NotNull(connectors.Find("folder_tasks"));
            Assert.Equal("own.provider.json", loader.FolderFileOf("folder_tasks"));
            Assert.Contains(await core.Get<CatalogService>().AllAsync(CancellationToken.None), entry => entry is { Key: "folder_tasks", IsBuiltIn: true });
            Assert.Equal("provider.file_of_folder", (await core.Get<ProviderFileService>().CheckAsync(Super, TodoistAs("folder_tasks"), CancellationToken.None)).Failure?.Code);

            await File.WriteAllTextAsync(path, "{ \"key\": 1 }");
            Assert.True(await loader.RunAsync(CancellationToken.None));
            Assert.NotNull(connectors.Find("folder_tasks"));
            Assert.Equal("own.provider.json", Assert.Single(loader.Unusable).Name);

            await File.WriteAllBytesAsync(Path.Combine(folder, "taken.provider.json"), TodoistAs("github"));
            File.Delete(path);
            Assert.True(await loader.RunAsync(CancellationToken.None));
            Assert.Null(connectors.Find("folder_tasks"));
            Assert.Null(loader.FolderFileOf("folder_tasks"));
            Assert.Equal("github", Assert.Single(loader.Unusable).Name);
            // Only its row is left, and no longer in the way.
            Assert.True((await core.Get<ProviderAdministration>().DeleteAsync(Super, null, "folder_tasks", CancellationToken.None)).IsSuccess);
            Assert.Equal("provider.built_in", (await core.Get<ProviderAdministration>().DeleteAsync(Super, null, "github", CancellationToken.None)).Failure?.Code);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] TodoistAs(string key, Action<JsonObject>? change = null)
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root(), "Integrations.Connectors/Declarative/Providers/todoist.provider.json")))!.AsObject();
        file["key"] = key;
        file["displayName"] = $"Tasks of {key}";
        change?.Invoke(file);
        return Encoding.UTF8.GetBytes(file.ToJsonString());
    }

    /// <summary>Its API lies at an address that is typed with the token.</summary>
    private static JsonNode TypesAnAddress(JsonObject file)
    {
        file["auth"]!.AsArray().RemoveAt(0);
        file["auth"]![0]!["fields"]!.AsArray().Add(new JsonObject { ["name"] = "siteUrl", ["label"] = "Address", ["type"] = "url", ["required"] = true });
        file["api"]!["base"] = "{siteUrl}/api";
        return file["api"]!;
    }

    private static IReadOnlyList<string> Hosts(byte[] bytes) => ProviderFileChanges.HostsOf(ProviderFile.Read(bytes, out _)!);

    private Task<Result<ProviderFileVersion>> SaveAsync(byte[] bytes, int? replaces) => Files.SaveAsync(Super, bytes, Hosts(bytes), replaces, CancellationToken.None);

    private async Task<ProviderFileVersion> AddAsync(byte[] bytes)
    {
        var saved = await SaveAsync(bytes, replaces: null);
        Assert.True(saved.IsSuccess, saved.Failure?.ToString());
        return saved.Value;
    }

    private async Task<Guid> ConnectAsync(string key)
    {
        var request = new CreateIntegration(key, $"{key} {Guid.NewGuid():N}", hub.Credential("todoist", "api_key"));
        var created = await hub.Get<IntegrationActions>().CreateOrganizationIntegrationAsync(hub.Admin, request, CancellationToken.None);
        Assert.True(created.IsSuccess, created.Failure?.ToString());
        return created.Value;
    }

    private async Task<int> ActionsAsync(Guid id) => (await hub.Get<ActionService>().ListAsync(hub.Admin, id, CancellationToken.None)).Value.Count;

    /// <summary>Of a connection that no one asked before.</summary>
    private async Task<int> CountActionsFreshAsync(string key) => await ActionsAsync(await ConnectAsync(key));
}
