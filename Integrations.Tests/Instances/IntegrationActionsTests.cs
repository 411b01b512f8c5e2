using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Instances;

/// <summary>The server actions of document 000: success, each documented error, and another organization's caller.</summary>
public sealed class IntegrationActionsTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private readonly IntegrationActions _actions = hub.Get<IntegrationActions>();

    public static TheoryData<string, string> OrganizationTypes => new()
    {
        { "google_calendar", "oauth2" }, { "microsoft_outlook", "oauth2" }, { "jira", "basic" }, { "github", "api_key" },
    };

    [Theory, MemberData(nameof(OrganizationTypes))]
    public async Task CreateOrganizationIntegration_EachTypeOfTheDocument_ConnectsAndPassesItsTest(string type, string kind)
    {
        var id = kind == "oauth2" ? await hub.SignInAtVendorAsync(hub.Admin, type) : await hub.ConnectAsync(hub.Admin, type, kind);

        var tested = await _actions.TestOrganizationIntegrationAsync(hub.Admin, id, default);

        Assert.True(tested.Value.Success, tested.Value.Failure?.Message);
        var listed = (await _actions.GetOrganizationIntegrationsAsync(hub.Admin, default)).Value.Single(i => i.Id == id);
        Assert.Equal(InstanceStatus.Connected, listed.Instance.Status);
        Assert.NotNull(listed.Connection!.Account);
    }

    [Fact]
    public async Task CreateOrganizationIntegration_WithoutOrganization_SaysSo()
    {
        var result = await _actions.CreateOrganizationIntegrationAsync(hub.Nobody with { Role = Role.TenantAdmin }, GitHub("No org"), default);

        Assert.Equal("User must belong to an organization to create integrations", result.Failure!.Message);
    }

    [Theory, InlineData("google_meet"), InlineData("made_up")]
    public async Task CreateOrganizationIntegration_TypeNotSupportedThere_SaysSo(string type)
    {
        var result = await _actions.CreateOrganizationIntegrationAsync(
            hub.Admin, new CreateIntegration(type, "Unsupported", new Dictionary<string, string>()), default);

        Assert.Equal($"Integration type {type} is not supported at organization level", result.Failure!.Message);
    }

    [Fact]
    public async Task CreateUserIntegration_TypeNotSupportedThere_SaysSo()
    {
        var result = await _actions.CreateUserIntegrationAsync(hub.User, new CreateIntegration("n8n", "Unsupported", new Dictionary<string, string>()), default);

        Assert.Equal("Integration type n8n is not supported at user level", result.Failure!.Message);
    }

    [Theory, InlineData(SandboxBehaviour.Revoked), InlineData(SandboxBehaviour.Failing)]
    public async Task CreateOrganizationIntegration_TestFails_StoresNothing(SandboxBehaviour behaviour)
    {
        var name = $"Fails {behaviour}";

        var result = await _actions.CreateOrganizationIntegrationAsync(
            hub.Admin, new CreateIntegration("github", name, hub.Credential("github", "api_key", behaviour)), default);

        Assert.Equal("Connection test failed. Please check your credentials.", result.Failure!.Message);
        Assert.NotNull(result.Failure.Inner);
        Assert.False(await hub.WithDatabaseAsync(db => db.Instances.AnyAsync(i => i.Name == name)));
        Assert.False(await hub.WithDatabaseAsync(db => db.AuditEntries.AnyAsync(a => a.TargetName == name)));
    }

    [Fact]
    public async Task CreateOrganizationIntegration_CredentialsOfTheWrongKind_StoresNothing()
    {
        var result = await _actions.CreateOrganizationIntegrationAsync(
            hub.Admin, new CreateIntegration("github", "Wrong kind", new Dictionary<string, string> { ["username"] = "x", ["password"] = "y" }), default);

        Assert.Equal("Connection test failed. Please check your credentials.", result.Failure!.Message);
        Assert.False(await hub.WithDatabaseAsync(db => db.Instances.AnyAsync(i => i.Name == "Wrong kind")));
    }

    [Theory, InlineData(""), InlineData("   "), InlineData("new\nline")]
    public async Task CreateOrganizationIntegration_UnusableName_NamesTheField(string name)
    {
        var result = await _actions.CreateOrganizationIntegrationAsync(hub.Admin, GitHub(name), default);

        Assert.Equal(FailureKind.Invalid, result.Failure!.Kind);
        Assert.Contains("name", result.Failure.Fields!.Keys);
    }

    [Fact]
    public async Task CreateOrganizationIntegration_NameTooLong_NamesTheField()
    {
        var result = await _actions.CreateOrganizationIntegrationAsync(hub.Admin, GitHub(new string('x', 81)), default);

        Assert.Contains("80", result.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateOrganizationIntegration_NameTaken_IsAConflict_AlsoInOtherCase()
    {
        Assert.True((await _actions.CreateOrganizationIntegrationAsync(hub.Admin, GitHub("Taken"), default)).IsSuccess);

        var again = await _actions.CreateOrganizationIntegrationAsync(hub.Admin, GitHub("TAKEN"), default);

        Assert.Equal("instance.name_taken", again.Failure!.Code);
    }

    [Fact]
    public async Task OrganizationActions_ByAUser_AreForbidden()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");

        Assert.Equal(FailureKind.Forbidden, (await _actions.CreateOrganizationIntegrationAsync(hub.User, GitHub("By user"), default)).Failure!.Kind);
        Assert.Equal(FailureKind.Forbidden, (await _actions.UpdateOrganizationIntegrationAsync(hub.User, id, new UpdateIntegration { Name = "x" }, default)).Failure!.Kind);
        Assert.Equal(FailureKind.Forbidden, (await _actions.DeleteOrganizationIntegrationAsync(hub.User, id, default)).Failure!.Kind);
        Assert.Equal(FailureKind.Forbidden, (await _actions.TestOrganizationIntegrationAsync(hub.User, id, default)).Failure!.Kind);
    }

    [Fact, Proves("A1")]
    public async Task OrganizationActions_ByAnotherOrganization_FindNothing()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");

        Assert.Equal(FailureKind.NotFound, (await _actions.UpdateOrganizationIntegrationAsync(hub.Stranger, id, new UpdateIntegration { Name = "x" }, default)).Failure!.Kind);
        Assert.Equal(FailureKind.NotFound, (await _actions.DeleteOrganizationIntegrationAsync(hub.Stranger, id, default)).Failure!.Kind);
        Assert.Equal(FailureKind.NotFound, (await _actions.TestOrganizationIntegrationAsync(hub.Stranger, id, default)).Failure!.Kind);
        Assert.DoesNotContain((await _actions.GetOrganizationIntegrationsAsync(hub.Stranger, default)).Value, i => i.Id == id);
    }

    [Fact, Proves("A1")]
    public async Task UserActions_BelongToTheirOwner_NotToColleaguesOrStrangers()
    {
        var id = await hub.ConnectAsync(hub.User, "github", "api_key");

        foreach (var other in new[] { hub.OtherUser, hub.Admin, hub.Stranger })
        {
            Assert.Equal(FailureKind.NotFound, (await _actions.UpdateUserIntegrationAsync(other, id, new UpdateIntegration { Name = "x" }, default)).Failure!.Kind);
            Assert.Equal(FailureKind.NotFound, (await _actions.DeleteUserIntegrationAsync(other, id, default)).Failure!.Kind);
            Assert.Equal(FailureKind.NotFound, (await _actions.TestUserIntegrationAsync(other, id, default)).Failure!.Kind);
            Assert.DoesNotContain((await _actions.GetUserIntegrationsAsync(other, default)).Value, i => i.Id == id);
        }

        Assert.True((await _actions.TestUserIntegrationAsync(hub.User, id, default)).Value.Success);
        Assert.Contains((await _actions.GetUserIntegrationsAsync(hub.User, default)).Value, i => i.Id == id);
    }

    [Fact]
    public async Task UserActions_OfTheOwner_ChangeAndRemove()
    {
        var id = await hub.ConnectAsync(hub.User, "github", "api_key");

        Assert.True((await _actions.UpdateUserIntegrationAsync(hub.User, id, new UpdateIntegration { Name = "My own tracker" }, default)).IsSuccess);
        Assert.Contains((await _actions.GetUserIntegrationsAsync(hub.User, default)).Value, i => i.Id == id && i.Name == "My own tracker");

        Assert.True((await _actions.DeleteUserIntegrationAsync(hub.User, id, default)).IsSuccess);
        Assert.DoesNotContain((await _actions.GetUserIntegrationsAsync(hub.User, default)).Value, i => i.Id == id);
    }

    [Fact]
    public async Task UpdateOrganizationIntegration_NameMetadataAndSwitch_AreKept()
    {
        var id = await hub.ConnectAsync(hub.Admin, "jira", "basic");

        var updated = await _actions.UpdateOrganizationIntegrationAsync(
            hub.Admin, id, new UpdateIntegration { Name = "Renamed tracker", Metadata = new JsonObject { ["team"] = "core" }, IsEnabled = false }, default);

        Assert.True(updated.IsSuccess, updated.Failure?.Message);
        var view = (await hub.Get<InstanceService>().GetAsync(hub.Admin, id, default)).Value;
        Assert.Equal("Renamed tracker", view.Name);
        Assert.Equal("core", (string?)view.Instance.Metadata["team"]);
        Assert.Equal(InstanceStatus.Disabled, view.Instance.Status);
        Assert.NotNull(view.Connection);
    }

    [Fact]
    public async Task UpdateOrganizationIntegration_BadCredentials_KeepsTheOldOnes()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");

        var updated = await _actions.UpdateOrganizationIntegrationAsync(
            hub.Admin, id, new UpdateIntegration { Credentials = new Dictionary<string, string> { ["token"] = "ghp_nonsense" } }, default);

        Assert.Equal("Connection test failed. Please check your credentials.", updated.Failure!.Message);
        Assert.True((await _actions.TestOrganizationIntegrationAsync(hub.Admin, id, default)).Value.Success);
    }

    [Fact, Proves("O12")]
    public async Task DeleteOrganizationIntegration_ErasesTheCiphertextAtOnce_AndFreesTheName()
    {
        var name = "Deleted and made again";
        var first = await _actions.CreateOrganizationIntegrationAsync(hub.Admin, GitHub(name), default);

        Assert.True((await _actions.DeleteOrganizationIntegrationAsync(hub.Admin, first.Value, default)).IsSuccess);

        Assert.All(await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == first.Value).ToListAsync()), c => Assert.Null(c.Ciphertext));
        Assert.Equal(FailureKind.NotFound, (await _actions.DeleteOrganizationIntegrationAsync(hub.Admin, first.Value, default)).Failure!.Kind);
        Assert.True((await _actions.CreateOrganizationIntegrationAsync(hub.Admin, GitHub(name), default)).IsSuccess);
    }

    [Fact, Proves("T5")]
    public async Task Lists_NeverContainCredentials()
    {
        var id = await hub.ConnectAsync(hub.Admin, "jira", "basic");
        var secrets = hub.Credential("jira", "basic");

        var listed = JsonSerializer.Serialize((await _actions.GetOrganizationIntegrationsAsync(hub.Admin, default)).Value.Single(i => i.Id == id).Connection);

        Assert.DoesNotContain(secrets["apiToken"], listed, StringComparison.Ordinal);
        var stored = await hub.WithDatabaseAsync(db => db.Connections.SingleAsync(c => c.InstanceId == id));
        Assert.DoesNotContain(secrets["apiToken"], JsonSerializer.Serialize(stored), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestOrganizationIntegration_VendorRefuses_IsAnAnswerThatSaysWhatToDo()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        hub.Sandbox.State.AnswerNext("api.github.com/user", 401, """{"message":"Bad credentials"}""");

        var tested = await _actions.TestOrganizationIntegrationAsync(hub.Admin, id, default);

        Assert.False(tested.Value.Success);
        Assert.Contains("Reconnect", tested.Value.Failure!.Message, StringComparison.Ordinal);
        var view = (await hub.Get<InstanceService>().GetAsync(hub.Admin, id, default)).Value;
        Assert.Equal(InstanceStatus.Error, view.Instance.Status);
        Assert.Contains("Bad credentials", view.Instance.LastError, StringComparison.Ordinal);
    }

    private CreateIntegration GitHub(string name) => new("github", name, hub.Credential("github", "api_key"));
}
