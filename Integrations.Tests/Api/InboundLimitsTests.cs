using System.Net;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Api;

/// <summary>The route that vendors deliver to is open to everyone, so it is counted: by sender, and by the address that is delivered to.</summary>
public sealed class InboundLimitsTests
{
    [Fact, Proves("V2")]
    public async Task DeliveriesToOneAddress_AreCounted_AndTouchNoOther()
    {
        await using var strict = new HubApp().With("RateLimits:InboundAddress", "2");
        using var client = strict.Anonymous();
        var (flooded, other) = (Guid.NewGuid(), Guid.NewGuid());

        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.TooManyRequests], await DeliverAsync(client, $"{flooded}?key=k", 3));

        Assert.Equal([HttpStatusCode.NotFound], await DeliverAsync(client, $"{other}?key=k", 1));
        // A guess at the same integration's key uses up nothing of its owner's.
        Assert.Equal([HttpStatusCode.NotFound], await DeliverAsync(client, $"{flooded}?key=guess", 1));
    }

    [Fact, Proves("V2")]
    public async Task DeliveriesOfOneSender_AreCounted()
    {
        await using var strict = new HubApp().With("RateLimits:Inbound", "2");
        using var client = strict.Anonymous();

        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.TooManyRequests], await DeliverAsync(client, $"{Guid.NewGuid()}", 3));
    }

    private static async Task<List<HttpStatusCode>> DeliverAsync(HttpClient client, string address, int times)
    {
        var statuses = new List<HttpStatusCode>();
        for (var n = 0; n < times; n++)
        {
            using var body = new StringContent("{}");
            using var answer = await client.PostAsync(new Uri($"/api/webhooks/github/{address}", UriKind.Relative), body);
            statuses.Add(answer.StatusCode);
        }

        return statuses;
    }
}
