using System.Globalization;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Google;

/// <summary>Google's push channels: opened, told when something changed, stopped. Only loopback addresses and those of known hubs are called.</summary>
internal sealed class PushChannels(TimeProvider time, SandboxOptions options) : IDisposable
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(7);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Opens one in a world that is locked; the first message, <c>sync</c>, goes out alone.</summary>
    /// <param name="calendar">Null for Drive's changes.</param>
    public IResult Open(HttpContext http, GoogleWorld world, JsonObject? body, SandboxCalendar? calendar, string resourceId, string resourceUri)
    {
        if (body.Text("id") is not { Length: > 0 and <= 64 } id || body.Text("type") != "web_hook")
        {
            return GoogleAnswers.Error(StatusCodes.Status400BadRequest, "required", "Required");
        }

        // Google takes https alone; a hub that is tried on this machine has no certificate.
        if (!Uri.TryCreate(body.Text("address"), UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback))
        {
            return GoogleAnswers.Error(StatusCodes.Status400BadRequest, "push.webhookUrlNotHttps", "WebHook callback must be HTTPS", "global");
        }

        if (world.Channels.Exists(c => c.Id == id))
        {
            return GoogleAnswers.Error(StatusCodes.Status400BadRequest, "channelIdNotUnique", "Channel id not unique", "global");
        }

        var now = time.GetUtcNow();
        var end = long.TryParse(body.Text("expiration"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(asked, long.MaxValue / 1_000_000)) is var wanted && wanted < now + LongestLife
            ? wanted
            : now + LongestLife;
        var channel = new SandboxChannel(id, resourceId, resourceUri, address, body.Text("token"), end, calendar);
        world.Channels.Add(channel);
        Tell(channel, "sync");
        return GoogleAnswers.Ok(http, new JsonObject
        {
            ["kind"] = "api#channel",
            ["id"] = id,
            ["resourceId"] = resourceId,
            ["resourceUri"] = resourceUri,
            ["token"] = channel.Token,
            ["expiration"] = end.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        });
    }

    /// <summary>404 for a channel that is not there, as for one whose resource id is another's.</summary>
    public static IResult Stop(GoogleWorld world, JsonObject? body) =>
        world.Channels.RemoveAll(c => c.Id == body.Text("id") && c.ResourceId == body.Text("resourceId")) > 0
            ? Results.NoContent()
            : GoogleAnswers.Error(StatusCodes.Status404NotFound, "channelNotFound", $"Channel '{body.Text("id")}' not found for project", "global");

    /// <summary>Tells anyone who watches what changed since a revision; called while the world is locked, so the calls themselves go on alone.</summary>
    public void Announce(GoogleWorld world, long since)
    {
        if (world.Revision == since)
        {
            return;
        }

        foreach (var channel in world.Channels.Where(c => c.EndsAt > time.GetUtcNow() && Changed(world, c, since)))
        {
            Tell(channel, channel.Calendar is null ? "change" : "exists");
        }
    }

    public void Dispose() => _http.Dispose();

    private static bool Changed(GoogleWorld world, SandboxChannel channel, long since) => channel.Calendar is { } calendar
        ? calendar.Events.Any(found => found.Revision > since)
        : world.Files.Values.Any(file => file.Revision > since) || world.RemovedFiles.Values.Any(removed => removed > since);

    private void Tell(SandboxChannel channel, string state)
    {
        channel.Messages++;
        if (!options.IsOfHub(channel.Address))
        {
            return;
        }

        var request = new HttpRequestMessage(HttpMethod.Post, channel.Address) { Content = new ByteArrayContent([]) };
        foreach (var (name, value) in new[]
        {
            ("X-Goog-Channel-ID", channel.Id), ("X-Goog-Channel-Token", channel.Token ?? ""), ("X-Goog-Resource-ID", channel.ResourceId), ("X-Goog-Resource-URI", channel.ResourceUri),
            ("X-Goog-Resource-State", state), ("X-Goog-Message-Number", channel.Messages.ToString(CultureInfo.InvariantCulture)), ("X-Goog-Channel-Expiration", channel.EndsAt.ToString("R", CultureInfo.InvariantCulture)),
        })
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        _ = SendAsync(request);
    }

    private async Task SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            try
            {
                using var answer = await _http.SendAsync(request);
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                // Google tries again for a while; here the next change tells.
            }
        }
    }
}
