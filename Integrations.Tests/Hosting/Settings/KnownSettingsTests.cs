using System.Text.RegularExpressions;
using Integrations.Testing;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Hosting.Settings;

/// <summary>Which settings there are, what is near to one, and what the verb <c>config</c> shows.</summary>
public sealed class KnownSettingsTests(HubApp hub) : IClassFixture<HubApp>
{
    private KnownSettings Known => hub.Services.GetRequiredService<StartSettings>().Known;

    [Theory]
    [InlineData("Hub:PublicOrign", "Hub:PublicOrigin")]
    [InlineData("Auth:AccessTokenLifeTimes", "Auth:AccessTokenLifetime")]
    [InlineData("Egress:AllowedPrivateNetwork:0", "Egress:AllowedPrivateNetworks")]
    [InlineData("Egres:UseSystemProxy", "Egress:UseSystemProxy")]
    [InlineData("Providers:jira:ClientSecrt", "Providers:jira:ClientSecret")]
    [InlineData("ConnectionStrings:Integration", "ConnectionStrings:Integrations")]
    [InlineData("HUB_PUBLICORIGIN", "Hub__PublicOrigin")]
    [InlineData("Hub:Colour", null)]
    public void MisspelledKey_IsNamed_WithTheNearest(string key, string? meant)
    {
        var unknown = Assert.Single(UnknownSettings.Find(Of((key, "x")), Known));

        Assert.Equal((key, meant), (unknown.Key, unknown.Meant));
        Assert.Equal(meant is not null, unknown.ToString().Contains("Did you mean", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("PATH")]
    [InlineData("HOME")]
    [InlineData("LOAD_PATH")]
    [InlineData("AUTHORIZATION")]
    [InlineData("npm_config:cache")]
    [InlineData("ConnectionStrings:Other")]
    [InlineData("Logging:LogLevel:Integrations")]
    [InlineData("Kestrel:Limits:MaxConcurrentConnections")]
    [InlineData("Hub:KnownProxies:0")]
    [InlineData("Providers:github:ClientId")]
    [InlineData("hub:publicorigin")]
    public void KeysOfOthers_AndOurOwn_AreNotNamed(string key) => Assert.Empty(UnknownSettings.Find(Of((key, "x")), Known));

    [Fact]
    public void SettingsOfTheDocumentation_AreAllRead()
    {
        var table = File.ReadAllLines(Path.Combine(Repository.Root(), "docs", "configuration.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        var named = table.SelectMany(line => Regex.Matches(line.Split('|')[1], "`(?<key>[A-Za-z]+:[A-Za-z:{}*]+)`", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
            .Select(match => match.Groups["key"].Value.Replace("{key}", "github", StringComparison.Ordinal)).Where(key => !key.EndsWith(":*", StringComparison.Ordinal)).ToList();

        Assert.True(named.Count > 15, "The table was found.");
        Assert.DoesNotContain(named, key => Known.Find(key) is null);
    }

    [Fact]
    public void EveryBoundClass_SaysItsSection() => Assert.Empty(Known.WithoutSection);

    [Fact]
    public void RunningHub_HasNoProblem_AndNothingUnknown()
    {
        var settings = hub.Services.GetRequiredService<StartSettings>();

        Assert.Empty(settings.Problems);
        Assert.Empty(settings.Unknown);
        Assert.True(settings.Known.All.Count() > 40);
    }

    [Fact, Proves("T11")]
    public async Task Config_ShowsEachValue_WithItsSource_AndNoSecret()
    {
        var (code, said) = await WebProcess.RunToEndAsync(
            [WebProcess.Program(), "config", "--Auth:SessionIdle=00:30:00"],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["KeyRing__Key"] = "YzRuYXJ5YzRuYXJ5YzRuYXJ5YzRuYXJ5YzRuYXJ5YzQ=",
                ["Database__Provider"] = "Postgres",
                ["ConnectionStrings__Integrations"] = "Host=db.example.org;Username=hub;Password=c4nary",
                ["Providers__github__ClientId"] = "an-id",
                ["Providers__github__ClientSecret"] = "c4nary",
                ["OTEL_EXPORTER_OTLP_HEADERS"] = "authorization=c4nary",
                ["Hub__PublicOrign"] = "https://hub.example.org",
            });

        Assert.True(code == 0, said);
        Assert.Contains("Auth:SessionIdle = 00:30:00  [command line]", said, StringComparison.Ordinal);
        Assert.Contains("Auth:SessionLifetime = 12:00:00  [default]", said, StringComparison.Ordinal);
        Assert.Contains("Auth:AccessTokenLifetime = 00:15:00  [appsettings.json]", said, StringComparison.Ordinal);
        Assert.Contains("Providers:github:ClientId = an-id  [environment]", said, StringComparison.Ordinal);
        Assert.Contains("Providers:github:ClientSecret = ***  [environment]", said, StringComparison.Ordinal);
        Assert.Contains("KeyRing:Key = ***  [environment]", said, StringComparison.Ordinal);
        Assert.Contains("Sandbox:Enabled = False  [default]", said, StringComparison.Ordinal);
        Assert.Contains("host=db.example.org", said, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("WARNING  Hub:PublicOrign (environment) is no setting of the hub and has no effect. Did you mean Hub:PublicOrigin?", said, StringComparison.Ordinal);
        Assert.DoesNotContain("c4nary", said, StringComparison.Ordinal);
        Assert.DoesNotContain("YzRuYXJ5", said, StringComparison.Ordinal);
    }

    private static IConfigurationRoot Of(params (string Key, string Value)[] entries) =>
        new ConfigurationBuilder().AddInMemoryCollection(entries.Select(entry => new KeyValuePair<string, string?>(entry.Key, entry.Value))).Build();
}
