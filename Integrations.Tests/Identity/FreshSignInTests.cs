using Integrations.Core.Connections;
using Integrations.Core.Events;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Identity;

/// <summary>What an unattended browser cannot do, and a program with a token can.</summary>
public sealed class FreshSignInTests : IAsyncLifetime
{
    private CoreHub _hub = null!;
    private Guid _connected;
    private Guid _webhook;

    public async ValueTask InitializeAsync()
    {
        _hub = await AccessHub.StartAsync();
        _connected = await AddConnectedAsync();
        _webhook = (await _hub.Get<WebhookEndpointService>().CreateAsync(
            _hub.Admin, new() { Name = "Ops", Url = "https://ops.example/hook", Events = [EventTypes.SyncFailed] }, CancellationToken.None)).Value.Endpoint.Id;
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Theory, Proves("S5")]
    [InlineData("webhook secret")]
    [InlineData("delete")]
    [InlineData("role")]
    [InlineData("disable")]
    [InlineData("new link")]
    [InlineData("second factor")]
    [InlineData("invite")]
    public async Task Session_ElevenMinutesOld_IsAskedAgain_AFreshOneAndATokenAreNot(string act)
    {
        var fresh = _hub.InSession(_hub.Admin);
        var stale = fresh with { AuthenticatedAt = _hub.Clock.GetUtcNow() - TimeSpan.FromMinutes(11) };

        Assert.Equal(Caller.ReauthenticationCode, (await DoAsync(act, stale, "one@ours.test"))?.Code);
        Assert.Null(await DoAsync(act, fresh, "two@ours.test"));
        if (act != "delete")
        {
            Assert.Null(await DoAsync(act, _hub.Admin with { TokenId = Guid.NewGuid() }, "three@ours.test"));
        }
    }

    private async Task<Failure?> DoAsync(string act, Caller caller, string email)
    {
        var (members, user) = (_hub.Get<MemberService>(), _hub.User.UserId!.Value);
        return act switch
        {
            "webhook secret" => (await _hub.Get<WebhookEndpointService>().RotateSecretAsync(caller, _webhook, CancellationToken.None)).Failure,
            "delete" => (await _hub.Get<InstanceService>().DeleteAsync(caller, _connected, CancellationToken.None)).Failure,
            "role" => (await members.ChangeRoleAsync(caller, user, Role.TenantAdmin, CancellationToken.None)).Failure,
            "disable" => (await members.DisableAsync(caller, user, CancellationToken.None)).Failure,
            "new link" => (await members.InviteAgainAsync(caller, user, CancellationToken.None)).Failure,
            "second factor" => (await members.ResetSecondFactorAsync(caller, user, CancellationToken.None)).Failure,
            _ => (await members.InviteAsync(caller, new(email, "New One", Role.User), CancellationToken.None)).Failure,
        };
    }

    private async Task<Guid> AddConnectedAsync()
    {
        var created = (await _hub.Get<InstanceService>().CreateAsync(_hub.Admin, new NewInstance("github", InstanceLevel.Organization, new InstanceChanges { Name = "Code" }), CancellationToken.None)).Value;
        await _hub.WithDatabaseAsync(async db =>
        {
            db.Connections.Add(new Core.Connections.Connection
            {
                Id = Guid.CreateVersion7(),
                OrganizationId = _hub.Admin.OrganizationId!.Value,
                InstanceId = created.Id,
                ProviderKey = "github",
                AuthKind = "oauth2",
                CreatedAt = _hub.Clock.GetUtcNow(),
            });
            return await db.SaveChangesAsync();
        });
        return created.Id;
    }
}
