using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;

namespace Integrations.Tests.Api.Proxy;

/// <summary>Who may have a call passed on.</summary>
public sealed class ProxyRightsTests(ProxyHub hub) : IClassFixture<ProxyHub>
{
    [Theory, Proves("A7")]
    [InlineData(TokenScopes.ReadWriteAdmin, "GET", 403)]
    [InlineData(TokenScopes.Read | TokenScopes.Proxy, "GET", 200)]
    [InlineData(TokenScopes.Read | TokenScopes.Proxy, "HEAD", 200)]
    [InlineData(TokenScopes.Read | TokenScopes.Proxy, "POST", 403)]
    [InlineData(TokenScopes.Read | TokenScopes.Proxy, "DELETE", 403)]
    [InlineData(TokenScopes.ReadWrite | TokenScopes.Proxy, "POST", 200)]
    public async Task Scopes_DecideWhatATokenMay(TokenScopes scopes, string method, int expected)
    {
        using var client = hub.With(await hub.TokenAsync(hub.Admin, scopes));
        var before = hub.Vendor.Passed.Count;

        using var answer = await hub.SendAsync(method, "user", client: client);

        Assert.Equal(expected, (int)answer.StatusCode);
        Assert.Equal(expected == 200 ? before + 1 : before, hub.Vendor.Passed.Count);
    }

    [Fact]
    public void Scope_IsBroughtByNoOther()
    {
        Assert.False(TokenScopeNames.Parse(["read", "write", "admin"])!.Value.HasFlag(TokenScopes.Proxy));
        Assert.Equal(TokenScopes.Read | TokenScopes.Proxy, TokenScopeNames.Parse(["proxy"]));
        Assert.Equal(["read", "proxy"], TokenScopeNames.Of(TokenScopes.Read | TokenScopes.Proxy));
    }

    [Fact]
    public async Task OrganizationsConnection_IsForAdministratorsAndKeys_OnesOwnForOneself()
    {
        using var member = hub.With(await hub.TokenAsync(hub.User, TokenScopes.ReadWrite | TokenScopes.Proxy));

        using var shared = await hub.SendAsync("GET", "user", client: member);
        using var own = await hub.SendAsync("GET", "user", client: member, id: hub.Own);
        using var others = await hub.SendAsync("GET", "user", id: hub.Own);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.NotFound), (shared.StatusCode, own.StatusCode, others.StatusCode));
    }

    [Fact]
    public async Task OrganizationsKey_UsesItsConnection()
    {
        var inSession = hub.Admin with { SessionId = Guid.NewGuid(), AuthenticatedAt = TimeProvider.System.GetUtcNow() };
        var key = (await hub.Get<ApiTokenService>().CreateForOrganizationAsync(inSession, new NewApiToken("Key", TokenScopes.Read | TokenScopes.Proxy), CancellationToken.None)).Value;
        using var client = hub.App.Anonymous();
        using var token = await client.PostAsJsonAsync("/api/auth/token", new { clientId = key.Row.ClientId, clientSecret = key.Text.Reveal() });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await token.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString());

        using var answer = await hub.SendAsync("GET", "user", client: client);
        using var changed = await hub.SendAsync("POST", "user", client: client);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (answer.StatusCode, changed.StatusCode));
    }

    [Fact, Proves("A1")]
    public async Task AnotherOrganizationsIntegration_LooksLikeOneThatDoesNotExist()
    {
        using var stranger = hub.With(await hub.TokenAsync(await hub.CallerOfAsync(ApiHub.StrangerEmail), TokenScopes.ReadWrite | TokenScopes.Proxy));
        var before = hub.Vendor.Passed.Count;

        using var foreign = await hub.SendAsync("GET", "user", client: stranger);
        using var absent = await hub.SendAsync("GET", "user", client: stranger, id: Guid.NewGuid());
        using var anonymous = await hub.SendAsync("GET", "user", client: hub.App.Anonymous());

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.Unauthorized), (foreign.StatusCode, absent.StatusCode, anonymous.StatusCode));
        Assert.Equal(before, hub.Vendor.Passed.Count);
    }

    [Fact]
    public async Task IntegrationThatIsOffOrNotConnected_AnswersAsElsewhere()
    {
        var instances = hub.Get<InstanceService>();
        var id = (await instances.CreateAsync(hub.Admin, new NewInstance("github", InstanceLevel.Organization, new InstanceChanges { Name = "Not connected" }), CancellationToken.None)).Value.Id;

        using var missing = await hub.SendAsync("GET", "user", id: id);
        using var admin = await hub.App.WithTokenOfAsync(ApiHub.AdminEmail);
        using var off = await admin.PostAsync(new Uri($"/api/tenant/integrations/{hub.GitHub}/deactivate", UriKind.Relative), null);
        using var disabled = await hub.SendAsync("GET", "user");
        using var on = await admin.PostAsync(new Uri($"/api/tenant/integrations/{hub.GitHub}/activate", UriKind.Relative), null);
        using var again = await hub.SendAsync("GET", "user");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.OK), (missing.StatusCode, disabled.StatusCode, again.StatusCode));
        Assert.Contains("CONNECTION_MISSING", await missing.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("INTEGRATION_DISABLED", await disabled.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
