using System.Text.Json;
using System.Text.RegularExpressions;
using Integrations.Tests.Api.Conformance;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Api.Documents;

/// <summary>The OpenApi documents: complete, and committed as they are served.</summary>
public sealed partial class ApiDocumentTests(HubApp hub) : IClassFixture<HubApp>
{
    private const string UpdateSwitch = "UPDATE_API_DOCS";

    public static TheoryData<string> Names => ["all", "entities", "platform", "company", "automation", "accounts", "oauth"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Document_IsCommittedAsItIsServed(string name)
    {
        var served = (await ReadAsync(name)).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var file = Path.Combine(Repository.Root(), "docs", "api", $"{name}.json");
        if (Environment.GetEnvironmentVariable(UpdateSwitch) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, served);
        }

        Assert.True(File.Exists(file) && await File.ReadAllTextAsync(file) == served, $"docs/api/{name}.json is stale. Run the tests once with {UpdateSwitch}=1 and commit what changes.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Document_TellsOfEveryOperationWhatItIsForAndHowItFails(string name)
    {
        foreach (var (route, operation) in Operations(JsonElement.Parse(await ReadAsync(name))))
        {
            Assert.True(operation.TryGetProperty("summary", out _), $"{route} has no summary.");
            var responses = operation.GetProperty("responses").EnumerateObject().Select(r => r.Name).ToList();
            Assert.True(responses.Exists(r => r[0] is '2' or '3') && responses.Contains("400") && responses.Contains("500"), $"{route}: {string.Join(", ", responses)}");
        }
    }

    [Fact]
    public async Task EveryDocumentedRoute_IsInItsSurfacesDocument()
    {
        var surfaces = new Dictionary<string, string>(StringComparer.Ordinal) { ["000"] = "entities", ["001"] = "platform", ["002"] = "company", ["003"] = "automation", ["004"] = "accounts", ["hub"] = "platform", ["hub-proxy"] = "platform", ["hub-003"] = "automation" };
        var described = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var name in Names.Select(row => row.Data))
        {
            described[name] = [.. Operations(JsonElement.Parse(await ReadAsync(name))).Select(o => o.Route)];
        }

        var missing = DocumentedRoutes.Every.Where(r => r.Door != Door.Public)
            .Select(r => (r.Document, Route: $"{r.Method} {r.Template.Replace("{**", "{", StringComparison.Ordinal)}"))
            .Where(r => !described[surfaces[r.Document]].Contains(r.Route) || !described["all"].Contains(r.Route));
        Assert.Empty(missing);
    }

    [Fact]
    public async Task Page_IsServedWithoutSignIn_ItsScriptsByNonceOnly()
    {
        using var client = hub.Anonymous();
        using var answer = await client.GetAsync(new Uri("/api/docs/", UriKind.Relative));
        using var again = await client.GetAsync(new Uri("/api/docs/", UriKind.Relative));
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        var nonce = NonceOf().Match(policy).Groups["nonce"].Value;
        var page = await answer.Content.ReadAsStringAsync();

        Assert.NotEmpty(nonce);
        Assert.DoesNotContain(nonce, Assert.Single(again.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.All(ScriptStart().Matches(page), script => Assert.True(
            script.Value.Contains($"nonce=\"{nonce}\"", StringComparison.Ordinal) || script.Value.Contains("src=\"/", StringComparison.Ordinal), script.Value));
        Assert.DoesNotContain("http:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", page, StringComparison.Ordinal);
        Assert.All(Names, name => Assert.Contains($"api/openapi/{name.Data}.json", page, StringComparison.Ordinal));
    }

    [GeneratedRegex("'nonce-(?<nonce>[^']+)'", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex NonceOf();

    [GeneratedRegex("<script[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex ScriptStart();

    private static IEnumerable<(string Route, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where operation.Name is "get" or "post" or "put" or "patch" or "delete"
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);

    private async Task<string> ReadAsync(string name)
    {
        using var client = hub.Anonymous();
        return await client.GetStringAsync(new Uri($"/api/openapi/{name}.json", UriKind.Relative));
    }
}
