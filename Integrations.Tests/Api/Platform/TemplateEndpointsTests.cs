using System.Text.Json;
using Integrations.Core.Storage;
using Integrations.Core.Templates;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using static Integrations.Tests.Api.Platform.PlatformScene;

namespace Integrations.Tests.Api.Platform;

/// <summary>Templates over HTTP: save, list, use, rename, delete.</summary>
public sealed class TemplateEndpointsTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private const string Templates = "/api/tenant/templates";

    [Fact]
    public async Task Save_Use_MakesAnIntegrationThatIsSetUpAlike_AndIsNotConnected()
    {
        var from = await ConfiguredAsync();
        var name = Unique("Roadmap set-up");

        var saved = await ApiHub.SendAsync(hub.Admin, "POST", Templates, new { integrationId = from, name });
        Assert.True(saved.Status == 201, saved.ToString());
        var address = saved.Headers.Location!.OriginalString;
        Assert.Equal($"{Templates}/{saved["id"].GetGuid()}", address);
        var made = await ApiHub.SendAsync(hub.Admin, "POST", $"{address}/integrations", new { name = Unique("Second") });

        Assert.True(made.Status == 201, made.ToString());
        var (one, two) = (await ApiHub.SendAsync(hub.Admin, "GET", $"{Tenant}/{from}"), await ApiHub.SendAsync(hub.Admin, "GET", $"{Tenant}/{made["id"].GetGuid()}"));
        foreach (var member in new[] { "providerName", "description", "searchEnabled", "searchableEntities", "allowedShardTypes", "userScoped" })
        {
            Assert.Equal(one[member].ToString(), two[member].ToString());
        }

        Assert.Equal("acme/roadmap", two["settings.repositories"].GetString());
        Assert.Equal(("connected", "pending"), (one["status"].GetString(), two["status"].GetString()));
        Assert.DoesNotContain("connectionId", two.Json.Names());
    }

    [Fact, Proves("T5")]
    public async Task Save_LeavesOutAccountSecretsAndWhateverTheFormDoesNotName()
    {
        var from = await ConfiguredAsync();

        var saved = await ApiHub.SendAsync(hub.Admin, "POST", Templates, new { integrationId = from, name = Unique("Clean") });

        var key = await hub.ApiKeyAsync();
        var row = await StoredAsync(saved["id"].GetGuid());
        Assert.All(new[] { saved.Text, row }, text =>
        {
            Assert.DoesNotContain("typed-by-somebody", text, StringComparison.Ordinal);
            Assert.DoesNotContain(key, text, StringComparison.Ordinal);
            Assert.DoesNotContain("account", text, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task List_Rename_Delete()
    {
        var from = await hub.EnableAsync();
        var (first, second) = (Unique("Alpha"), Unique("Beta"));
        var saved = await ApiHub.SendAsync(hub.Admin, "POST", Templates, new { integrationId = from, name = first });
        await ApiHub.SendAsync(hub.Admin, "POST", Templates, new { integrationId = await hub.EnableAsync("jira"), name = second });
        var address = saved.Headers.Location!.OriginalString;

        var all = await ApiHub.SendAsync(hub.Admin, "GET", Templates);
        var ofGitHub = await ApiHub.SendAsync(hub.Admin, "GET", $"{Templates}?providerName=github");
        Assert.Equal([first, second], NamesOf(all).Where(n => n == first || n == second));
        Assert.Contains(first, NamesOf(ofGitHub));
        Assert.DoesNotContain(second, NamesOf(ofGitHub));

        var tag = (await ApiHub.SendAsync(hub.Admin, "GET", address)).Header("ETag")!;
        var renamed = await ApiHub.SendAsync(hub.Admin, "PATCH", address, new { name = $"  {first} new " }, ("If-Match", tag));
        Assert.Equal($"{first} new", renamed["name"].GetString());
        IsError(await ApiHub.SendAsync(hub.Admin, "PATCH", address, new { name = "late" }, ("If-Match", tag)), 412, "STALE");
        IsError(await ApiHub.SendAsync(hub.Admin, "PATCH", address, new { name = second.ToUpperInvariant() }), 409, "TEMPLATE_NAME_TAKEN");

        Assert.Equal(204, (await ApiHub.SendAsync(hub.Admin, "DELETE", address)).Status);
        Assert.Equal(404, (await ApiHub.SendAsync(hub.Admin, "GET", address)).Status);
        Assert.Equal(404, (await ApiHub.SendAsync(hub.Admin, "DELETE", address)).Status);
        Assert.Equal(200, (await ApiHub.SendAsync(hub.Admin, "GET", $"{Tenant}/{from}")).Status);
    }

    [Fact, Proves("A5")]
    public async Task Templates_OfAnotherOrganization_AreNotThere()
    {
        var saved = await ApiHub.SendAsync(hub.Admin, "POST", Templates, new { integrationId = await hub.EnableAsync(), name = Unique("Ours") });
        var address = saved.Headers.Location!.OriginalString;

        Assert.DoesNotContain(saved["name"].GetString(), NamesOf(await ApiHub.SendAsync(hub.Stranger, "GET", Templates)));
        foreach (var (method, path) in new[] { ("GET", address), ("PATCH", address), ("DELETE", address), ("POST", $"{address}/integrations") })
        {
            object? body = method is "PATCH" or "POST" ? new { name = "Mine now" } : null;
            IsError(await ApiHub.SendAsync(hub.Stranger, method, path, body), 404, "TEMPLATE_NOT_FOUND");
            Assert.Equal(403, (await ApiHub.SendAsync(hub.User, method, path, body)).Status);
        }

        // Nor can another organization's integration be copied into one's own.
        IsError(await ApiHub.SendAsync(hub.Stranger, "POST", Templates, new { integrationId = hub.GitHub, name = "Copied" }), 404, "INTEGRATION_NOT_FOUND");
    }

    [Theory]
    [InlineData("""{"name":"x"}""")]
    [InlineData("""{"integrationId":"$id"}""")]
    [InlineData("""{"integrationId":"$id","name":"  "}""")]
    [InlineData("""{"integrationId":"$id","name":"a\u0007b"}""")]
    [InlineData("""{"integrationId":"$id","name":"123456789012345678901234567890123456789012345678901234567890123456789012345678901"}""")]
    public async Task Save_ThatCannotBe_SaysWhy(string body) =>
        IsError(await ApiHub.SendAsync(hub.Admin, "POST", Templates, body.Replace("$id", hub.GitHub.ToString(), StringComparison.Ordinal)), 400, "VALIDATION_ERROR");

    [Fact]
    public async Task Save_OfTheSameNameByManyAtOnce_MakesOne()
    {
        var (from, name) = (await hub.EnableAsync(), Unique("Once"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ApiHub.SendAsync(hub.Admin, "POST", Templates, new { integrationId = from, name })));

        Assert.Equal(1, answers.Count(a => a.Status == 201));
        Assert.Equal(9, answers.Count(a => a.Status == 409));
    }

    [Fact]
    public async Task Save_OfAPersonsOwnIntegration_IsRefused()
    {
        var own = (await hub.Get<Core.Management.InstanceService>().CreateAsync(
            hub.AdminCaller, new Core.Instances.NewInstance("github", Core.Instances.InstanceLevel.User, new Core.Instances.InstanceChanges { Name = Unique("Mine") }), CancellationToken.None)).Value;

        Assert.Equal("template.own_integration", (await hub.Get<TemplateService>().SaveAsync(hub.AdminCaller, own.Id, "Own", CancellationToken.None)).Failure!.Code);
        Assert.Equal(FailureKind.Forbidden, (await hub.Get<TemplateService>().ListAsync(hub.UserCaller, null, CancellationToken.None)).Failure!.Kind);
    }

    private static IEnumerable<string?> NamesOf(ApiAnswer list) => list["templates"].EnumerateArray().Select(t => t.GetProperty("name").GetString());

    /// <summary>Connected, with settings of the form and some that no one vouches for.</summary>
    private async Task<Guid> ConfiguredAsync()
    {
        var id = await hub.EnableAndConnectAsync();
        var changed = await ApiHub.SendAsync(hub.Admin, "PATCH", $"{Tenant}/{id}", new
        {
            description = "For the planning round",
            searchableEntities = new[] { "issue" },
            allowedShardTypes = new[] { "Meeting" },
            settings = new { repositories = "acme/roadmap", webhookPassword = "typed-by-somebody", note = new { inner = "typed-by-somebody" } },
        });
        Assert.True(changed.Status == 200, changed.ToString());
        return id;
    }

    private async Task<string> StoredAsync(Guid id)
    {
        await using var db = await hub.Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        return JsonSerializer.Serialize(await db.Templates.AsNoTracking().SingleAsync(t => t.Id == id));
    }
}
