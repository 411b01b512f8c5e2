using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;
using Integrations.Core.Connections;
using Integrations.Core.Connections.OAuth;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Sandbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Connections;

/// <summary>Mix-up: an answer of one authorization server is not taken for another's.</summary>
public sealed class OAuthIssuerTests : IAsyncLifetime
{
    private const string Issuer = "https://github.com/login/oauth";
    private readonly ConnectedHub _hub = new()
    {
        More = services => services.AddSingleton(provider => new ConnectorCatalog(
            provider.GetServices<IConnector>(), ConnectorCatalog.ReadManifests().Select(m => m.Key == "github" ? Expecting(m) : m))),
    };

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Theory, Proves("O5")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("https://evil.test")]
    [InlineData("https://github.com/login/oauth/")]
    [InlineData("https://GitHub.com/login/oauth")]
    [InlineData("https://github.com/login/OAuth")]
    [InlineData("http://github.com/login/oauth")]
    [InlineData("https://github.com:443/login/oauth")]
    [InlineData(" https://github.com/login/oauth")]
    public async Task RightCodeWithAnotherIssuerOrNone_IsRefused_AndNothingIsStored(string? issuer)
    {
        var (id, back) = await ConsentAsync("github");

        var end = await CompleteAsync(back.Code, back.State, issuer);

        Assert.Equal("oauth.issuer_mismatch", end.Failure!.Code);
        Assert.False(await _hub.WithDatabaseAsync(db => db.Connections.AnyAsync(c => c.InstanceId == id)));
        // The state is spent: the right issuer comes too late, and is shown how the first answer ended.
        Assert.Equal("oauth.issuer_mismatch", (await CompleteAsync(back.Code, back.State, Issuer)).Failure!.Code);
        Assert.False(await _hub.WithDatabaseAsync(db => db.Connections.AnyAsync(c => c.InstanceId == id)));
    }

    [Fact, Proves("O5")]
    public async Task RightIssuer_Connects()
    {
        var (id, back) = await ConsentAsync("github");

        Assert.Null((await CompleteAsync(back.Code, back.State, Issuer)).Failure);
        Assert.True(await _hub.WithDatabaseAsync(db => db.Connections.AnyAsync(c => c.InstanceId == id)));
    }

    [Fact, Proves("O5")]
    public async Task CodeOfAnotherVendor_GoesToTheStatesVendorOnly_WhichRefusesIt()
    {
        var (id, ours) = await ConsentAsync("github");
        var (_, theirs) = await ConsentAsync("jira");

        var end = await CompleteAsync(theirs.Code, ours.State, Issuer);

        Assert.NotNull(end.Failure);
        Assert.False(await _hub.WithDatabaseAsync(db => db.Connections.AnyAsync(c => c.InstanceId == id)));
        // Jira never saw its code: it is still good there.
        Assert.Null((await CompleteAsync(theirs.Code, theirs.State, null)).Failure);
    }

    [Fact, Proves("O11")]
    public void ScopeWithoutAReason_IsRefusedAtStart_AndEveryShippedOneHasOne()
    {
        var shipped = ConnectorCatalog.ReadManifests().ToList();
        Assert.All(shipped, m => Assert.Null(m.Problem()));
        Assert.All(Scopes(shipped), scope => Assert.True(scope.Reason.Length > 10, scope.Name));
        Assert.NotEmpty(Scopes(shipped));

        var connectors = _hub.Get<IEnumerable<IConnector>>();
        var silent = shipped.Select(m => m.Key == "github" ? With(m, oauth => oauth with { Scopes = [.. oauth.Scopes, new OAuthScope("repo", "Everything", " ")] }) : m);
        var refused = Assert.Throws<InvalidOperationException>(() => new ConnectorCatalog(connectors, silent));
        Assert.Contains("'github' asks for the scope 'repo'", refused.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<OAuthScope> Scopes(IEnumerable<ProviderManifest> manifests) => manifests.SelectMany(m => m.Auth).Select(a => a.OAuth).OfType<OAuthManifest>().SelectMany(o => o.Scopes);

    private static ProviderManifest Expecting(ProviderManifest manifest) => With(manifest, oauth => oauth with { Issuer = Issuer });

    private static ProviderManifest With(ProviderManifest manifest, Func<OAuthManifest, OAuthManifest> change) =>
        manifest with { Auth = [.. manifest.Auth.Select(method => method.OAuth is { } oauth ? method with { OAuth = change(oauth) } : method)] };

    private async Task<(Guid InstanceId, SandboxCallback Back)> ConsentAsync(string provider)
    {
        var id = await _hub.EnableAsync(_hub.Admin, provider);
        var started = await _hub.Get<OAuthFlow>().StartAsync(_hub.Admin, id, new FlowRequest("/integrations") { BrowserKey = "this-browser" }, default);
        Assert.True(started.IsSuccess, started.Failure?.ToString());
        using var browser = SandboxConsent.Browser();
        var account = _hub.Sandbox.Credentials.First(c => c.Provider == provider && c.Kind == "oauth2" && c.Behaviour == SandboxBehaviour.Healthy).Account;
        var scopes = System.Web.HttpUtility.ParseQueryString(new Uri(started.Value.AuthorizationUrl).Query)["scope"] ?? "";
        return (id, await SandboxConsent.AllowAsync(browser, new Uri(started.Value.AuthorizationUrl), new SandboxAccount(account, account, SandboxBehaviour.Healthy), scopes.Split(' ', ',')));
    }

    private Task<FlowEnd> CompleteAsync(string? code, string? state, string? issuer) => _hub.Get<OAuthFlow>().CompleteAsync(
        new FlowCallback { Code = code, State = state, Issuer = issuer, BrowserKey = "this-browser", SignedInUser = _hub.Admin.UserId }, null, null, default);
}
