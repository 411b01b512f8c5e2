using System.Text.Json.Nodes;
using Integrations.Core.Catalog;
using Integrations.Core.Connections.Links;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections.Links;

/// <summary>What ends a link, besides its use.</summary>
public sealed class EndedLinkTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly LinkScene _scene = new(hub);

    [Theory]
    [InlineData("nothing", true)]
    [InlineData("expired", false)]
    [InlineData("revoked", false)]
    [InlineData("maker disabled", false)]
    [InlineData("maker demoted", false)]
    [InlineData("maker's password changed", false)]
    [InlineData("organization disabled", false)]
    [InlineData("outsiders not allowed any more", false)]
    [InlineData("token revoked", false)]
    [InlineData("token over", false)]
    [InlineData("token of before holds", true)]
    public async Task Link_ThatNoLongerHolds_IsNotThere_BeforeAndAfterItWasOpened(string meanwhile, bool holds)
    {
        var maker = await MakerAsync(meanwhile.StartsWith("token", StringComparison.Ordinal));
        var (unopened, opened) = (await _scene.MakeAsync(LinkScene.Outside(), maker), await _scene.MakeAsync(LinkScene.Outside(), maker));
        var claimed = await _scene.ClaimAsync(opened);

        await HappenAsync(meanwhile, maker, unopened, opened);

        var shown = await _scene.Door.ShowAsync(LinkScene.SecretOf(unopened), LinkScene.Stranger, None);
        var taken = await _scene.Door.ClaimAsync(LinkScene.SecretOf(unopened), null, LinkScene.Stranger, None);
        var continued = await _scene.Visits.ShowAsync(claimed.LinkId, claimed.BrowserKey, LinkScene.Stranger, None);
        var connected = await _scene.PasteAsync(claimed);
        Assert.Equal((holds, holds, holds, holds), (shown.IsSuccess, taken.IsSuccess, continued.IsSuccess, connected.IsSuccess));
        Assert.All(
            new[] { shown.Failure, taken.Failure, continued.Failure, connected.Failure }.OfType<Integrations.Primitives.Failure>(), failure => Assert.Equal("connect_link.ended", failure.Code));
    }

    [Fact]
    public async Task Provider_ThatIsNoLongerOffered_EndsTheLink()
    {
        await _scene.AllowOutsidersAsync();
        var link = await _scene.MakeAsync(LinkScene.Outside(null, "linear"));
        Assert.True((await _scene.Door.ShowAsync(LinkScene.SecretOf(link), LinkScene.Stranger, None)).IsSuccess);
        var super = new Caller(Guid.NewGuid(), null, Role.SuperAdmin) { DisplayName = "super@demo.test" };
        var changed = await hub.Get<ProviderAdministration>().PatchAsync(super, null, "linear", new JsonObject { ["status"] = "deprecated" }, null, None);
        Assert.True(changed.IsSuccess, changed.Failure?.ToString());

        Assert.Equal("connect_link.ended", (await _scene.Door.ShowAsync(LinkScene.SecretOf(link), LinkScene.Stranger, None)).Failure?.Code);
        Assert.Equal("connect_link.ended", (await _scene.Door.ClaimAsync(LinkScene.SecretOf(link), null, LinkScene.Stranger, None)).Failure?.Code);
    }

    [Fact]
    public async Task Outsiders_WhereTheOrganizationDoesNotAllowThem_GetNoLink()
    {
        var maker = await MakerAsync(byToken: false);
        await _scene.AllowOutsidersAsync(maker, allows: false);

        Assert.Equal("connect_link.outsiders_not_allowed", (await _scene.Links.CreateAsync(maker, LinkScene.Outside(), None)).Failure?.Code);
        Assert.True((await _scene.Links.CreateAsync(maker, new NewConnectLink([LinkScene.GitHub], ConnectLinkAudience.AnyMember), None)).IsSuccess);
    }

    [Theory]
    [InlineData("itl_")]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("itw_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("itl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Forged_IsNotThere(string secret)
    {
        Assert.Equal("connect_link.ended", (await _scene.Door.ShowAsync(secret, LinkScene.Stranger, None)).Failure?.Code);
        Assert.Equal("connect_link.ended", (await _scene.Door.ShowAsync(secret + new string('x', 2_000), LinkScene.Stranger, None)).Failure?.Code);
        Assert.Equal("connect_link.ended", (await _scene.Door.ClaimAsync(secret, "key", hub.User, None)).Failure?.Code);
    }

    private async Task HappenAsync(string what, Caller maker, CreatedConnectLink unopened, CreatedConnectLink opened)
    {
        if (what == "revoked")
        {
            Assert.True((await _scene.Links.RevokeAsync(maker, unopened.Row.Id, None)).IsSuccess);
            Assert.True((await _scene.Links.RevokeAsync(maker, opened.Row.Id, None)).IsSuccess);
        }
        else if (what == "outsiders not allowed any more")
        {
            await _scene.AllowOutsidersAsync(maker, allows: false);
        }

        var (organization, user, token, now) = (maker.OrganizationId, maker.UserId, maker.TokenId, DateTimeOffset.UtcNow);
        await hub.WithDatabaseAsync(async db => what switch
        {
            "expired" => await db.ConnectLinks.Where(l => l.OrganizationId == organization).ExecuteUpdateAsync(set => set.SetProperty(l => l.ExpiresAt, now.AddSeconds(-1))),
            "maker disabled" => await db.Users.Where(u => u.Id == user).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, now)),
            "maker demoted" => await db.Users.Where(u => u.Id == user).ExecuteUpdateAsync(set => set.SetProperty(u => u.Role, Role.User)),
            "maker's password changed" => await db.Users.Where(u => u.Id == user).ExecuteUpdateAsync(set => set.SetProperty(u => u.SecurityStamp, "another")),
            "organization disabled" => await db.Organizations.Where(o => o.Id == organization).ExecuteUpdateAsync(set => set.SetProperty(o => o.DisabledAt, now)),
            "token revoked" => await db.ApiTokens.Where(t => t.Id == token).ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, now)),
            "token over" => await db.ApiTokens.Where(t => t.Id == token).ExecuteUpdateAsync(set => set.SetProperty(t => t.ExpiresAt, now.AddSeconds(-1))),
            _ => 0,
        });
    }

    /// <summary>An administrator of an organization of their own, so that what is done to them concerns no other test.</summary>
    private async Task<Caller> MakerAsync(bool byToken)
    {
        var maker = await hub.WithDatabaseAsync(async db =>
        {
            var organization = new Organization { Id = Guid.CreateVersion7(), Name = $"Organization {Guid.NewGuid():N}", CreatedAt = DateTimeOffset.UtcNow };
            var email = $"{Guid.NewGuid():N}@makers.test";
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
            var caller = new Caller(user.Id, organization.Id, Role.TenantAdmin) { DisplayName = email };
            if (byToken)
            {
                var token = new ApiToken
                {
                    Id = Guid.CreateVersion7(),
                    Kind = ApiTokenKind.Organization,
                    OrganizationId = organization.Id,
                    Name = "Deploy",
                    Hash = Guid.NewGuid().ToString("N"),
                    Hint = "abcd",
                    ClientId = Guid.NewGuid().ToString("N"),
                    Scopes = TokenScopes.ReadWriteAdmin,
                    CreatedBy = user.Id,
                    CreatedAt = DateTimeOffset.UtcNow,
                    ExpiresAt = DateTimeOffset.UtcNow.AddDays(1),
                };
                db.Add(token);
                caller = new Caller(null, organization.Id, Role.TenantAdmin) { TokenId = token.Id, Scopes = TokenScopes.ReadWriteAdmin, DisplayName = "Deploy" };
            }

            await db.SaveChangesAsync();
            return caller;
        });
        var person = maker.UserId is null ? new Caller(Guid.NewGuid(), maker.OrganizationId, Role.TenantAdmin) : maker;
        await _scene.AllowOutsidersAsync(person, allows: true);
        return maker;
    }
}
