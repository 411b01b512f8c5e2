using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;
using Integrations.Tests.Connectors;
using Integrations.Tests.EndToEnd.VendorClients;

namespace Integrations.Tests.EndToEnd.Counterparts;

/// <summary>
/// The connector of MCP servers against the protocol's reference server (@modelcontextprotocol/server-everything) and against one on
/// the protocol's SDK that loses sessions, pages its list, answers in pieces and gives blocks of every kind.
/// </summary>
public sealed partial class McpCounterpartTests(NodeCounterparts node, ITestOutputHelper output) : IClassFixture<NodeCounterparts>
{
    [Fact]
    public async Task ReferenceServer_IsListedAndItsToolsRun()
    {
        await using var server = await node.ServeAsync("mcp_everything");
        await using var bench = Bench(server);
        using var session = Session(bench);

        var account = Succeeds(await bench.Connector.GetAccountAsync(session, CancellationToken.None));
        var actions = Succeeds(await Actions(bench).ListActionsAsync(session, CancellationToken.None));
        var echo = await RunAsync(bench, session, "echo", """{"message":"Grüße 😀"}""");
        var sum = await RunAsync(bench, session, "get-sum", """{"a":2,"b":3}""");
        var image = await RunAsync(bench, session, "get-tiny-image", "{}");
        var links = await RunAsync(bench, session, "get-resource-links", """{"count":3}""");
        var structured = await RunAsync(bench, session, "get-structured-content", """{"location":"Chicago"}""");
        var file = await RunAsync(bench, session, "get-resource-reference", """{"resourceType":"Text","resourceId":1}""");
        var wrong = await Actions(bench).RunAsync(session, "get-sum", JsonElement.Parse("""{"a":"two","b":3}"""), CancellationToken.None);

        Assert.NotEmpty(account.Name ?? "");
        Assert.Contains(actions, action => action.Name == "echo");
        Assert.Contains("Grüße 😀", (string?)echo["result"], StringComparison.Ordinal);
        Assert.Contains("5", (string?)sum["result"], StringComparison.Ordinal);
        Assert.Equal("image", (string?)image["leftOut"]![0]!["type"]);
        Assert.NotEmpty((string?)image["result"] ?? "");
        Assert.Equal(3, links["files"]!.AsArray().Count);
        Assert.All(links["files"]!.AsArray(), link => Assert.NotEmpty((string?)link!["url"] ?? ""));
        Assert.NotNull(structured["result"]!["temperature"]);
        Assert.NotEmpty((string?)file["files"]![0]!["url"] ?? "");
        Assert.Equal(FailureKind.VendorRefused, wrong.Failure?.Kind);
        output.WriteLine($"counterpart: server-everything: {actions.Count} tools listed, 7 calls answered");
    }

    [Theory, Proves("K4")]
    [InlineData(404, "Session not found")]
    [InlineData(400, "Bad Request: No valid session ID provided")]
    public async Task LostSession_IsOpenedAgain_AndTheCallMadeOnce(int status, string message)
    {
        await using var server = await node.ServeAsync("mcp_difficult");
        await using var bench = Bench(server);
        using var session = Session(bench);
        await server.OrderAsync(new { method = "tools/call", status, message });

        var outcome = await RunAsync(bench, session, "plain_tool", """{"text":"x"}""");

        var counts = await server.CountsAsync();
        Assert.Equal("plain_tool", (string?)outcome["result"]!["ran"]);
        Assert.Equal(1, counts.GetProperty("calls").GetArrayLength());
        Assert.Equal(2, counts.GetProperty("initialized").GetInt32());
    }

    [Fact, Proves("K4")]
    public async Task SessionLostWhileListing_IsOpenedAgain_AndTheListIsWhole()
    {
        await using var server = await node.ServeAsync("mcp_difficult");
        await using var bench = Bench(server);
        using var session = Session(bench);
        await server.OrderAsync(new { method = "tools/list", status = 404, message = "Session not found" });

        Assert.Equal(34, Succeeds(await Actions(bench).ListActionsAsync(session, CancellationToken.None)).Count);
    }

    [Fact, Proves("K4")]
    public async Task SessionsLostAgainAndAgain_EndAsAFailure_ThatDoesNotBlameTheToken()
    {
        await using var server = await node.ServeAsync("mcp_difficult");
        await using var bench = Bench(server);
        using var session = Session(bench);
        await server.OrderAsync(new { method = "tools/list", status = 404, message = "Session not found", times = 50 });

        var failure = (await Actions(bench).ListActionsAsync(session, CancellationToken.None)).Failure;

        Assert.NotEqual(FailureKind.CredentialRefused, failure!.Kind);
        Assert.Equal(2, (await server.CountsAsync()).GetProperty("initialized").GetInt32());
    }

    [Fact]
    public async Task NotFoundToInitialize_IsTheAddressOrTheToken()
    {
        await using var server = await node.ServeAsync("mcp_difficult");
        await using var bench = Bench(server);
        using var session = Session(bench);
        await server.OrderAsync(new { status = 404, message = "Not found", times = 50 });

        Assert.Equal(FailureKind.CredentialRefused, (await bench.Connector.GetAccountAsync(session, CancellationToken.None)).Failure!.Kind);
    }

    [Fact]
    public async Task Blocks_AreAllToldOrKept()
    {
        await using var server = await node.ServeAsync("mcp_difficult");
        await using var bench = Bench(server);
        using var session = Session(bench);

        var blocks = await RunAsync(bench, session, "blocks", "{}");
        var unknown = await RunAsync(bench, session, "unknown_blocks", "{}");
        var two = await RunAsync(bench, session, "two_texts", "{}");

        Assert.Equal("first\nsecond", (string?)blocks["result"]);
        Assert.Equal(("r.pdf", "https://files.example.test/r.pdf"), ((string?)blocks["files"]![0]!["name"], (string?)blocks["files"]![0]!["url"]));
        Assert.Equal("Kept as it is: ü", (string?)blocks["files"]![1]!["text"]);
        Assert.Equal("file:///photo.bin", (string?)blocks["files"]![2]!["url"]);
        Assert.NotNull(blocks["files"]![2]!["leftOut"]);
        Assert.Equal(["image", "audio"], blocks["leftOut"]!.AsArray().Select(left => (string?)left!["type"]));
        Assert.Equal("known", (string?)unknown["result"]);
        Assert.Equal(["hologram", "image"], unknown["leftOut"]!.AsArray().Select(left => (string?)left!["type"]));
        Assert.Equal("first\nsecond", (string?)two["result"]);
    }

    [Fact]
    public async Task StructuredContent_IsTheResult_AndOtherWordsStayBesideIt()
    {
        await using var server = await node.ServeAsync("mcp_difficult");
        await using var bench = Bench(server);
        using var session = Session(bench);

        var same = await RunAsync(bench, session, "structured", "{}");
        var more = await RunAsync(bench, session, "structured_and_more", "{}");

        Assert.Equal(2, (int)same["result"]!["count"]!);
        Assert.Null(same["text"]);
        Assert.Equal("Two were found, one is old.", (string?)more["text"]);
    }

    [Fact]
    public async Task FailedTool_IsToldInAllItsWords()
    {
        await using var server = await node.ServeAsync("mcp_difficult");
        await using var bench = Bench(server);
        using var session = Session(bench);

        var failure = (await Actions(bench).RunAsync(session, "fails", JsonElement.Parse("{}"), CancellationToken.None)).Failure;

        Assert.Equal("zapier.action_failed", failure?.Code);
        Assert.Contains("The report is locked.", failure!.Message, StringComparison.Ordinal);
        Assert.Contains("Unlock it first.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain_tool")]
    [InlineData("folder/report")]
    [InlineData("größe")]
    [InlineData("größen")]
    [InlineData("two words")]
    public async Task ToolOfAnyName_HasAnActionThatAPathCanHold_AndRuns(string tool)
    {
        await using var server = await node.ServeAsync("mcp_difficult");
        await using var bench = Bench(server);
        using var session = Session(bench);
        var actions = Succeeds(await Actions(bench).ListActionsAsync(session, CancellationToken.None));

        var found = Actions(bench).FindAction(actions, tool);
        var outcome = await RunAsync(bench, session, found!.Name, """{"text":"x"}""");

        Assert.Matches(PathSegment(), found.Name);
        Assert.Equal(tool, (string?)outcome["result"]!["ran"]);
        Assert.Equal(actions.Count, actions.Select(action => action.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(34, actions.Count);
    }

    private static VendorBench Bench(NodeServer server) => VendorBench.InPlaceOf("zapier", server.Origin, "mcp.zapier.com");

    private static VendorSession Session(VendorBench bench) =>
        bench.Session(AuthKinds.ApiKey, new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = "any-token" });

    private static IRunActions Actions(VendorBench bench) => (IRunActions)bench.Connector;

    private static async Task<JsonObject> RunAsync(VendorBench bench, VendorSession session, string action, string parameters) =>
        Succeeds(await Actions(bench).RunAsync(session, action, JsonElement.Parse(parameters), CancellationToken.None)).Output;

    private static T Succeeds<T>(Result<T> result)
    {
        Assert.Null(result.Failure);
        return result.Value;
    }

    [GeneratedRegex("^[A-Za-z0-9_.-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex PathSegment();
}
