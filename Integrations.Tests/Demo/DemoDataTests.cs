using Integrations.Core.Demo;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Linking;
using Integrations.Core.Migration;
using Integrations.Core.Storage.KeyRing;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Demo;

public sealed class DemoDataTests
{
    private static readonly DemoLegacyCredential[] Legacy =
        [new("jira", new Dictionary<string, string>(StringComparer.Ordinal) { ["site"] = "acme", ["token"] = "legacy-secret" })];

    [Fact]
    public async Task Seed_EmptyHub_HasTheFourAccountsWithTheDemoPassword()
    {
        await using var hub = await StartAsync(seed: true);
        await hub.Get<DemoData>().SeedAsync(Legacy, CancellationToken.None);

        var users = await hub.WithDatabaseAsync(db => db.Users.Where(u => u.Email!.EndsWith("@acme.test") || u.Email.EndsWith("@globex.test") || u.Email.EndsWith("@demo.test")).OrderBy(u => u.Email).ToListAsync());

        Assert.Equal(["admin@acme.test", "admin@globex.test", "super@demo.test", "user@acme.test"], users.Select(u => u.Email));
        var passwords = hub.Get<IPasswordHasher<User>>();
        Assert.All(users, user => Assert.NotEqual(PasswordVerificationResult.Failed, passwords.VerifyHashedPassword(user, user.PasswordHash!, DemoOptions.DefaultPassword)));
    }

    [Fact]
    public async Task Seed_Twice_KeepsWhatPeopleChangedAndAddsNothing()
    {
        await using var hub = await StartAsync(seed: true);
        await hub.Get<DemoData>().SeedAsync(Legacy, CancellationToken.None);
        await hub.WithDatabaseAsync(db => db.Meetings.Where(m => m.Title == "Demo day").ExecuteDeleteAsync());
        await hub.WithDatabaseAsync(db => db.Organizations.Where(o => o.Name == "Acme").ExecuteUpdateAsync(o => o.SetProperty(x => x.Name, "Acme Inc")));
        var before = await CountAsync(hub);

        hub.Clock.Advance(TimeSpan.FromDays(3));
        await hub.Get<DemoData>().SeedAsync(Legacy, CancellationToken.None);

        Assert.Equal(before, await CountAsync(hub));
    }

    [Fact]
    public async Task Seed_SwitchedOff_AddsNothing()
    {
        await using var hub = await StartAsync(seed: false);
        var before = await CountAsync(hub);

        await hub.Get<DemoData>().SeedAsync(Legacy, CancellationToken.None);

        Assert.Equal(before, await CountAsync(hub));
    }

    [Fact]
    public async Task Seed_Meetings_AreAroundTheDay()
    {
        await using var hub = await StartAsync(seed: true);
        await hub.Get<DemoData>().SeedAsync([], CancellationToken.None);

        var meetings = await hub.WithDatabaseAsync(db => db.Meetings.Include(m => m.Attendees).ToListAsync());

        // The clock stands on Wednesday 4 March 2026.
        var sync = Assert.Single(meetings, m => m.Title == "Weekly product sync" && m.StartsAt == new DateTimeOffset(2026, 3, 4, 10, 0, 0, TimeSpan.Zero));
        Assert.Equal((TimeSpan.FromMinutes(30), 4), (sync.EndsAt - sync.StartsAt, sync.Attendees.Count));
        var planning = Assert.Single(meetings, m => m.Title == "Sprint planning");
        Assert.Equal((new DateTimeOffset(2026, 3, 9, 9, 0, 0, TimeSpan.Zero), 6), (planning.StartsAt, planning.Attendees.Count));
    }

    [Fact, Proves("T1")]
    public async Task Seed_LegacyCredential_IsProtectedAndBoundToItsRow()
    {
        await using var hub = await StartAsync(seed: true);
        await hub.Get<DemoData>().SeedAsync(Legacy, CancellationToken.None);

        var stored = Assert.Single(await hub.WithDatabaseAsync(db => db.LegacyCredentials.ToListAsync()));
        var vault = hub.Get<CredentialVault>();

        Assert.DoesNotContain("legacy-secret", stored.Ciphertext, StringComparison.Ordinal);
        Assert.Equal("legacy-secret", LegacyVault.Open(vault, stored)!["token"]);
        Assert.Null(LegacyVault.Open(vault, new LegacyCredential { Id = Guid.CreateVersion7(), OrganizationId = stored.OrganizationId, ProviderKey = "jira", Ciphertext = stored.Ciphertext }));
    }

    private static Task<CoreHub> StartAsync(bool seed) => CoreHub.StartAsync(services => services.AddDemo(seed));

    private static Task<(int, int, int, int, int)> CountAsync(CoreHub hub) => hub.WithDatabaseAsync(async db => (
        await db.Organizations.CountAsync(), await db.Users.CountAsync(), await db.People.CountAsync(), await db.Meetings.CountAsync(), await db.LegacyCredentials.CountAsync()));
}
