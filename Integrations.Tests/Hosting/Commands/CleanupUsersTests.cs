using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Hosting.Commands;

/// <summary>004's <c>cleanup-users</c>: can be run again, and leaves no credentials where others can read them.</summary>
public sealed class CleanupUsersTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private const string Github = """{"email":"user@ours.test","integrations":{"github":{"isConnected":true,"accessToken":"gho_old"}}}""";
    private const string Slack = """{"email":"user@ours.test","integrations":{"slack":{"isConnected":true,"accessToken":"xoxp-old"}}}""";

    [Fact]
    public async Task CleanupUsers_RunAgain_KeepsEveryCopy_OwnerOnly_AndSaysToDeleteIt()
    {
        var folder = Directory.CreateTempSubdirectory("hub-cleanup-").FullName;
        try
        {
            var file = Path.Combine(folder, "users.json");
            await File.WriteAllTextAsync(file, Github + "\n");
            Assert.Equal(0, (await CommandRun.RunAsync(hub.Services, "migrate-integrations", "--from", file)).Code);

            var first = await CommandRun.RunAsync(hub.Services, "cleanup-users", "--from", file);
            var again = await CommandRun.RunAsync(hub.Services, "cleanup-users", "--from", file);
            await File.WriteAllTextAsync(file, Github + "\n" + Slack + "\n");
            Assert.Equal(0, (await CommandRun.RunAsync(hub.Services, "migrate-integrations", "--from", file)).Code);
            var third = await CommandRun.RunAsync(hub.Services, "cleanup-users", "--from", file);

            Assert.Equal((0, 0, 0), (first.Code, again.Code, third.Code));
            Assert.Contains("delete it", first.Said, StringComparison.Ordinal);
            Assert.Contains("Nothing to remove", again.Said, StringComparison.Ordinal);
            Assert.Contains("gho_old", await File.ReadAllTextAsync($"{file}.bak"), StringComparison.Ordinal);
            Assert.Contains("xoxp-old", await File.ReadAllTextAsync($"{file}.bak.2"), StringComparison.Ordinal);
            Assert.DoesNotContain("old", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode($"{file}.bak"));
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode($"{file}.bak.2"));
            }

            Assert.Equal(3, Directory.GetFiles(folder).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
