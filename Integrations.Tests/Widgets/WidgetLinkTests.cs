using System.Net;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Widgets;
using Integrations.Primitives;
using Integrations.Tests.Api;
using Integrations.Web.Features.Widgets;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Widgets;

public sealed class WidgetLinkTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private WidgetLinkService Links => hub.Get<WidgetLinkService>();

    [Theory]
    [InlineData(WidgetKind.Status, "Connected")]
    [InlineData(WidgetKind.Activity, "Connect")]
    [InlineData(WidgetKind.Data, "acme/")]
    public async Task Link_ShowsItsWidget_WithoutSignInCookieOrCircuit(WidgetKind kind, string expected)
    {
        var link = await CreateAsync(kind);

        using var answer = await OpenAsync(kind, link);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(expected, page, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.True(answer.Headers.Contains("X-RateLimit-Remaining"));
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.DoesNotContain("blazor", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<form", page, StringComparison.Ordinal);
    }

    [Fact, Proves("B5")]
    public async Task Link_MayBeFramedByItsOrigins_AndNothingElseMayBeFramed()
    {
        var link = await CreateAsync(WidgetKind.Status, origins: ["https://Intranet.example.org/", "http://wiki.example:8080"]);
        using var embedded = await OpenAsync(WidgetKind.Status, link);
        using var page = await hub.Anonymous.GetAsync(new Uri("/account/sign-in", UriKind.Relative));
        using var alone = await OpenAsync(WidgetKind.Status, await CreateAsync(WidgetKind.Status));

        Assert.EndsWith("; frame-ancestors https://intranet.example.org http://wiki.example:8080", Policy(embedded), StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", Policy(embedded), StringComparison.Ordinal);
        Assert.EndsWith("frame-ancestors 'none'", Policy(page), StringComparison.Ordinal);
        Assert.EndsWith("frame-ancestors 'none'", Policy(alone), StringComparison.Ordinal);
    }

    [Fact, Proves("A2")]
    public async Task ForgedExpiredRevokedMistakenAndGoneLinks_AreAlikeNotThere()
    {
        var (revoked, expired, mistaken) = (await CreateAsync(WidgetKind.Status), await CreateAsync(WidgetKind.Status), await CreateAsync(WidgetKind.Status));
        var gone = await hub.ConnectAsync(hub.AdminCaller, "github", $"Gone {Guid.NewGuid():N}");
        var ofGone = await CreateAsync(WidgetKind.Status, instance: gone);
        Assert.True((await Links.RevokeAsync(hub.AdminCaller, revoked.Row.Id, None)).IsSuccess);
        Assert.True((await hub.Get<InstanceService>().DeleteAsync(hub.AdminCaller, gone, None)).IsSuccess);
        await using (var db = await hub.Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync())
        {
            await db.WidgetLinks.Where(l => l.Id == expired.Row.Id).ExecuteUpdateAsync(l => l.SetProperty(x => x.ExpiresAt, DateTimeOffset.UtcNow.AddMinutes(-1)));
        }

        var answers = new List<(HttpStatusCode, string)>();
        foreach (var address in new[]
        {
            EmbedEndpoints.Address(WidgetKind.Status, "itw_" + new string('A', 43)), EmbedEndpoints.Address(WidgetKind.Status, "nothing"), "/embed/unknown/itw_x",
            Address(WidgetKind.Status, revoked), Address(WidgetKind.Status, expired), Address(WidgetKind.Activity, mistaken), Address(WidgetKind.Status, ofGone),
        })
        {
            using var answer = await hub.Anonymous.GetAsync(new Uri(address, UriKind.Relative));
            answers.Add((answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        }

        Assert.Equal(HttpStatusCode.NotFound, Assert.Single(answers.Select(a => a.Item1).Distinct()));
        Assert.Contains("Not available", Assert.Single(answers.Select(a => a.Item2).Distinct(StringComparer.Ordinal)), StringComparison.Ordinal);
    }

    [Fact, Proves("A1")]
    public async Task AnotherOrganizationsAdministrator_NeitherMakesSeesNorEndsLinks()
    {
        var link = await CreateAsync(WidgetKind.Status);

        Assert.Equal(FailureKind.NotFound, (await Links.CreateAsync(hub.StrangerCaller, hub.GitHub, Wanted(WidgetKind.Status), None)).Failure!.Kind);
        Assert.Empty((await Links.ListAsync(hub.StrangerCaller, hub.GitHub, None)).Value);
        Assert.Equal(FailureKind.NotFound, (await Links.RevokeAsync(hub.StrangerCaller, link.Row.Id, None)).Failure!.Kind);
        using var still = await OpenAsync(WidgetKind.Status, link);
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact, Proves("A7")]
    public async Task Link_IsMadeByAdministratorsWithARightToAct_OfWhatEverybodyShares()
    {
        var own = (await hub.Get<InstanceService>().CreateAsync(hub.AdminCaller, new NewInstance("jira", InstanceLevel.Organization, new InstanceChanges { Name = $"Each {Guid.NewGuid():N}", UserScoped = true }), None)).Value.Id;

        Assert.Equal(FailureKind.Forbidden, (await Links.CreateAsync(hub.UserCaller, hub.GitHub, Wanted(WidgetKind.Status), None)).Failure!.Kind);
        Assert.Equal(FailureKind.Forbidden, (await Links.CreateAsync(hub.AdminCaller with { Scopes = TokenScopes.Read | TokenScopes.Admin }, hub.GitHub, Wanted(WidgetKind.Status), None)).Failure!.Kind);
        Assert.Equal(FailureKind.Forbidden, (await Links.CreateAsync(hub.AdminCaller, own, Wanted(WidgetKind.Status), None)).Failure!.Kind);
    }

    [Fact, Proves("T5")]
    public async Task Link_ShowsOnlyItsFields_AndItsSecretOnce()
    {
        var link = await CreateAsync(WidgetKind.Data, fields: ["title"]);
        using var answer = await OpenAsync(WidgetKind.Data, link);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.DoesNotContain("embed-fact", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"http", page, StringComparison.Ordinal);
        Assert.DoesNotContain(link.Token.Reveal(), page, StringComparison.Ordinal);
        await using var db = await hub.Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        Assert.DoesNotContain(link.Token.Reveal(), (await db.WidgetLinks.SingleAsync(l => l.Id == link.Row.Id)).Hash, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://a.example; script-src *")]
    [InlineData("https://a.example/path")]
    [InlineData("https://a.example https://b.example")]
    [InlineData("https://user@a.example")]
    [InlineData("https://*.example.org")]
    [InlineData("*")]
    [InlineData("'self'")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://a.example?x")]
    [InlineData("https://")]
    [InlineData("https://a.\u202Eexample")]
    public async Task Origins_ThatAreNone_AreRefused(string origin)
    {
        var made = await Links.CreateAsync(hub.AdminCaller, hub.GitHub, Wanted(WidgetKind.Status, origins: [origin]), None);

        Assert.Contains("origins", made.Failure!.Fields!.Keys);
    }

    private static string Policy(HttpResponseMessage answer) => answer.Headers.GetValues("Content-Security-Policy").Single();

    private static string Address(WidgetKind kind, CreatedWidgetLink link) => EmbedEndpoints.Address(kind, link.Token.Reveal());

    private static NewWidgetLink Wanted(WidgetKind kind, string[]? fields = null, string[]? origins = null) =>
        new("Intranet", kind, fields ?? (kind switch { WidgetKind.Status => ["connectedAt"], WidgetKind.Activity => ["time"], _ => ["title", "url", "container", "key"] }), origins ?? [])
        {
            Entity = kind == WidgetKind.Data ? "repository" : null,
        };

    private async Task<CreatedWidgetLink> CreateAsync(WidgetKind kind, string[]? fields = null, string[]? origins = null, Guid? instance = null)
    {
        var made = await Links.CreateAsync(hub.AdminCaller, instance ?? hub.GitHub, Wanted(kind, fields, origins), None);
        Assert.True(made.IsSuccess, made.Failure?.ToString());
        return made.Value;
    }

    private Task<HttpResponseMessage> OpenAsync(WidgetKind kind, CreatedWidgetLink link) => hub.Anonymous.GetAsync(new Uri(Address(kind, link), UriKind.Relative));
}
