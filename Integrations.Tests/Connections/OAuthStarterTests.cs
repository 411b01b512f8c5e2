using Integrations.Core.Connections;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections;

/// <summary>Who started a flow may have lost the right to before it comes back.</summary>
public sealed class OAuthStarterTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private const string Provider = "github";
    private readonly OAuthFlow _flow = hub.Get<OAuthFlow>();

    [Theory, Proves("O4")]
    [InlineData("key", "nothing", null)]
    [InlineData("key", "revoked", "oauth.starter_gone")]
    [InlineData("key", "deleted", "oauth.starter_gone")]
    [InlineData("key", "over", "oauth.starter_gone")]
    [InlineData("key", "only reads now", "permission_denied")]
    [InlineData("key", "organization disabled", "oauth.starter_gone")]
    [InlineData("token", "nothing", null)]
    [InlineData("token", "revoked", "oauth.starter_gone")]
    [InlineData("token", "person disabled", "oauth.starter_gone")]
    [InlineData("token", "person demoted", "permission_denied")]
    [InlineData("password", "nothing", null)]
    [InlineData("password", "password changed", "oauth.starter_gone")]
    [InlineData("session", "nothing", null)]
    [InlineData("session", "signed out", "oauth.starter_gone")]
    [InlineData("session", "person demoted", "permission_denied")]
    [InlineData("session", "password changed", "oauth.starter_gone")]
    public async Task Starter_WhoMayNoLonger_ConnectsNothing(string by, string meanwhile, string? refusal)
    {
        var starter = await StarterAsync(by);
        var instance = (await hub.Get<InstanceService>().CreateAsync(
            starter with { Scopes = TokenScopes.All }, new NewInstance(Provider, InstanceLevel.Organization, new InstanceChanges { Name = "GitHub" }), default)).Value.Id;
        var started = await _flow.StartAsync(starter, instance, new FlowRequest("/integrations") { BrowserKey = "this-browser" }, default);
        using var browser = SandboxConsent.Browser();
        var account = hub.Sandbox.Credentials.First(c => c.Provider == Provider && c.Kind == "oauth2" && c.Behaviour == SandboxBehaviour.Healthy).Account;
        var back = await SandboxConsent.AllowAsync(browser, new Uri(started.Value.AuthorizationUrl), new SandboxAccount(account, account, SandboxBehaviour.Healthy));

        await LoseAsync(starter, meanwhile);
        var end = await _flow.CompleteAsync(new FlowCallback { Code = back.Code, State = back.State, BrowserKey = "this-browser", SignedInUser = starter.UserId }, null, null, default);

        Assert.Equal(refusal, end.Failure?.Code);
        Assert.Equal(refusal is null, await hub.WithDatabaseAsync(db => db.Connections.AnyAsync(c => c.InstanceId == instance)));
    }

    private async Task<Caller> StarterAsync(string by) => await hub.WithDatabaseAsync(async db =>
    {
        var organization = new Organization { Id = Guid.CreateVersion7(), Name = $"Organization {Guid.NewGuid():N}", CreatedAt = DateTimeOffset.UtcNow };
        var email = $"{Guid.NewGuid():N}@starters.test";
        var user = new User
        {
            Id = Guid.CreateVersion7(),
            OrganizationId = organization.Id,
            DisplayName = email,
            Role = Role.TenantAdmin,
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            SecurityStamp = Guid.NewGuid().ToString("N"),
            CreatedAt = DateTimeOffset.UtcNow,
        };
        db.AddRange(organization, user);
        var caller = new Caller(by == "key" ? null : user.Id, organization.Id, Role.TenantAdmin) { DisplayName = email };
        if (by is "key" or "token")
        {
            var token = new ApiToken
            {
                Id = Guid.CreateVersion7(),
                Kind = by == "key" ? ApiTokenKind.Organization : ApiTokenKind.Personal,
                OrganizationId = organization.Id,
                UserId = caller.UserId,
                Name = "Deploy",
                Hash = Guid.NewGuid().ToString("N"),
                Hint = "abcd",
                ClientId = by == "key" ? Guid.NewGuid().ToString("N") : null,
                Scopes = TokenScopes.All,
                CreatedBy = user.Id,
                CreatedAt = DateTimeOffset.UtcNow,
                ExpiresAt = DateTimeOffset.UtcNow.AddDays(1),
            };
            db.Add(token);
            caller = caller with { TokenId = token.Id };
        }
        else if (by == "password")
        {
            // Its id is no row: it lives and dies with the person's stamp.
            caller = caller with { TokenId = Guid.NewGuid(), AuthenticatedAt = DateTimeOffset.UtcNow };
        }
        else
        {
            var session = new Session { Id = Guid.CreateVersion7(), UserId = user.Id, AuthenticatedAt = DateTimeOffset.UtcNow, CreatedAt = DateTimeOffset.UtcNow, ExpiresAt = DateTimeOffset.UtcNow.AddHours(1) };
            db.Add(session);
            caller = caller with { SessionId = session.Id, AuthenticatedAt = session.AuthenticatedAt };
        }

        await db.SaveChangesAsync();
        return caller;
    });

    private Task<int> LoseAsync(Caller starter, string what) => hub.WithDatabaseAsync(async db => what switch
    {
        "revoked" => await db.ApiTokens.Where(t => t.Id == starter.TokenId).ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, DateTimeOffset.UtcNow)),
        "deleted" => await db.ApiTokens.Where(t => t.Id == starter.TokenId).ExecuteDeleteAsync(),
        "over" => await db.ApiTokens.Where(t => t.Id == starter.TokenId).ExecuteUpdateAsync(set => set.SetProperty(t => t.ExpiresAt, DateTimeOffset.UtcNow.AddMinutes(-1))),
        "only reads now" => await db.ApiTokens.Where(t => t.Id == starter.TokenId).ExecuteUpdateAsync(set => set.SetProperty(t => t.Scopes, TokenScopes.Read)),
        "organization disabled" => await db.Organizations.Where(o => o.Id == starter.OrganizationId).ExecuteUpdateAsync(set => set.SetProperty(o => o.DisabledAt, DateTimeOffset.UtcNow)),
        "person disabled" => await db.Users.Where(u => u.Id == starter.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, DateTimeOffset.UtcNow)),
        "person demoted" => await db.Users.Where(u => u.Id == starter.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.Role, Role.User)),
        "password changed" => await db.Users.Where(u => u.Id == starter.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.SecurityStamp, "another")),
        "signed out" => await db.Sessions.Where(s => s.Id == starter.SessionId).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, DateTimeOffset.UtcNow)),
        _ => 0,
    });
}
