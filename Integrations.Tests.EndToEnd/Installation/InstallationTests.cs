using System.Diagnostics;
using System.Net.Http.Json;
using Integrations.Tests.EndToEnd.Browser;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.EndToEnd.Installation;

/// <summary>
/// The published program as operators get it: from the archive to the first linked meeting, in Production, with nothing of Development.
/// The sandbox's own program plays the vendors.
/// </summary>
[Collection(InstallationCollection.Name)]
public sealed class InstallationTests(InstallationArchive archive, Chromium browser, PostgresServer postgres, ITestOutputHelper output)
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
        await using var hub = await InstalledHub.PutAsync(archive, origin, settings: [.. AtTheSandbox(sandbox), .. OnPostgres(await postgres.CreateDatabaseAsync())]);
        await using var proxy = await NginxProcess.StartAsync(origin, hub.Address);
        await hub.StartAsync();
        using var caller = proxy.Client();

        var story = new FirstRunStory(browser, origin);
        var read = await LinksTheFirstMeetingAsync(story, hub, caller);
        await KeepsItThroughAKillAsync(story, hub, caller, read);

        // The first one stops, and the second takes its place behind the proxy.
        var copy = Path.Combine(hub.Backups, "first.backup");
        await hub.RunAsync("backup", copy);
        await hub.RunAsync("stop");
        await using var second = await InstalledHub.PutAsync(
            archive, origin, await File.ReadAllTextAsync(hub.Key), hub.Address, [.. AtTheSandbox(sandbox), .. OnPostgres(await postgres.CreateDatabaseAsync())]);
        await HasItAfterRestoreAsync(story, second, copy, caller, read);
    }

    [Fact]
    public async Task Person_OnOneMachineWithSqlite_GoesFromTheArchiveToALinkedMeeting_Upgrades_AndIsBackAtTheFormerVersionWhenTheNewOneFails()
    {
        archive.OrSkip();
        using var sandbox = await SandboxProcess.StartAsync();
        await using var hub = InstalledHub.Scratch();
        var began = Stopwatch.GetTimestamp();
        var said = await hub.InstallAsync(archive.Folder, expected: 0, "--listen", hub.Address.GetLeftPart(UriPartial.Authority));
        output.WriteLine($"install: {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        Assert.Contains("master.key", said, StringComparison.Ordinal);
        Assert.Contains(hub.SetupLink().ToString(), said, StringComparison.Ordinal);
        await File.AppendAllLinesAsync(hub.Settings, AtTheSandbox(sandbox));
        await hub.RunAsync("stop");
        began = Stopwatch.GetTimestamp();
        await hub.StartAsync();
        using var caller = new HttpClient { BaseAddress = hub.Address };
        Assert.Contains("<html", await caller.GetStringAsync(new Uri("/account/sign-in", UriKind.Relative)), StringComparison.Ordinal);
        output.WriteLine($"start to the sign-in page: {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");

        var story = new FirstRunStory(browser, hub.Address);
        var read = await LinksTheFirstMeetingAsync(story, hub, caller);
        await KeepsItThroughAKillAsync(story, hub, caller, read);

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
        Assert.Equal(read, await FirstRunStory.ReadsAsync(caller));

        began = Stopwatch.GetTimestamp();
        said = await hub.InstallAsync(archive.CopyAs("9.9.9"));
        output.WriteLine($"upgrade: {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        Assert.Contains("9.9.9 runs", said, StringComparison.Ordinal);
        Assert.NotEqual(former, hub.Current);
        Assert.True(Directory.Exists(former), "The former program is gone, and with it the way back.");
        var copies = Directory.GetFiles(hub.Backups, "*.backup");
        Assert.Equal(2, copies.Length);
        Assert.Equal(read, await FirstRunStory.ReadsAsync(caller));

        // What the upgrade copied is a backup like any other.
        await hub.RunAsync("stop");
        await using var second = await InstalledHub.PutAsync(archive, origin: null, await File.ReadAllTextAsync(hub.Key), hub.Address, AtTheSandbox(sandbox));
        await HasItAfterRestoreAsync(story, second, copies.Max(StringComparer.Ordinal)!, caller, read);

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
        await using var hub = await InstalledHub.PutAsync(archive, origin: null, FormerVersion.MasterKey, settings: "ASPNETCORE_ENVIRONMENT=Staging");

        Assert.Contains("4 of 4 stored credentials can be read", await hub.RunAsync("restore", FormerVersion.Archive(onPostgres: false)), StringComparison.Ordinal);
        await hub.StartAsync();

        using var caller = new HttpClient { BaseAddress = hub.Address };
        using var token = await caller.PostAsJsonAsync(new Uri("/api/auth/token", UriKind.Relative), new { email = "user@acme.test", password = Core.Demo.DemoOptions.DefaultPassword });
        Assert.True(token.IsSuccessStatusCode, await token.Content.ReadAsStringAsync());
    }

    private async Task<(string Integration, string Event)> LinksTheFirstMeetingAsync(FirstRunStory story, InstalledHub hub, HttpClient caller)
    {
        var began = Stopwatch.GetTimestamp();
        await story.SetUpAsync(hub.SetupLink());
        await story.LinkAsync(await story.InviteAsync());
        output.WriteLine($"{story.Clicks} clicks and {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s from the set-up page to the linked meeting");
        Assert.InRange(story.Clicks, 10, MostClicks);
        return await FirstRunStory.ReadsAsync(caller);
    }

    private static async Task KeepsItThroughAKillAsync(FirstRunStory story, InstalledHub hub, HttpClient caller, (string Integration, string Event) read)
    {
        hub.Kill();
        await hub.StartAsync();
        Assert.Equal(read, await FirstRunStory.ReadsAsync(caller));
        await story.SeesTheLinkAsync();
    }

    private static async Task HasItAfterRestoreAsync(FirstRunStory story, InstalledHub second, string copy, HttpClient caller, (string Integration, string Event) read)
    {
        Assert.Contains("1 of 1 stored credentials can be read", await second.RunAsync("restore", copy), StringComparison.Ordinal);
        await second.StartAsync();
        Assert.Equal(read, await FirstRunStory.ReadsAsync(caller));
        await story.SeesTheLinkAsync();
    }

    /// <summary>What an operator writes to try a provider against a sandbox (docs/sandbox.md).</summary>
    private static string[] AtTheSandbox(SandboxProcess sandbox) =>
    [
        $"Providers__google_calendar__BaseUrl={sandbox.Address.GetLeftPart(UriPartial.Authority)}/sandbox/{{host}}",
        "Egress__AllowedPrivateNetworks__0=127.0.0.1/32",
    ];

    private static string[] OnPostgres(string connection) => ["Database__Provider=Postgres", $"ConnectionStrings__Integrations={connection}"];
}
