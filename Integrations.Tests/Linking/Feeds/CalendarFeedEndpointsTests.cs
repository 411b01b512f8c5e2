using System.Net;
using System.Net.Http.Headers;
using Ical.Net;
using Integrations.Core.Linking;
using Integrations.Core.Linking.Feeds;
using Integrations.Tests.Api;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Linking.Feeds;

public sealed class CalendarFeedEndpointsTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private CalendarFeedService Feeds => hub.Get<CalendarFeedService>();

    [Fact]
    public async Task Feed_IsACalendar_ThatNothingBetweenKeeps()
    {
        var start = DateTimeOffset.UtcNow.AddDays(1);
        await hub.Get<MeetingService>().CreateAsync(hub.UserCaller, new MeetingDraft("Secret plan", start, start.AddHours(1)), None);

        using var answer = await OpenAsync(await MakeAsync());

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/calendar; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.True(answer.Headers.CacheControl is { Private: true, NoCache: true, Public: false });
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("noindex", answer.Headers.GetValues("X-Robots-Tag").Single());
        Assert.True(answer.Headers.Contains("X-RateLimit-Remaining"));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Contains(Calendar.Load(await answer.Content.ReadAsStringAsync())!.Events, read => read.Summary == "Secret plan");
    }

    [Fact]
    public async Task Unchanged_Is304_Changed_IsNot()
    {
        var secret = await MakeAsync();
        using var first = await OpenAsync(secret);
        using var again = await OpenAsync(secret, first.Headers.ETag);
        var start = DateTimeOffset.UtcNow.AddDays(2);
        await hub.Get<MeetingService>().CreateAsync(hub.UserCaller, new MeetingDraft("New", start, start.AddHours(1)), None);
        using var changed = await OpenAsync(secret, first.Headers.ETag);

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(first.Headers.ETag, changed.Headers.ETag);
    }

    [Fact, Proves("A2")]
    public async Task WrongEndedAndMistakenSecrets_AreAlikeNotThere_WhoeverAsks()
    {
        var ended = await MakeAsync();
        await MakeAsync();
        var answers = new List<string>();
        foreach (var (client, secret) in new[]
        {
            (hub.Anonymous, ended), (hub.Anonymous, "itf_" + new string('A', 43)), (hub.Anonymous, "x"), (hub.Anonymous, "itf_" + new string('x', 3_000)),
            (hub.Admin, ended), (hub.User, ended), (hub.Stranger, ended),
        })
        {
            using var answer = await client.GetAsync(new Uri($"/calendar/{secret}.ics", UriKind.Relative));
            answers.Add($"{(int)answer.StatusCode} {answer.Content.Headers.ContentType} {answer.Headers.CacheControl} {await answer.Content.ReadAsStringAsync()}");
        }

        Assert.Equal("404 text/plain; charset=utf-8 no-cache, private There is no such calendar.", Assert.Single(answers.Distinct(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Feed_CanOnlyBeRead(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"/calendar/{await MakeAsync()}.ics", UriKind.Relative));
        using var answer = await hub.Anonymous.SendAsync(request);

        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotFound, HttpStatusCode.BadRequest });
    }

    [Fact, Proves("V2")]
    public async Task Feed_IsLimitedByAddress()
    {
        await using var strict = new HubApp().With("RateLimits:Anonymous", "2");
        using var client = strict.Anonymous();
        var seen = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            using var answer = await client.GetAsync(new Uri($"/calendar/itf_{i}.ics", UriKind.Relative));
            seen.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.TooManyRequests], seen);
    }

    private async Task<string> MakeAsync() => (await Feeds.MakeAsync(hub.UserCaller, None)).Value.Reveal();

    private async Task<HttpResponseMessage> OpenAsync(string secret, EntityTagHeaderValue? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/calendar/{secret}.ics", UriKind.Relative));
        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(known);
        }

        return await hub.Anonymous.SendAsync(request);
    }
}
