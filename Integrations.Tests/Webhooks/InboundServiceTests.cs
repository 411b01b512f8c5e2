using System.Text;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Management;
using Integrations.Core.Search;
using Integrations.Core.Sync;
using Integrations.Core.VendorEvents;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Webhooks;

/// <summary>SECURITY W9 to W11: what vendors deliver, over all of Core and the sandbox.</summary>
public sealed class InboundServiceTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<string> Providers => [.. VendorDelivery.Providers];

    [Theory, Proves("W9"), MemberData(nameof(Providers))]
    public async Task GenuineDelivery_IsAccepted_AndOneWithAWrongProofIsNot(string provider)
    {
        var (id, opened) = await OpenAsync(provider);
        var genuine = VendorDelivery.Of(provider, opened, "delivery-1");
        var forged = provider == "microsoft_outlook"
            ? genuine.With(body: Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(genuine.Body.Span).Replace(opened.Secret.Reveal(), "guessed", StringComparison.Ordinal)))
            : genuine.With(headers: value => Flip(value));

        Assert.IsType<InboundVerdict.Rejected>(await ReceiveAsync(provider, id, forged));
        Assert.IsType<InboundVerdict.Rejected>(await ReceiveAsync(provider, id, genuine.With(key: "")));
        Assert.IsType<InboundVerdict.Rejected>(await ReceiveAsync(provider, Guid.NewGuid(), genuine));
        Assert.IsType<InboundVerdict.Rejected>(await ReceiveAsync("n8n", id, genuine));
        Assert.Equal(0, await StoredAsync(id));

        Assert.IsType<InboundVerdict.Accepted>(await ReceiveAsync(provider, id, genuine));
        Assert.Equal(1, await StoredAsync(id));
    }

    [Theory, Proves("W9"), InlineData("github"), InlineData("jira"), InlineData("dropbox"), InlineData("slack")]
    public async Task ABodyWithOneChangedByte_IsNeverAccepted(string provider)
    {
        var (id, opened) = await OpenAsync(provider);
        var genuine = VendorDelivery.Of(provider, opened, "delivery-1");

        for (var at = 0; at < genuine.Body.Length; at++)
        {
            var changed = genuine.Body.ToArray();
            changed[at] ^= 1;
            Assert.IsType<InboundVerdict.Rejected>(await ReceiveAsync(provider, id, genuine.With(body: changed)));
        }
    }

    [Fact, Proves("W9")]
    public async Task ADeliveryOlderThanFiveMinutes_IsRefusedWhereTheVendorTellsTheTime()
    {
        var (id, opened) = await OpenAsync("slack");

        Assert.IsType<InboundVerdict.Rejected>(await ReceiveAsync("slack", id, VendorDelivery.Slack(opened, "e1", DateTimeOffset.UtcNow.AddMinutes(-6))));
        Assert.IsType<InboundVerdict.Rejected>(await ReceiveAsync("slack", id, VendorDelivery.Slack(opened, "e1", DateTimeOffset.UtcNow.AddMinutes(10))));
        Assert.IsType<InboundVerdict.Accepted>(await ReceiveAsync("slack", id, VendorDelivery.Slack(opened, "e1", DateTimeOffset.UtcNow.AddMinutes(-4))));
    }

    [Fact, Proves("W11", "RI3")]
    public async Task TheSameDeliveryAHundredTimesAtOnce_HasOneEffect()
    {
        var (id, opened) = await OpenAsync("github");
        var delivery = VendorDelivery.Of("github", opened, "the-one");

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => ReceiveAsync("github", id, delivery)));

        Assert.All(verdicts, verdict => Assert.IsType<InboundVerdict.Accepted>(verdict));
        Assert.Equal(1, await StoredAsync(id));
        await Eventually.ValueAsync(() => ActivitiesAsync(id), count => count == 1);
        await hub.Get<InboundProcessor>().RunOnceAsync(None);
        Assert.Equal(1, await ActivitiesAsync(id));
    }

    [Fact, Proves("W10")]
    public async Task Rotation_KeepsTheFormerForADay_UnlessItHasToEndNow()
    {
        var (id, first) = await OpenAsync("github");
        var service = hub.Get<InboundAddressService>();
        var second = (await service.OpenAsync(hub.Admin, id, null, overlap: true, None)).Value;

        Assert.NotEqual(first.Address.Address, second.Address.Address);
        // 128 bits in base64url have 22 characters.
        Assert.True(System.Web.HttpUtility.ParseQueryString(new Uri(first.Address.Address).Query)["key"]!.Length >= 22, first.Address.Address);
        Assert.IsType<InboundVerdict.Accepted>(await ReceiveAsync("github", id, VendorDelivery.Of("github", first, "in-flight")));
        Assert.IsType<InboundVerdict.Accepted>(await ReceiveAsync("github", id, VendorDelivery.Of("github", second, "fresh")));

        var third = (await service.OpenAsync(hub.Admin, id, "the-vendors-own-secret", overlap: false, None)).Value;
        Assert.IsType<InboundVerdict.Rejected>(await ReceiveAsync("github", id, VendorDelivery.Of("github", second, "leaked")));
        Assert.IsType<InboundVerdict.Accepted>(await ReceiveAsync("github", id, VendorDelivery.Of("github", third, "after")));
    }

    [Fact]
    public async Task Challenge_OfAVendorThatProvesTheAddressFirst_IsAnsweredWithItsOwnWords()
    {
        var (graph, opened) = await OpenAsync("microsoft_outlook");
        var asked = VendorDelivery.Request(opened, "") with
        {
            Query = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["key"] = VendorDelivery.KeyOf(opened), ["validationToken"] = "Validation: <b>1</b>" },
        };

        var challenge = Assert.IsType<InboundVerdict.Challenge>(await ReceiveAsync("microsoft_outlook", graph, asked));

        Assert.Equal(("text/plain", "Validation: <b>1</b>"), (challenge.ContentType, challenge.Body));
        Assert.IsType<InboundVerdict.Rejected>(await ReceiveAsync("microsoft_outlook", graph, asked.With(key: "guess")));
    }

    [Fact, Proves("A1")]
    public async Task Address_IsOpenedByTheOrganizationsAdministratorsOnly()
    {
        var id = await hub.EnableAsync(hub.Admin, "github");
        var service = hub.Get<InboundAddressService>();

        Assert.Equal("integration.not_found", (await service.OpenAsync(hub.Stranger, id, null, true, None)).Failure!.Code);
        Assert.Equal(FailureKind.Forbidden, (await service.OpenAsync(hub.User, id, null, true, None)).Failure!.Kind);
        Assert.Equal("inbound.not_open", (await service.GetAsync(hub.Admin, id, None)).Failure!.Code);
        var opened = (await service.OpenAsync(hub.Admin, id, null, true, None)).Value;
        Assert.DoesNotContain(opened.Secret.Reveal(), (await service.GetAsync(hub.Admin, id, None)).Value.ToString(), StringComparison.Ordinal);
        Assert.True((await service.CloseAsync(hub.Admin, id, None)).IsSuccess);
        Assert.IsType<InboundVerdict.Rejected>(await ReceiveAsync("github", id, VendorDelivery.Of("github", opened, "late")));
    }

    [Fact]
    public async Task Disabled_TakesTheDeliveryAndDoesNothing()
    {
        var (id, opened) = await OpenAsync("github");
        await hub.Get<InstanceService>().DeactivateAsync(hub.Admin, id, None);

        Assert.IsType<InboundVerdict.Accepted>(await ReceiveAsync("github", id, VendorDelivery.Of("github", opened, "d")));
        Assert.Equal(0, await StoredAsync(id));
    }

    [Fact]
    public async Task Story_ALinkedCalendarEventThatMoved_ShowsItsNewTime_AndOneThatWasDeletedIsMarked()
    {
        // Every two minutes it would pull what was linked since, and say so too.
        await hub.Get<SyncLoop>().StopAsync(None);
        var id = await hub.SignInAtVendorAsync(hub.Admin, "microsoft_outlook");
        var opened = (await hub.Get<InboundAddressService>().OpenAsync(hub.Admin, id, null, true, None)).Value;
        var search = new SearchRequest(null, 5) { Start = DateTimeOffset.UtcNow.AddDays(-1), End = DateTimeOffset.UtcNow.AddDays(7) };
        var entity = (await hub.Get<SearchService>().SearchAsync(hub.Admin, id, search, None)).Value.Items.First(e => e.Type == "event");
        var link = await LinkAsync(id, entity);
        var start = DateTimeOffset.UtcNow.AddDays(3).Date.AddHours(15);

        await AtVendorAsync(id, HttpMethod.Patch, entity.Id, new { start = Time(start), end = Time(start.AddHours(1)) });
        await ReceiveAsync("microsoft_outlook", id, VendorDelivery.Graph(opened, entity.Id, "updated"));

        var moved = await Eventually.ValueAsync(() => LinkAsync(link), l => DateTimeOffset.Parse(l.Metadata["start"]!.ToString()).UtcDateTime == start);
        Assert.False(moved.IsGone);
        await Eventually.ValueAsync(() => hub.WithDatabaseAsync(db => db.OutboxEvents.CountAsync(e => e.Type == EventTypes.SyncCompleted && e.Data.Contains(id.ToString()))), count => count == 1);

        await ReceiveAsync("microsoft_outlook", id, VendorDelivery.Graph(opened, entity.Id, "deleted"));
        await Eventually.ValueAsync(() => LinkAsync(link), l => l.IsGone);
    }

    [Fact]
    public async Task VendorDown_TheDeliveryWaitsForAnotherTry()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        var opened = (await hub.Get<InboundAddressService>().OpenAsync(hub.Admin, id, null, true, None)).Value;
        await LinkAsync(id, new ExternalEntity("issue:acme:roadmap:1", "issue", "Before", null, null));
        for (var call = 0; call < 4; call++)
        {
            hub.Sandbox.State.AnswerNext("api.github.com", 503, "{}");
        }

        await ReceiveAsync("github", id, VendorDelivery.GitHub(opened, "d", """{"action":"edited","repository":{"full_name":"acme/roadmap"},"issue":{"number":1}}"""));

        var waiting = await Eventually.ValueAsync(() => hub.WithDatabaseAsync(db => db.InboundEvents.AsNoTracking().SingleAsync(e => e.InstanceId == id)), e => e.LastError is not null);
        Assert.Null(waiting.ProcessedAt);
        Assert.True(waiting.DueAt > waiting.ReceivedAt);
        Assert.NotNull(waiting.LastError);
    }

    private static object Time(DateTime utc) => new { dateTime = utc.ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture), timeZone = "UTC" };

    private static string Flip(string value) => value[..^1] + (value[^1] == '0' ? '1' : '0');

    private Task<InboundVerdict> ReceiveAsync(string provider, Guid id, InboundRequest request) => hub.Get<InboundService>().ReceiveAsync(provider, id, request, None);

    private async Task<(Guid Id, OpenedInboundAddress Opened)> OpenAsync(string provider)
    {
        var id = await hub.EnableAsync(hub.Admin, provider);
        var opened = await hub.Get<InboundAddressService>().OpenAsync(hub.Admin, id, null, overlap: true, None);
        Assert.True(opened.IsSuccess, opened.Failure?.ToString());
        return (id, opened.Value);
    }

    private Task<int> StoredAsync(Guid id) => hub.WithDatabaseAsync(db => db.InboundEvents.CountAsync(e => e.InstanceId == id));

    private Task<int> ActivitiesAsync(Guid id) => hub.WithDatabaseAsync(db => db.Activities.CountAsync(a => a.InstanceId == id && a.Type == ActivityTypes.Inbound));

    private Task<EntityLink> LinkAsync(Guid linkId) => hub.WithDatabaseAsync(db => db.Links.AsNoTracking().SingleAsync(l => l.Id == linkId));

    private async Task<Guid> LinkAsync(Guid id, ExternalEntity entity)
    {
        var meeting = (await hub.Get<MeetingService>().CreateAsync(hub.Admin, new MeetingDraft("Planning", DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1)), None)).Value;
        var linked = await hub.Get<LinkService>().LinkEntityToIntegrationAsync(hub.Admin, new LinkRequest(EntityTypes.Meeting, meeting.Id, id, entity.Id) { Copy = entity }, None);
        Assert.True(linked.IsSuccess, linked.Failure?.ToString());
        return linked.Value.Id;
    }

    private async Task AtVendorAsync(Guid id, HttpMethod method, string eventId, object body)
    {
        using var open = (await hub.Get<VendorSessions>().OpenAsync(hub.Admin, id, background: false, None)).Value;
        var sent = await open.Session.SendAsync(VendorSession.Json(method, $"https://graph.microsoft.com/v1.0/me/events/{Uri.EscapeDataString(eventId)}", body), None);
        Assert.True(sent.Value.IsSuccess, sent.Value.Text);
    }
}
