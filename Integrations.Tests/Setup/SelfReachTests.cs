using System.Net;
using Integrations.Core.Permissions;
using Integrations.Core.Setup;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Setup;

/// <summary>The hub asks its own public address through a proxy, and says what is missing there.</summary>
public sealed class SelfReachTests
{
    [Fact]
    public async Task ProxyThatIsKnown_AllIsDone()
    {
        await using var proxy = await FrontProxy.StartAsync();
        await using var hub = await StartAsync(proxy, ("Hub:KnownProxies:0", "127.0.0.1"));

        var lines = await LinesAsync(hub);

        Assert.Equal(ChecklistState.Done, lines[ChecklistKeys.PublicAddress].State);
        Assert.Equal(ChecklistState.Done, lines[ChecklistKeys.ForwardedHeaders].State);
        Assert.Equal(ChecklistState.Info, lines[ChecklistKeys.Tls].State);
    }

    [Fact]
    public async Task ProxyThatIsNotKnown_IsNamedWithItsSetting()
    {
        await using var proxy = await FrontProxy.StartAsync();
        await using var hub = await StartAsync(proxy);

        var line = (await LinesAsync(hub))[ChecklistKeys.ForwardedHeaders];

        Assert.Equal(ChecklistState.Wrong, line.State);
        Assert.Contains("X-Forwarded-Proto", line.Found, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", line.Found, StringComparison.Ordinal);
        Assert.Contains("Hub:KnownProxies", line.ToDo, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CertificateThatIsNotTrusted_IsSaid()
    {
        await using var proxy = await FrontProxy.StartAsync(isTls: true);
        await using var hub = await StartAsync(proxy, ("Hub:KnownProxies:0", "127.0.0.1"));

        var lines = await LinesAsync(hub);

        Assert.Equal(ChecklistState.Wrong, lines[ChecklistKeys.PublicAddress].State);
        Assert.Contains("certificate is not trusted", lines[ChecklistKeys.PublicAddress].Found, StringComparison.Ordinal);
        Assert.Equal(ChecklistState.Wrong, lines[ChecklistKeys.Tls].State);
        Assert.Contains("issuer is unknown", lines[ChecklistKeys.Tls].Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddressWhereNothingListens_IsWrong_AndForTheVerbOnlyToBeLookedAt()
    {
        await using var hub = new HubApp().With("Hub:PublicOrigin", "http://127.0.0.1:1");
        using var client = hub.Anonymous();

        Assert.Equal(ChecklistState.Wrong, (await LinesAsync(hub))[ChecklistKeys.PublicAddress].State);
        Assert.Equal(ChecklistState.Attention, (await LinesAsync(hub, isServing: false))[ChecklistKeys.PublicAddress].State);
    }

    [Fact]
    public async Task SomethingElseAtTheAddress_IsNotTakenForTheHub()
    {
        // Another hub has another key ring.
        await using var other = new HubApp();
        await other.InitializeAsync();
        await WarmAsync(other);
        await using var hub = new HubApp().With("Hub:PublicOrigin", other.Address.GetLeftPart(UriPartial.Authority));
        using var client = hub.Anonymous();

        var line = (await LinesAsync(hub))[ChecklistKeys.PublicAddress];

        Assert.Equal(ChecklistState.Wrong, line.State);
        Assert.Contains("not this hub", line.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stranger_LearnsNothing()
    {
        await using var hub = new HubApp();
        using var client = hub.Anonymous();
        foreach (var ticket in new[] { "", "?ticket=", "?ticket=forged", $"?ticket={new string('a', 3000)}" })
        {
            using var answer = await client.GetAsync(new Uri(SelfReach.Path + ticket, UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.DoesNotContain("127.0.0.1", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private static async Task<HubApp> StartAsync(FrontProxy proxy, params (string Key, string Value)[] settings)
    {
        var hub = new HubApp().With("Hub:PublicOrigin", proxy.Address);
        foreach (var (key, value) in settings)
        {
            hub.With(key, value);
        }

        await hub.InitializeAsync();
        proxy.Hub = hub.Address;
        await WarmAsync(hub);
        return hub;
    }

    /// <summary>The first answer of a hub takes its time on a busy machine, and the hub that asks has a deadline.</summary>
    private static async Task WarmAsync(HubApp hub)
    {
        using var stranger = hub.Anonymous();
        using var warm = await stranger.GetAsync(new Uri(SelfReach.Path, UriKind.Relative));
    }

    private static async Task<Dictionary<string, ChecklistLine>> LinesAsync(HubApp hub, bool isServing = true)
    {
        var examined = await hub.Services.GetRequiredService<SetupChecklist>().ExamineAsync(new Caller(null, null, Role.SuperAdmin), [], isServing, CancellationToken.None);
        return examined.Value.Lines.ToDictionary(line => line.Key, StringComparer.Ordinal);
    }
}
