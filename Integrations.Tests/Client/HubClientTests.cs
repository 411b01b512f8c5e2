using System.Net;
using System.Text.Json.Nodes;
using Integrations.Client;
using Integrations.Client.Models;
using Integrations.Core.Identity.Programs;
using Integrations.Core.Permissions;
using Integrations.Tests.Api.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Client;

/// <summary>The client against a running hub, surface by surface, signed in by a key of the organization.</summary>
[Collection(ClientCollection.Name)]
public sealed class HubClientTests(ClientHub hub) : IAsyncLifetime
{
    private ServiceProvider _program = null!;

    private IntegrationsHub Client => _program.GetRequiredService<IntegrationsHub>();

    public ValueTask InitializeAsync()
    {
        _program = hub.Program();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Key_SignsIn_AndIsWhoItIs()
    {
        var caller = await Client.Own.GetCallerAsync();

        Assert.Equal((null, hub.Hub.AdminCaller.OrganizationId), (caller.Value.UserId, caller.Value.TenantId));
        Assert.Contains("proxy", caller.Value.Scopes);
        Assert.False(string.IsNullOrEmpty(caller.RequestId));
    }

    [Fact]
    public async Task ProgramOfTheAuthorizationServer_SignsIn_WithTheScopesItAsksFor()
    {
        var made = (await hub.Hub.Get<ProgramService>().RegisterAsync(ClientHub.InSession(hub.Hub.AdminCaller), new NewProgram("Client", TokenScopes.ReadWrite) { IsService = true }, CancellationToken.None)).Value;
        await using var program = hub.Program(options => (options.ClientId, options.ClientSecret, options.Scope) = (made.Row.ClientId, made.Secret!.Reveal(), "read write"));
        await using var wider = hub.Program(options => (options.ClientId, options.ClientSecret, options.Scope) = (made.Row.ClientId, made.Secret!.Reveal(), "read admin"));

        Assert.Equal(["read", "write"], (await program.GetRequiredService<IntegrationsHub>().Own.GetCallerAsync()).Value.Scopes);
        var refused = (await wider.GetRequiredService<IntegrationsHub>().Own.GetCallerAsync()).Error!;
        Assert.Equal(("invalid_scope", HubErrorKind.Invalid), (refused.Code, refused.Kind));
    }

    [Fact]
    public async Task WrongSecret_IsAnError_BeforeAnythingIsCalled()
    {
        await using var program = hub.Program(options => options.ClientSecret = "its_wrong");

        var refused = (await program.GetRequiredService<IntegrationsHub>().Platform.ListInstancesAsync()).Error!;

        Assert.Equal((HubErrorKind.Unauthenticated, HttpStatusCode.Unauthorized), (refused.Kind, refused.Status));
        Assert.DoesNotContain("its_wrong", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Platform_CreatesChangesListsAndDeletes()
    {
        var names = Enumerable.Range(0, 5).Select(_ => PlatformScene.Unique("Paged")).ToList();
        var made = new List<InstanceResponse>();
        foreach (var name in names)
        {
            made.Add((await Client.Platform.CreateInstanceAsync(new CreateInstanceRequest { IntegrationId = "github", Name = name, Settings = new JsonObject() })).Value);
        }

        var read = await Client.Platform.GetInstanceAsync(made[0].Id);
        var changed = await Client.Platform.UpdateInstanceAsync(made[0].Id, new PatchInstanceRequest { Description = "Changed" }, ifMatch: read.ETag);
        var lost = await Client.Platform.UpdateInstanceAsync(made[0].Id, new PatchInstanceRequest { Description = "Lost" }, ifMatch: read.ETag);
        var streamed = new List<string>();
        await foreach (var instance in Client.Platform.EnumerateInstancesAsync(limit: 2, providerName: "github", search: "Paged"))
        {
            streamed.Add(instance.Name);
        }

        Assert.Equal("Changed", changed.Value.Description);
        Assert.Equal((HubErrorKind.Conflict, HttpStatusCode.PreconditionFailed), (lost.Error!.Kind, lost.Error.Status));
        Assert.Equal(names.Order(StringComparer.Ordinal), streamed.Order(StringComparer.Ordinal));
        Assert.All(await Task.WhenAll(made.Select(instance => Client.Platform.DeleteInstanceAsync(instance.Id))), deleted => Assert.True(deleted.IsSuccess, deleted.ToString()));
        Assert.Equal((HubErrorKind.NotFound, "INTEGRATION_NOT_FOUND"), (await Client.Platform.GetInstanceAsync(made[0].Id)) is { Error: { } gone } ? (gone.Kind, gone.Code) : default);
    }

    [Fact]
    public async Task Platform_ErrorsCarryCodeReasonFieldsAndRequest()
    {
        var name = PlatformScene.Unique("Taken");
        await Client.Platform.CreateInstanceAsync(new CreateInstanceRequest { IntegrationId = "github", Name = name });

        var taken = (await Client.Platform.CreateInstanceAsync(new CreateInstanceRequest { IntegrationId = "github", Name = name })).Error!;
        var invalid = (await Client.Platform.CreateInstanceAsync(new CreateInstanceRequest { IntegrationId = "github", Name = new string('x', 500) })).Error!;

        Assert.Equal((HubErrorKind.Conflict, "instance.name_taken", HttpStatusCode.Conflict), (taken.Kind, taken.Reason, taken.Status));
        Assert.False(string.IsNullOrEmpty(taken.RequestId));
        Assert.Equal((HubErrorKind.Invalid, "VALIDATION_ERROR"), (invalid.Kind, invalid.Code));
        Assert.NotEmpty(Assert.Contains("name", invalid.Fields));
    }

    [Fact]
    public async Task Platform_ManyPagesOfTheCatalog_AreEachProviderOnce()
    {
        var whole = (await Client.Platform.ListCatalogAsync(limit: 1)).Value;
        var streamed = new List<string>();
        await foreach (var provider in Client.Platform.EnumerateCatalogAsync(limit: 7))
        {
            streamed.Add(provider.Provider);
        }

        Assert.Equal(whole.Total, streamed.Count);
        Assert.Equal(whole.Total, streamed.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task IdempotencyKey_MakesOneThingOfTwoCalls()
    {
        var (call, request) = (HubCall.Once(), new CreateInstanceRequest { IntegrationId = "github", Name = PlatformScene.Unique("Once") });

        var first = await Client.Platform.CreateInstanceAsync(request, call);
        var second = await Client.Platform.CreateInstanceAsync(request, call);

        Assert.Equal((false, true, first.Value.Id), (first.IsReplayed, second.IsReplayed, second.Value.Id));
    }

    [Fact]
    public async Task Company_CreatesReadsUpdatesAndDeletes_AndPagesLogsByNumber()
    {
        var made = (await Client.Company.CreateIntegrationAsync(new CreateCompanyIntegration { Name = PlatformScene.Unique("Slack"), Type = "messaging", Config = new JsonObject { ["webhookUrl"] = "https://hooks.slack.com/..." } })).Value;
        var updated = await Client.Company.UpdateIntegrationAsync(made.Id, new UpdateCompanyIntegration { Status = "inactive" });
        var read = (await Client.Company.GetIntegrationAsync(made.Id)).Value;
        var invalid = (await Client.Company.CreateIntegrationAsync(new CreateCompanyIntegration { Name = "x", Type = "nothing", Config = [] })).Error!;
        for (var i = 0; i < 3; i++)
        {
            Assert.True((await Client.Platform.TestConnectionAsync(hub.GitHub)).Value.Success);
        }

        var logs = new List<Guid>();
        await foreach (var log in Client.Company.EnumerateLogsAsync(hub.GitHub, limit: 2))
        {
            logs.Add(log.Id);
        }

        Assert.True(updated.Value.Success);
        Assert.Equal(("messaging", "inactive", "https://hooks.slack.com/..."), (read.Type, read.Status, (string?)read.Config["webhookUrl"]));
        Assert.Contains((await Client.Company.ListIntegrationsAsync()).Value.Integrations, integration => integration.Id == made.Id);
        Assert.Equal((HubErrorKind.Invalid, "invalid", "Validation error"), (invalid.Kind, invalid.Code, invalid.Message));
        Assert.NotEmpty(Assert.Single(invalid.Fields).Value);
        Assert.True(logs.Count >= 3 && logs.Distinct().Count() == logs.Count, string.Join(' ', logs));
        Assert.True((await Client.Company.DeleteIntegrationAsync(made.Id)).IsSuccess);
        Assert.Equal((HubErrorKind.NotFound, "not_found", "Integration not found"), (await Client.Company.GetIntegrationAsync(made.Id)) is { Error: { } gone } ? (gone.Kind, gone.Code, gone.Message) : default);
    }

    [Fact]
    public async Task Automation_RunsActions_AndPagesByCursor()
    {
        for (var i = 0; i < 3; i++)
        {
            await Client.Automation.CreateWebhookAsync(new AutomationWebhookRequest { Name = PlatformScene.Unique("Page"), Url = "https://myapp.com/x", Events = ["workflow.executed"] });
        }

        var whole = (await Client.Automation.ListIntegrationsAsync(limit: 100)).Value;
        var streamed = new List<string>();
        await foreach (var integration in Client.Automation.EnumerateIntegrationsAsync(limit: 2))
        {
            streamed.Add(integration.Id);
        }

        // 003 has ids of its own.
        var github = $"int_{hub.GitHub:N}";
        var unknown = (await Client.Automation.RunActionAsync(github, "no_such_action")).Error!;

        Assert.Equal(whole.Data.Select(integration => integration.Id), streamed);
        Assert.True(streamed.Count >= 3, $"{streamed.Count}");
        Assert.Contains((await Client.Automation.GetIntegrationAsync(github)).Value.Capabilities, capability => capability.Name.Length > 0);
        Assert.Equal(HubErrorKind.NotFound, unknown.Kind);
        Assert.Matches("^[a-z_.]+$", unknown.Code);
    }

    [Fact]
    public async Task Accounts_TellWhoHasConnectedWhat_AndHideStrangers()
    {
        var status = (await Client.Accounts.ListAccountStatusAsync(hub.Hub.UserCaller.UserId!.Value)).Value;
        var stranger = (await Client.Accounts.GetGitHubStatusAsync(hub.Hub.StrangerCaller.UserId!.Value)).Error!;

        Assert.Contains("googleCalendar", status.Integrations.Keys);
        Assert.Equal((HubErrorKind.NotFound, "not_found", "User not found"), (stranger.Kind, stranger.Code, stranger.Message));
    }

    [Fact]
    public async Task Entities_AreTestedFoundAndRead()
    {
        Assert.True((await Client.Entities.TestIntegrationAsync(hub.GitHub)).Value.Success);
        var found = (await Client.Entities.SearchExternalEntitiesAsync(hub.GitHub, new SearchEntitiesRequest { Query = "a", Limit = 5 })).Value.Results;
        var read = (await Client.Entities.GetExternalEntityAsync(hub.GitHub, found[0].Id)).Value;
        var missing = (await Client.Entities.TestIntegrationAsync(Guid.NewGuid())).Error!;

        Assert.Equal(found[0].Title, read.Entity.Title);
        Assert.Equal((HubErrorKind.NotFound, "not_found"), (missing.Kind, missing.Code));
        Assert.NotEmpty(missing.Message);
    }

    [Fact]
    public async Task StreamThatCannotBeRead_EndsWithTheError()
    {
        var thrown = await Assert.ThrowsAsync<HubException>(async () =>
        {
            await foreach (var _ in Client.Company.EnumerateLogsAsync(Guid.NewGuid()))
            {
                Assert.Fail("There is none.");
            }
        });

        Assert.Equal(HubErrorKind.NotFound, thrown.Error.Kind);
    }

    [Fact]
    public async Task HubThatIsNotThere_IsAnErrorOfItsOwn()
    {
        await using var program = hub.Program(options => (options.Address, options.Token, options.ClientId, options.ClientSecret) = (new Uri("http://127.0.0.1:9"), "itg_x", null, null));

        var error = (await program.GetRequiredService<IntegrationsHub>().Own.GetCallerAsync()).Error!;

        Assert.Equal((HubErrorKind.Unreachable, "hub.unreachable", null), (error.Kind, error.Code, error.Status));
    }

    [Theory]
    [InlineData("<html>not a hub</html>")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("")]
    public async Task AnswerOfAnotherShape_IsAnErrorOfItsOwn(string body)
    {
        using var fake = new FakeHub { Answer = _ => Task.FromResult(FakeHub.Json(HttpStatusCode.OK, body)) };
        await using var program = fake.Program();

        Assert.Equal((HubErrorKind.Unreadable, "hub.unreadable"), (await program.GetRequiredService<IntegrationsHub>().Own.GetCallerAsync()) is { Error: { } error } ? (error.Kind, error.Code) : default);
    }

    [Theory]
    [InlineData("<html>Bad gateway</html>"), InlineData("[]"), InlineData("{\"error\":7}"), InlineData("{\"error\":{\"code\":7,\"details\":[]}}"), InlineData("")]
    public async Task RefusalThatIsNoneOfTheHubs_IsTakenByItsStatus(string body)
    {
        using var fake = new FakeHub { Answer = _ => Task.FromResult(FakeHub.Json(HttpStatusCode.BadGateway, body)) };
        await using var program = fake.Program();

        Assert.Equal((HubErrorKind.Failed, "failed"), (await program.GetRequiredService<IntegrationsHub>().Own.GetCallerAsync()) is { Error: { } error } ? (error.Kind, error.Code) : default);
    }
}
