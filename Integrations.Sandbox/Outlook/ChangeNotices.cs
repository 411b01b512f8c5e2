using System.Text;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Integrations.Sandbox.Outlook;

/// <summary>Subscriptions: the handshake, their upkeep, and the notifications they cause. Only loopback addresses and those of known hubs are called.</summary>
internal sealed class ChangeNotices(AccountWorlds<OutlookWorld> worlds, TimeProvider time, SandboxOptions options) : IDisposable
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10_080);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };

    public void Map(RouteGroupBuilder graph)
    {
        graph.MapPost("/subscriptions", (Delegate)SubscribeAsync);
        graph.MapGet("/subscriptions", (HttpContext http) => worlds.Use(SandboxAccess.Of(http).Account, world =>
            SandboxJson.Answer(GraphWire.Collection("subscriptions", world.Subscriptions.Select(Wire), null))));
        graph.MapGet("/subscriptions/{id}", (HttpContext http, string id) => worlds.Use(SandboxAccess.Of(http).Account, world =>
            world.Subscriptions.Find(s => s.Id == id) is { } found ? SandboxJson.Answer(Wire(found)) : GraphError.NotFound(http)));
        graph.MapPatch("/subscriptions/{id}", (HttpContext http, string id) => RenewAsync(http, id));
        graph.MapDelete("/subscriptions/{id}", (HttpContext http, string id) => worlds.Use(SandboxAccess.Of(http).Account, world =>
            world.Subscriptions.RemoveAll(s => s.Id == id) > 0 ? Results.NoContent() : GraphError.NotFound(http)));
    }

    /// <summary>Tells the subscribers; called while the world is locked, so the calls themselves go on alone.</summary>
    public void Announce(OutlookWorld world, OutlookEvent item, string changeType)
    {
        foreach (var subscription in world.Subscriptions.Where(s => s.ExpiresAt > time.GetUtcNow() && s.ChangeType.Split(',').Contains(changeType)))
        {
            var body = new JsonObject
            {
                ["value"] = new JsonArray(new JsonObject
                {
                    ["id"] = Guid.NewGuid().ToString(),
                    ["subscriptionId"] = subscription.Id,
                    ["subscriptionExpirationDateTime"] = GraphWire.Utc(subscription.ExpiresAt),
                    ["clientState"] = subscription.ClientState,
                    ["changeType"] = changeType,
                    ["resource"] = $"Users/{world.AccountId}/Events/{GraphWire.Id(item, subscription.ImmutableIds)}",
                    ["tenantId"] = SandboxSeed.Guid("outlook", "tenant").ToString(),
                    ["resourceData"] = new JsonObject
                    {
                        ["@odata.type"] = "#Microsoft.Graph.Event",
                        ["@odata.id"] = $"Users/{world.AccountId}/Events/{GraphWire.Id(item, subscription.ImmutableIds)}",
                        ["@odata.etag"] = $"W/\"DwAAABYAAAC{item.Version:x8}\"",
                        ["id"] = GraphWire.Id(item, subscription.ImmutableIds),
                    },
                }),
            };
            _ = PostAsync(subscription.NotificationUrl, body.ToJsonString(SandboxJson.Options), "application/json");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<IResult> SubscribeAsync(HttpContext http)
    {
        if (CalendarRoutes.ReadScope(http) is { } refusal)
        {
            return refusal;
        }

        if (await SandboxJson.ReadObjectAsync(http) is not { } body
            || body.Text("changeType") is not { } changeType || body.Text("resource") is not { } resource
            || !Uri.TryCreate(body.Text("notificationUrl"), UriKind.Absolute, out var address)
            || !DateTimeOffset.TryParse(body.Text("expirationDateTime"), out var end))
        {
            return GraphError.BadRequest(http, "changeType, resource, notificationUrl and expirationDateTime are required.", "InvalidRequest");
        }

        if (resource.TrimStart('/') != "me/events" || changeType.Split(',').Except(["created", "updated", "deleted"]).Any())
        {
            return GraphError.BadRequest(http, "The sandbox announces created, updated and deleted of me/events.", "InvalidRequest");
        }

        if (end <= time.GetUtcNow() || end > time.GetUtcNow() + LongestLife || body.Text("clientState") is { Length: > 128 })
        {
            return GraphError.BadRequest(http, "Subscription expiration can only be 10080 minutes in the future, and clientState at most 128 characters.", "InvalidRequest");
        }

        if (!options.IsOfHub(address) || !await ProvesItselfAsync(address))
        {
            return GraphError.BadRequest(http, "Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.", "ValidationError");
        }

        var subscription = new OutlookSubscription(Guid.NewGuid().ToString(), changeType, resource, address, body.Text("clientState"), GraphWire.WantsImmutableIds(http)) { ExpiresAt = end };
        return worlds.Use(SandboxAccess.Of(http).Account, world =>
        {
            world.Subscriptions.Add(subscription);
            return SandboxJson.Answer(Wire(subscription), StatusCodes.Status201Created);
        });
    }

    private async Task<IResult> RenewAsync(HttpContext http, string id)
    {
        if ((await SandboxJson.ReadObjectAsync(http)).Text("expirationDateTime") is not { } text || !DateTimeOffset.TryParse(text, out var end)
            || end <= time.GetUtcNow() || end > time.GetUtcNow() + LongestLife)
        {
            return GraphError.BadRequest(http, "expirationDateTime must lie within the next 10080 minutes.", "InvalidRequest");
        }

        return worlds.Use(SandboxAccess.Of(http).Account, world =>
        {
            if (world.Subscriptions.Find(s => s.Id == id) is not { } found)
            {
                return GraphError.NotFound(http);
            }

            found.ExpiresAt = end;
            return SandboxJson.Answer(Wire(found));
        });
    }

    /// <summary>Graph's handshake: the answer has to be the token as plain text.</summary>
    private async Task<bool> ProvesItselfAsync(Uri address)
    {
        var token = $"Validation: Testing client application reachability for subscription Request-Id: {Guid.NewGuid()}";
        var separator = address.Query.Length > 0 ? "&" : "?";
        var answer = await PostAsync(new Uri($"{address}{separator}validationToken={Uri.EscapeDataString(token)}"), "", "text/plain");
        return answer == token;
    }

    /// <returns>The body of a 200 answer; null for everything else.</returns>
    private async Task<string?> PostAsync(Uri address, string body, string contentType)
    {
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, contentType);
            using var answer = await _http.PostAsync(address, content);
            return answer.StatusCode == System.Net.HttpStatusCode.OK ? await answer.Content.ReadAsStringAsync() : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    private static JsonObject Wire(OutlookSubscription subscription) => new()
    {
        ["id"] = subscription.Id,
        ["resource"] = subscription.Resource,
        ["changeType"] = subscription.ChangeType,
        ["clientState"] = subscription.ClientState,
        ["notificationUrl"] = subscription.NotificationUrl.ToString(),
        ["expirationDateTime"] = GraphWire.Utc(subscription.ExpiresAt),
    };
}
