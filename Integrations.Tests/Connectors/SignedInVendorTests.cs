using System.Text.Json;
using Integrations.Core.Actions;
using Integrations.Core.Connections;
using Integrations.Core.Search;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connectors;

/// <summary>Vendors through the whole hub: sign in, test, search, act, disconnect.</summary>
public sealed class SignedInVendorTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    [Theory]
    [InlineData("microsoft_outlook", "Weekly product sync", "create_event", """{"title":"Hub: Tailspin","start":"2026-12-01T10:00:00Z","end":"2026-12-01T11:00:00Z","onlineMeeting":true}""", null)]
    [InlineData("slack", "widgets", "send_message", """{"channel":"#general","text":"Hub: Tailspin"}""", "/api/auth.revoke")]
    [InlineData("dropbox", "budget", "upload_file", """{"path":"/Hub/Tailspin.txt","content":"Hub"}""", "/2/auth/token/revoke")]
    public async Task SignIn_ThenTestSearchActAndDisconnect(string provider, string text, string action, string parameters, string? revocation)
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, provider);

        var tested = await hub.Get<ConnectionService>().TestAsync(hub.Admin, id, CancellationToken.None);
        Assert.Null(tested.Value.Failure);
        var found = await hub.Get<SearchService>().SearchAsync(hub.Admin, id, new SearchRequest(text, 10), CancellationToken.None);
        Assert.NotEmpty(found.Value.Items);
        var one = await hub.Get<EntityService>().GetAsync(hub.Admin, id, found.Value.Items[0].Id, CancellationToken.None);
        Assert.Equal(found.Value.Items[0].Title, one.Value.Title);
        var run = await hub.Get<ActionService>().RunAsync(hub.Admin, id, action, JsonElement.Parse(parameters), CancellationToken.None);
        Assert.True(run.IsSuccess, run.Failure?.ToString());
        var tailspin = await hub.Get<SearchService>().SearchAsync(hub.Admin, id, new SearchRequest("tailspin", 10), CancellationToken.None);
        Assert.Single(tailspin.Value.Items);

        Assert.True((await hub.Get<ConnectionService>().DisconnectAsync(hub.Admin, id, CancellationToken.None)).IsSuccess);
        await hub.Get<RevocationSweep>().RunOnceAsync(CancellationToken.None);
        if (revocation is not null)
        {
            var told = await Eventually.ValueAsync(
                () => hub.WithDatabaseAsync(db => db.Revocations.AsNoTracking().SingleAsync(r => r.InstanceId == id)), r => r.FinishedAt is not null);
            Assert.True(told.Revoked, told.LastError);
            Assert.Contains(hub.Sandbox.State.Requests, request => request.Path == revocation);
        }
    }

    [Theory]
    [InlineData("microsoft_outlook")]
    [InlineData("dropbox")]
    public async Task ExpiredAccessToken_IsRenewedOnTheWay(string provider)
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, provider);
        hub.Sandbox.State.ExpireAccessTokens();

        var tested = await hub.Get<ConnectionService>().TestAsync(hub.Admin, id, CancellationToken.None);

        Assert.Null(tested.Value.Failure);
    }
}
