using System.Net;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Hosting;

public sealed class SandboxHostingTests
{
    [Fact]
    public async Task Development_ServesTheSandboxAndItsCredentials()
    {
        await using var hub = new HubApp();
        using var client = hub.Anonymous();

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/sandbox", UriKind.Relative))).StatusCode);
        Assert.StartsWith("[{", await client.GetStringAsync(new Uri("/sandbox/credentials", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TurnedOff_HasNoSandboxAndNoBand()
    {
        await using var hub = new HubApp().With("Sandbox:Enabled", "false");
        using var client = hub.Anonymous();

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri("/sandbox", UriKind.Relative))).StatusCode);
        Assert.DoesNotContain("Sandbox vendors", await client.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact, Proves("V7")]
    public async Task Production_RefusesToStartWithTheSandbox()
    {
        await using var hub = new HubApp().InEnvironment("Production").With("Sandbox:Enabled", "true");

        var refusal = Assert.ThrowsAny<Exception>(() => hub.Anonymous());
        Assert.Contains("Sandbox:Enabled", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongSetting_StopsTheStart_WithTheKeysName()
    {
        await using var hub = new HubApp().With("Hub:PublicOrigin", "hub.example.org/path");

        var refusal = Assert.ThrowsAny<Exception>(() => hub.Anonymous());
        Assert.Contains("Hub:PublicOrigin", refusal.ToString(), StringComparison.Ordinal);
    }
}
