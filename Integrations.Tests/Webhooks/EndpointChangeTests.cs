using Integrations.Core.Events;
using Integrations.Core.Webhooks;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Webhooks;

/// <summary>Changing an endpoint while deliveries, or other people, write to its row.</summary>
public sealed class EndpointChangeTests
{
    [Fact, Proves("RI2")]
    public async Task Changes_AtOnce_AreAllMade_AndNobodyIsToldThatTheRowMoved()
    {
        await using var hub = await CoreHub.StartAsync();
        var endpoints = hub.Get<WebhookEndpointService>();
        var made = (await endpoints.CreateAsync(hub.Admin, new() { Name = "Ops", Url = "https://ops.example/hook", Events = [EventTypes.SyncFailed] }, default)).Value.Endpoint;

        var changes = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => endpoints.UpdateAsync(hub.Admin, made.Id, new() { Name = $"Ops {n}" }, default)));

        Assert.All(changes, change => Assert.Null(change.Failure));
        Assert.Equal(made.Version + 8, (await endpoints.GetAsync(hub.Admin, made.Id, default)).Value.Version);
    }
}
