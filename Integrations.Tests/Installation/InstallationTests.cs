using System.Diagnostics;
using System.Net.Http.Json;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Installation;

/// <summary>
/// The published program as operators get it: from the archive to the first linked meeting, in Production, with nothing of Development.
/// The sandbox's own program plays the vendors.
/// </summary>
[Collection(InstallationCollection.Name)]
public sealed class InstallationTests(InstallationArchive archive, Infrastructure.Browser browser, PostgresServer postgres, ITestOutputHelper output)
{
    private const int MostClicks = 25;

    [Fact]
    public async Task Archive_HoldsTheProgram_WithoutSandboxSymbolsAndDocumentation_AndTellsItsVersion()
    {
        archive.OrSkip();
        var files = Directory.GetFiles(Path.Combine(archive.Folder, "program"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToList();

        Assert.Contains("Integrations.Web", files);
        Assert.DoesNotContain(files, name => name!.Contains("Sandbox", StringComparison.Ordinal) || name.EndsWith(".pdb", StringComparison.Ordinal) || name.EndsWith(".xml", StringComparison.Ordinal));
        Assert.Contains("Integrations.Web.resources.dll", files);
        var told = await InstallationArchive.RunAsync(Path.Combine(archive.Folder, "program", "Integrations.Web"), ["--version"]);
        Assert.StartsWith(archive.Version, told, StringComparison.Ordinal);
        output.WriteLine($"{archive.Version}: {archive.Size / 1024.0 / 1024.0:0.0} MB");
    }

    [Fact]
    public async Task Organization_OnPostgresBehindAProxy_GoesFromTheArchiveToALinkedMeeting_AndKeepsItThroughKillAndRestore()
    {
        archive.OrSkip();
        using var sandbox = await SandboxProcess.StartAsync();
        var origin = NginxProcess.FreeAddress();
        await using var hub = await InstalledHub.PutAsync(archive, origin, key: null, OnPostgres(await postgres.CreateDatabaseAsync(), sandbox));
        await using var proxy = await NginxProcess.StartAsync(origin, hub.Address);
        await hub.StartAsync();

        var story = new FirstRunStory(browser, origin);
        await story.SetUpAsync(hub.SetupLink(), withClient: true);
        await story.LinkAsync(await story.InviteAsync());
        output.WriteLine($"{story.Clicks} clicks from the set-up page to the linked meeting");
        Assert.InRange(story.Clicks, 1, MostClicks);
        using var caller = proxy.Client();
        var read = await FirstRunStory.ReadsAsync(caller);

        hub.Kill();
        await hub.StartAsync();
        Assert.Equal(read, await FirstRunStory.ReadsAsync(caller));
        await story.SeesTheLinkAsync();

        var copy = Path.Combine(hub.Backups, "first.backup");
        await hub.RunAsync("backup", copy);
        await using var second = await InstalledHub.PutAsync(archive, origin, await File.ReadAllTextAsync(hub.Key), OnPostgres(await postgres.CreateDatabaseAsync(), sandbox));
        Assert.Contains("1 of 1 stored credentials can be read", await second.RunAsync("restore", copy), StringComparison.Ordinal);
        await hub.RunAsync("stop");
        await second.StartAsync();
        using var elsewhere = new HttpClient { BaseAddress = second.Address };
        Assert.Equal(read, await FirstRunStory.ReadsAsync(elsewhere));
    }

    [Fact]
    public async Task Operator_OnOneMachineWithSqlite_Installs_SetsUp_Upgrades_AndIsBackAtTheFormerVersionWhenTheNewOneFails()
    {
        archive.OrSkip();
        await using var hub = InstalledHub.Scratch();
        var began = Stopwatch.GetTimestamp();
        var said = await hub.InstallAsync(archive.Folder, expected: 0, "--listen", hub.Address.GetLeftPart(UriPartial.Authority));
        output.WriteLine($"install: {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        Assert.Contains("master.key", said, StringComparison.Ordinal);
        Assert.Contains(hub.SetupLink().ToString(), said, StringComparison.Ordinal);

        var story = new FirstRunStory(browser, hub.Address);
        await story.SetUpAsync(hub.SetupLink(), withClient: false);
        await TellsItsTokenAsync(hub);

        var former = hub.Current;
        var broken = archive.CopyAs("9.8.7-broken", folder =>
        {
            // It answers what install.sh asks first, and then does not come up.
            var program = Path.Combine(folder, "program", "Integrations.Web");
            File.WriteAllText(program, "#!/bin/sh\n[ \"$1\" = --version ] && exit 0\necho 'This program cannot start.'\nexit 78\n");
        });
        said = await hub.InstallAsync(broken, expected: 1);
        Assert.Contains("This program cannot start.", said, StringComparison.Ordinal);
        Assert.Contains("runs again with the data from before", said, StringComparison.Ordinal);
        Assert.Equal(former, hub.Current);
        await TellsItsTokenAsync(hub);

        began = Stopwatch.GetTimestamp();
        said = await hub.InstallAsync(archive.CopyAs("9.9.9"));
        output.WriteLine($"upgrade: {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        Assert.Contains("9.9.9 runs", said, StringComparison.Ordinal);
        Assert.NotEqual(former, hub.Current);
        Assert.True(Directory.Exists(former), "The former program is gone, and with it the way back.");
        Assert.Equal(2, Directory.GetFiles(hub.Backups, "*.backup").Length);
        await TellsItsTokenAsync(hub);

        await InstallationArchive.RunAsync(Path.Combine(hub.Root, "opt/integrations/uninstall.sh"), []);
        Assert.False(Directory.Exists(Path.Combine(hub.Root, "opt/integrations")));
        Assert.True(File.Exists(Path.Combine(hub.Root, "var/lib/integrations/integrations.db")));
        Assert.True(File.Exists(hub.Key));
    }

    [Fact]
    public async Task DatabaseOfTheFormerVersion_IsRestoredByTheInstalledProgram_AndItsAccountsComeIn()
    {
        archive.OrSkip();
        // Production does not start on accounts that have the password of the demo data.
        await using var hub = await InstalledHub.PutAsync(archive, origin: null, FormerVersion.MasterKey, "ASPNETCORE_ENVIRONMENT=Staging");

        Assert.Contains("4 of 4 stored credentials can be read", await hub.RunAsync("restore", FormerVersion.Archive(onPostgres: false)), StringComparison.Ordinal);
        await hub.StartAsync();

        using var caller = new HttpClient { BaseAddress = hub.Address };
        using var token = await caller.PostAsJsonAsync(new Uri("/api/auth/token", UriKind.Relative), new { email = "user@acme.test", password = Core.Demo.DemoOptions.DefaultPassword });
        Assert.True(token.IsSuccessStatusCode, await token.Content.ReadAsStringAsync());
    }

    private static string[] OnPostgres(string connection, SandboxProcess sandbox) =>
    [
        "Database__Provider=Postgres",
        $"ConnectionStrings__Integrations={connection}",
        // What an operator writes to try a provider against a sandbox (docs/sandbox.md).
        $"Providers__google_calendar__BaseUrl={sandbox.Address.GetLeftPart(UriPartial.Authority)}/sandbox/{{host}}",
        "Egress__AllowedPrivateNetworks__0=127.0.0.1/32",
    ];

    private static async Task TellsItsTokenAsync(InstalledHub hub)
    {
        using var caller = new HttpClient { BaseAddress = hub.Address };
        using var token = await caller.PostAsJsonAsync(new Uri("/api/auth/token", UriKind.Relative), new { email = FirstRunStory.Administrator, password = FirstRunStory.Password });
        Assert.True(token.IsSuccessStatusCode, await token.Content.ReadAsStringAsync());
    }
}
