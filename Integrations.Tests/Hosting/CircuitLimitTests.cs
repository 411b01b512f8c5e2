using System.Net;
using Integrations.Core.Identity.Organizations;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Account;
using Integrations.Web.Hosting.Limits;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Hosting;

/// <summary>How much a browser may keep open here.</summary>
public sealed class CircuitLimitTests
{
    [Fact, Proves("B3")]
    public void Defaults_AreTheRules_AndSettingsOnlyTighten()
    {
        Assert.Equal((20, 2_000), (new CircuitLimitOptions().PerUser, new CircuitLimitOptions().PerNode));
        Assert.Equal((20, 2_000), (CircuitLimitOptions.MostPerUser, CircuitLimitOptions.MostPerNode));
    }

    [Theory, Proves("B3")]
    [InlineData("Circuits:PerUser", "21")]
    [InlineData("Circuits:PerNode", "2001")]
    [InlineData("Circuits:PerUser", "0")]
    public async Task LooserSetting_StopsTheStart(string key, string value)
    {
        await using var hub = new HubApp().With(key, value);

        Assert.Throws<OptionsValidationException>(() => hub.Anonymous());
    }

    [Fact, Proves("B3")]
    public void PerUserAndPerNode_AreCounted_AndStrangersHaveATenth()
    {
        var circuits = new OpenCircuits(Options.Create(new CircuitLimitOptions { PerUser = 3, PerNode = 20 }));
        var (ann, bob) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.All(Enumerable.Range(0, 3), _ => Assert.True(circuits.TryEnter(ann)));
        Assert.Equal((CircuitCapacity.NoneForUser, false), (circuits.CapacityFor(ann), circuits.TryEnter(ann)));
        Assert.Equal(CircuitCapacity.Enough, circuits.CapacityFor(bob));
        Assert.True(circuits.TryEnter(Guid.Empty) && circuits.TryEnter(Guid.Empty));
        Assert.Equal((CircuitCapacity.NoneOnNode, false), (circuits.CapacityFor(Guid.Empty), circuits.TryEnter(Guid.Empty)));

        circuits.Leave(ann);
        Assert.Equal(CircuitCapacity.Enough, circuits.CapacityFor(ann));
        while (circuits.TryEnter(Guid.NewGuid()))
        {
        }

        Assert.Equal((CircuitCapacity.NoneOnNode, CircuitCapacity.NoneOnNode), (circuits.CapacityFor(ann), circuits.CapacityFor(Guid.NewGuid())));
    }

    [Theory, Proves("B3")]
    [InlineData("en", "Too many pages are open", "Close some of them")]
    [InlineData("de", "Zu viele Seiten sind offen", "Schließen Sie einige davon")]
    public async Task PersonWithTooManyPages_GetsAPlainOneThatSaysSo(string language, string title, string advice)
    {
        await using var hub = new HubApp().With("Circuits:PerUser", "2");
        using var client = await hub.SignedInAsync("admin@acme.test");
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        await using var db = await hub.Services.GetRequiredService<IDbContextFactory<Core.Storage.IntegrationsDbContext>>().CreateDbContextAsync();
        var admin = await db.Users.Where(u => u.Email == "admin@acme.test").Select(u => u.Id).SingleAsync();
        Assert.Contains("data-interactive", await client.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);

        var circuits = hub.Services.GetRequiredService<OpenCircuits>();
        Assert.True(circuits.TryEnter(admin) && circuits.TryEnter(admin));
        using var refused = await client.GetAsync(new Uri("/integrations?q=x", UriKind.Relative));
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains(title, page, StringComparison.Ordinal);
        Assert.Contains(advice, page, StringComparison.Ordinal);
        Assert.Contains("href=\"/integrations?q=x\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<!--Blazor:", page, StringComparison.Ordinal);
        // Pages without a circuit are open all the same.
        using var account = await client.GetAsync(new Uri("/account", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, account.StatusCode);
        circuits.Leave(admin);
        Assert.Contains("<!--Blazor:", await client.GetStringAsync(new Uri("/integrations", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory, Proves("B3")]
    [InlineData("Development", true)]
    [InlineData("Staging", false)]
    public async Task Circuit_HasItsLimits_AndDetailsOfErrorsInDevelopmentOnly(string environment, bool detailed)
    {
        await using var hub = new HubApp().InEnvironment(environment);
        hub.Anonymous().Dispose();
        var circuit = hub.Services.GetRequiredService<IOptions<CircuitOptions>>().Value;
        Assert.Equal(detailed, circuit.DetailedErrors);
        Assert.Equal((100, TimeSpan.FromMinutes(3)), (circuit.DisconnectedCircuitMaxRetained, circuit.DisconnectedCircuitRetentionPeriod));
        Assert.Equal((10, TimeSpan.FromSeconds(20)), (circuit.MaxBufferedUnacknowledgedRenderBatches, circuit.JSInteropDefaultCallTimeout));

        // Its hub is internal to the framework.
        var hubType = typeof(CircuitOptions).Assembly.GetType("Microsoft.AspNetCore.Components.Server.ComponentHub", throwOnError: true)!;
        var options = hub.Services.GetRequiredService(typeof(IOptions<>).MakeGenericType(typeof(HubOptions<>).MakeGenericType(hubType)));
        var value = (HubOptions)options.GetType().GetProperty("Value")!.GetValue(options)!;
        Assert.Equal(32 * 1024, value.MaximumReceiveMessageSize);
        Assert.False(value.EnableDetailedErrors ?? false);
    }

    [Fact, Proves("B3")]
    public void PagesAboutSigningIn_AreStatic()
    {
        var pages = typeof(SignInPage).Assembly.GetTypes().Where(t => t.Namespace == typeof(SignInPage).Namespace && t.GetCustomAttributes(typeof(RouteAttribute), false).Length > 0).ToList();

        Assert.Contains(typeof(SignInPage), pages);
        Assert.All(pages, page => Assert.True(page.IsDefined(typeof(ExcludeFromInteractiveRoutingAttribute), false), page.Name));
    }
}
