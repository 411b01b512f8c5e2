using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Hosting.Commands;

/// <summary>004's seeding: the verb <c>seed</c> lists the catalog that it brought into the database, the same at every run.</summary>
public sealed class SeedCommandTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    [Fact]
    public async Task Seed_ListsEveryTypeOfTheDocument_AndAgain()
    {
        var (code, said) = await CommandRun.RunAsync(hub.Services, "seed");
        var again = await CommandRun.RunAsync(hub.Services, "seed");

        Assert.Equal(0, code);
        Assert.All(["github", "google_calendar", "google_meet", "google_drive", "dropbox", "slack"], type => Assert.Contains(said.Split('\n'), line => line.StartsWith($"{type} ", StringComparison.Ordinal)));
        Assert.Equal((code, said), (again.Code, again.Said));
    }
}
