using System.Text.RegularExpressions;
using Integrations.Core.Permissions;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Client;

/// <summary>The program that docs/programs.md shows does what it says there.</summary>
[Collection(ClientCollection.Name)]
public sealed class GitHubThroughTheHubTests(ClientHub hub)
{
    [Fact]
    public async Task Program_ListsTheRepositoriesOfTheConnectedAccount()
    {
        await using var output = new StringWriter();
        var (id, secret) = await hub.KeyAsync(TokenScopes.Read | TokenScopes.Proxy);

        var code = await GitHubThroughTheHub.RunAsync([hub.Address.AbsoluteUri, id, secret, hub.GitHub.ToString()], output);

        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal((0, "GitHub is connected"), (code, lines[0]));
        Assert.InRange(lines.Length, 2, 6);
        Assert.All(lines.Skip(1), line => Assert.Matches("^[^/]+/[^/]+$", line));
    }

    [Fact]
    public async Task Program_OfAnIntegrationThatIsNotThere_SaysSo()
    {
        await using var output = new StringWriter();

        var code = await GitHubThroughTheHub.RunAsync([hub.Address.AbsoluteUri, hub.ClientId, hub.ClientSecret, Guid.NewGuid().ToString()], output);

        Assert.Equal(1, code);
        Assert.StartsWith("INTEGRATION_NOT_FOUND (404): ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Document_ShowsTheProgramThatIsRunHere()
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root(), "Integrations.Tests", "Client", "GitHubThroughTheHub.cs"));
        var program = source.Split("// <program>\n")[1].Split("        // </program>")[0];
        var outdented = Regex.Replace(program, "^        ", "", RegexOptions.Multiline, TimeSpan.FromSeconds(1));

        Assert.Contains(outdented.Replace("output.WriteLine", "Console.WriteLine", StringComparison.Ordinal), File.ReadAllText(Path.Combine(Repository.Root(), "docs", "programs.md")), StringComparison.Ordinal);
    }
}
