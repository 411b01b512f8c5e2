using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Hosting;

/// <summary>Who works in a hub that is not the one in production sees so on every page.</summary>
public sealed class EnvironmentBadgeTests
{
    [Theory]
    [InlineData("Production", null, null)]
    [InlineData("Staging", null, "Staging")]
    [InlineData("Acceptance", null, "Acceptance")]
    [InlineData("Development", "false", "Development")]
    // There the band of the sandbox says it.
    [InlineData("Development", "true", null)]
    public async Task Badge_NamesEveryEnvironmentButProduction(string environment, string? sandbox, string? expected)
    {
        await using var hub = new HubApp().InEnvironment(environment);
        if (sandbox is not null)
        {
            hub.With("Sandbox:Enabled", sandbox);
        }

        using var client = hub.Anonymous();

        var page = await client.GetStringAsync(new Uri("/account/sign-in", UriKind.Relative));

        Assert.Contains("class=\"brand\"", page, StringComparison.Ordinal);
        Assert.Equal(expected is not null, page.Contains("class=\"environment\"", StringComparison.Ordinal));
        if (expected is not null)
        {
            Assert.Contains($"<bdi aria-hidden=\"true\">{expected}</bdi></span>", page, StringComparison.Ordinal);
        }
    }
}
