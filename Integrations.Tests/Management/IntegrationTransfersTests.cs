using System.Text.Json.Nodes;
using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Management;
using Integrations.Core.Management.Transfers;
using Integrations.Core.Notices;
using Integrations.Core.Permissions;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Management;

public sealed class IntegrationTransfersTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private IntegrationTransfers Transfers => hub.Get<IntegrationTransfers>();

    private InstanceService Instances => hub.Get<InstanceService>();

    [Fact, Proves("O12")]
    public async Task OwnersTransfer_ToAPerson_MovesWhatWasSetUp_AndEndsTheConnection()
    {
        var id = await hub.ConnectAsync(hub.User, "github", "api_key");
        var before = (await Instances.UpdateAsync(hub.User, id, new InstanceChanges { Description = "Reports", SearchEnabled = false }, null, None)).Value;

        var next = (await Transfers.TransferAsync(hub.User, id, new TransferRequest(await EmailAsync(hub.OtherUser)), None)).Value;

        var after = (await Instances.GetAsync(hub.OtherUser, next, None)).Value;
        Assert.Equal((before.Name, "Reports", InstanceLevel.User, InstanceStatus.Pending, false), (after.Name, after.Instance.Description, after.Instance.Level, after.Instance.Status, after.Instance.SearchEnabled));
        Assert.Null(after.Connection);
        Assert.Equal("integration.not_found", (await Instances.GetAsync(hub.User, id, None)).Failure?.Code);
        Assert.Equal("integration.not_found", (await Instances.GetAsync(hub.User, next, None)).Failure?.Code);
        Assert.Equal("integration.not_found", (await Instances.GetAsync(hub.Admin, next, None)).Failure?.Code);
        var connection = await hub.WithDatabaseAsync(db => db.Connections.SingleAsync(c => c.InstanceId == id));
        Assert.Null(connection.Ciphertext);
        Assert.NotNull(connection.DisconnectedAt);
        Assert.Equal(0, await hub.WithDatabaseAsync(db => db.Connections.CountAsync(c => c.InstanceId == next)));
    }

    [Fact]
    public async Task AdministratorsTransfer_OfAMembers_ToTheOrganization_IsTheOrganizations_WithoutAConnection()
    {
        var id = await hub.ConnectAsync(hub.User, "github", "api_key");

        Assert.Contains((await Transfers.ListAsync(hub.Admin, hub.User.UserId!.Value, None)).Value, owned => owned.Id == id && owned.IsConnected);
        var next = (await Transfers.TransferAsync(hub.Admin, id, TransferRequest.ToOrganization, None)).Value;

        var after = (await Instances.GetAsync(hub.OtherUser, next, None)).Value;
        Assert.Equal((InstanceLevel.Organization, null, InstanceStatus.Pending), (after.Instance.Level, after.Instance.OwnerUserId, after.Instance.Status));
        Assert.Null(after.Connection);
        Assert.DoesNotContain((await Transfers.ListAsync(hub.Admin, hub.User.UserId!.Value, None)).Value, owned => owned.Id == id || owned.Id == next);
    }

    [Fact]
    public async Task AdministratorsTransfer_LeavesOutWhatTheOwnerWroteForThemself()
    {
        var values = new InstanceChanges
        {
            Description = "For my application elsewhere",
            Settings = new JsonObject { ["repositories"] = "acme/widgets", ["diary"] = "private" },
            Metadata = new JsonObject { ["note"] = "private" },
        };
        var theirs = await hub.EnableAsync(hub.User, "github", values);
        var own = await hub.EnableAsync(hub.User, "github", values);
        var request = new TransferRequest(await EmailAsync(hub.OtherUser));

        var byAdministrator = await RowAsync((await Transfers.TransferAsync(hub.Admin, theirs, request, None)).Value);
        var byOwner = await RowAsync((await Transfers.TransferAsync(hub.User, own, request, None)).Value);

        Assert.Equal((null, """{"repositories":"acme/widgets"}""", "{}"), (byAdministrator.Description, byAdministrator.Settings.ToJsonString(), byAdministrator.Metadata.ToJsonString()));
        Assert.Equal("For my application elsewhere", byOwner.Description);
        Assert.Equal("private", (string?)byOwner.Settings["diary"]);
        Assert.Equal("private", (string?)byOwner.Metadata["note"]);
    }

    [Theory]
    [InlineData("""{"status":"deprecated"}""", """{"status":"active"}""", "provider.not_found")]
    [InlineData("""{"audience":"system"}""", """{"audience":"tenant"}""", "provider.not_found")]
    [InlineData("""{"requiredPlan":"enterprise"}""", """{"requiredPlan":null}""", "permission_denied")]
    public async Task WhatCouldNotBeMade_CannotBeGivenAway(string change, string back, string code)
    {
        var id = await hub.EnableAsync(hub.User, "github");
        var request = new TransferRequest(await EmailAsync(hub.OtherUser));
        await PatchAsync(change);
        try
        {
            Assert.Equal(code, (await Transfers.TransferAsync(hub.User, id, request, None)).Failure?.Code);
            Assert.Equal(code, (await Transfers.TransferAsync(hub.Admin, id, TransferRequest.ToOrganization, None)).Failure?.Code);
        }
        finally
        {
            await PatchAsync(back);
        }

        Assert.Null((await Transfers.TransferAsync(hub.User, id, request, None)).Failure);
    }

    [Fact]
    public async Task PrivateLinks_StayWithWhoMadeThem()
    {
        var id = await hub.ConnectAsync(hub.User, "github", "api_key");
        var person = (await hub.Get<PersonService>().CreateAsync(hub.User, new PersonDraft("Ada"), None)).Value;
        var link = new LinkRequest(EntityTypes.Person, person.Id, id, "acme/app#1") { Copy = new("acme/app#1", "issue", "Private", null, null) };
        Assert.Null((await hub.Get<LinkService>().LinkEntityToIntegrationAsync(hub.User, link, None)).Failure);

        await Transfers.TransferAsync(hub.Admin, id, new TransferRequest(await EmailAsync(hub.OtherUser)), None);

        var links = hub.Get<LinkService>();
        Assert.True(Assert.Single((await links.GetEntityIntegrationLinksAsync(hub.User, EntityTypes.Person, person.Id, None)).Value).IntegrationIsGone);
        Assert.Empty((await links.GetEntityIntegrationLinksAsync(hub.OtherUser, EntityTypes.Person, person.Id, None)).Value);
        Assert.Empty((await links.GetEntityIntegrationLinksAsync(hub.Admin, EntityTypes.Person, person.Id, None)).Value);
    }

    [Fact, Proves("L3")]
    public async Task Transfer_IsAuditedOnce_AndToldToBoth()
    {
        var id = await hub.ConnectAsync(hub.User, "github", "api_key");
        var name = (await Instances.GetAsync(hub.User, id, None)).Value.Name;

        var next = (await Transfers.TransferAsync(hub.Admin, id, new TransferRequest(await EmailAsync(hub.OtherUser)), None)).Value;

        var entry = await hub.WithDatabaseAsync(db => db.AuditEntries.SingleAsync(e => e.Action == "integration.transferred" && e.TargetId == id.ToString()));
        Assert.Equal(hub.Admin.UserId, entry.ActorUserId);
        var told = await hub.WithDatabaseAsync(db => db.Notices.Where(n => n.Subject == name).OrderBy(n => n.Kind).Select(n => new { n.Kind, n.UserId, n.Path }).ToListAsync());
        Assert.Equal(
            [(NoticeKind.IntegrationGivenAway, hub.User.UserId, "/integrations"), (NoticeKind.IntegrationReceived, hub.OtherUser.UserId, $"/integrations/{next}")],
            told.Select(n => (n.Kind, (Guid?)n.UserId, n.Path)));
    }

    [Fact, Proves("A1", "A2", "A7")]
    public async Task WhoIsNeitherOwnerNorAdministrator_FindsNothing()
    {
        var id = await hub.ConnectAsync(hub.User, "github", "api_key");
        var request = new TransferRequest(await EmailAsync(hub.OtherUser));

        Assert.Equal("integration.not_found", (await Transfers.TransferAsync(hub.OtherUser, id, request, None)).Failure?.Code);
        Assert.Equal("integration.not_found", (await Transfers.TransferAsync(hub.Stranger, id, request, None)).Failure?.Code);
        Assert.Equal("integration.not_found", (await Transfers.TransferAsync(hub.Admin with { Scopes = TokenScopes.ReadWrite }, id, request, None)).Failure?.Code);
        Assert.Equal("permission_denied", (await Transfers.TransferAsync(hub.User with { Scopes = TokenScopes.Read }, id, request, None)).Failure?.Code);
        Assert.Equal("permission_denied", (await Transfers.TransferAsync(hub.User, id, TransferRequest.ToOrganization, None)).Failure?.Code);
        Assert.Equal("permission_denied", (await Transfers.ListAsync(hub.User, hub.User.UserId!.Value, None)).Failure?.Code);
        Assert.Empty((await Transfers.ListAsync(hub.Stranger, hub.User.UserId!.Value, None)).Value);
        Assert.True((await Instances.GetAsync(hub.User, id, None)).IsSuccess);
    }

    [Fact, Proves("A5")]
    public async Task Receiver_IsAMemberOfTheOrganizationWhoCanSignIn_AndNotTheOwner()
    {
        var id = await hub.ConnectAsync(hub.User, "github", "api_key");

        foreach (var email in new[] { await EmailAsync(hub.Stranger), "no-one@ours.test", "", await EmailAsync(hub.User) })
        {
            Assert.Contains("email", (await Transfers.TransferAsync(hub.User, id, new TransferRequest(email), None)).Failure!.Fields!);
        }

        Assert.True((await Instances.GetAsync(hub.User, id, None)).Value.Connection is not null);
    }

    [Fact]
    public async Task NameThatTheReceiverHas_IsRefused_AndNothingIsLost()
    {
        var id = await hub.ConnectAsync(hub.User, "github", "api_key");
        var theirs = await hub.ConnectAsync(hub.OtherUser, "github", "api_key");
        var name = (await Instances.GetAsync(hub.User, id, None)).Value.Name;
        await Instances.UpdateAsync(hub.OtherUser, theirs, new InstanceChanges { Name = name }, null, None);

        var refused = await Transfers.TransferAsync(hub.User, id, new TransferRequest(await EmailAsync(hub.OtherUser)), None);

        Assert.Equal("instance.name_taken", refused.Failure?.Code);
        Assert.NotNull((await Instances.GetAsync(hub.User, id, None)).Value.Connection);
    }

    [Fact]
    public async Task WhatIsTheOrganizationsAlready_CannotBeGiven_NorTwice()
    {
        var shared = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        var own = await hub.ConnectAsync(hub.User, "github", "api_key");
        var request = new TransferRequest(await EmailAsync(hub.OtherUser));

        Assert.Equal("integration.not_personal", (await Transfers.TransferAsync(hub.Admin, shared, request, None)).Failure?.Code);
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Transfers.TransferAsync(hub.User, own, request, None))));
        Assert.Single(both, one => one.IsSuccess);
    }

    [Fact, Proves("S5")]
    public async Task InAnOldSession_ThePasswordIsAskedFor()
    {
        var id = await hub.ConnectAsync(hub.User, "github", "api_key");
        var old = hub.User with { SessionId = Guid.NewGuid(), AuthenticatedAt = DateTimeOffset.UtcNow - TimeSpan.FromMinutes(11) };

        Assert.Equal(Caller.ReauthenticationCode, (await Transfers.TransferAsync(old, id, new TransferRequest(await EmailAsync(hub.OtherUser)), None)).Failure?.Code);
    }

    private async Task PatchAsync(string change)
    {
        var super = new Caller(Guid.NewGuid(), null, Role.SuperAdmin) { DisplayName = "super@demo.test" };
        var patched = await hub.Get<ProviderAdministration>().PatchAsync(super, null, "github", JsonNode.Parse(change)!.AsObject(), null, None);
        Assert.True(patched.IsSuccess, patched.Failure?.ToString());
    }

    private Task<IntegrationInstance> RowAsync(Guid id) => hub.WithDatabaseAsync(db => db.Instances.AsNoTracking().SingleAsync(i => i.Id == id));

    private Task<string> EmailAsync(Caller caller) => hub.WithDatabaseAsync(db => db.Users.Where(u => u.Id == caller.UserId).Select(u => u.Email!).SingleAsync());
}
