using System.Text;
using System.Text.Json.Nodes;
using Integrations.Connectors.Declarative;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Commands;

namespace Integrations.Tests.Connectors.Declarative;

/// <summary>What the author of a file reads: one message for one mistake, with what to write instead, and warnings for what is odd.</summary>
public sealed class ProviderFileMessageTests
{
    private static readonly DateOnly Today = new(2026, 11, 30);

    [Fact]
    public void OneWrongPath_IsOneMessage_HoweverOftenItsEntityIsNamed()
    {
        var problems = SmallFile.Problems(file =>
        {
            file["inbound"] = JsonNode.Parse("""{ "steps": ["Do it."], "events": ["a"] }""");
            file["api"]!["events"] = JsonNode.Parse("""{ "verify": { "kind": "hmac", "header": "X" }, "type": "type", "touches": [{ "types": ["a"], "entity": "task", "id": "id" }] }""");
            SmallFile.Task(file)["read"]!["request"]!["path"] = "tasks/{id}{";
        });

        Assert.Equal("$.api.entities.task.read.request.path", Assert.Single(problems).Path);
    }

    [Fact]
    public void AnEntityThatIsNowhere_IsSaidWhereItIsNamed()
    {
        var problems = SmallFile.Problems(file => file["api"]!["actions"]![0]!["result"]!["entity"] = "elephant");

        Assert.Contains("There is no entity 'elephant'", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"key\": \"a\", }", "a comma stands before the closing bracket")]
    [InlineData("{ \"key\": [1, ] }", "a comma stands before the closing bracket")]
    [InlineData("{ // a note\n \"key\": 1 }", "This is not JSON")]
    public void WhatIsNoJson_IsSaidForPeople(string text, string said)
    {
        Assert.Null(ProviderFile.Read(Encoding.UTF8.GetBytes(text), out var problems));

        Assert.Contains(said, problems[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("reader options", problems[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("key", "Paddle", "such as add_task")]
    [InlineData("color", "red", "such as #1f3a5c")]
    public void AnUnexpectedForm_IsSaidWithAnExample(string member, string value, string said) =>
        Assert.Contains(SmallFile.Problems(file => file[member] = value), problem => problem.Message.Contains(said, StringComparison.Ordinal));

    [Fact]
    public void ANameThatCannotStandThere_IsSaidWithOneThatCan()
    {
        var problems = SmallFile.Problems(file => SmallFile.Task(file)["map"]!.AsObject().Add("first name", "x"));

        Assert.Contains("one that can is accountId", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryPatternOfTheSchema_HasAnExample_ThatFits()
    {
        var missing = new List<string>();
        Look(JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root(), "docs", "provider.schema.json")))!);

        Assert.Empty(missing);
        void Look(JsonNode? node)
        {
            if (node is JsonObject schema && schema["pattern"] is JsonValue pattern && pattern.TryGetValue<string>(out var text)
                // What an editor shows is the example of the place, or that of the pattern.
                && (schema["examples"]?[0]?.GetValue<string>() is not { } example || !System.Text.RegularExpressions.Regex.IsMatch(example, text, System.Text.RegularExpressions.RegexOptions.NonBacktracking)))
            {
                missing.Add(schema.GetPath());
            }

            foreach (var child in node is JsonObject members ? members.Select(member => member.Value) : node is JsonArray items ? items : Enumerable.Empty<JsonNode?>())
            {
                Look(child);
            }
        }
    }

    [Fact]
    public void ReservedNames_AreSaid()
    {
        var problems = SmallFile.Problems(file => file["api"]!["actions"]![0]!["parameters"]!.AsObject().Add("text", JsonNode.Parse("""{ "type": "string", "title": "Text" }""")));

        Assert.Contains("text, limit, cursor", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherHost_IsSaidToBeLeftOut() =>
        Assert.Contains(
            SmallFile.Problems(file => file["api"]!["account"]!["request"]!["path"] = "https://launchpad.example.com/me"),
            problem => problem.Message.Contains("one address only", StringComparison.Ordinal));

    [Theory]
    [InlineData("Humbug")]
    [InlineData("person")]
    public void AShardTypeThatTheHubDoesNotHave_IsRefused(string type) =>
        Assert.Contains(
            SmallFile.Problems(file => file["entityMappings"] = new JsonArray(new JsonObject { ["entity"] = "task", ["shardType"] = type })),
            problem => problem.Message.Contains("Meeting", StringComparison.Ordinal) && problem.Message.Contains("Person", StringComparison.Ordinal));

    [Fact]
    public void AHeaderOfThePrograms_MaySayWhoAsks() =>
        Assert.NotNull(SmallFile.Read(file => file["api"]!["headers"] = new JsonObject { ["User-Agent"] = "Example (hub@example.com)" }));

    [Fact]
    public void AUsableFile_HasNoWarnings() => Assert.Empty(ProviderFileWarnings.Of(SmallFile.Bytes(), Today));

    [Fact]
    public void WhatIsOdd_IsWarnedOf_WithItsPlace()
    {
        Warns("$.color", "contrast of 1.5:1", file => file["color"] = "#ffcc00");
        Warns("$.sources[0].read", "none of the past", file => file["sources"]![0]!["read"] = "2029-01-01");
        Warns("$.sources[0].read", "none of the past", file => file["sources"]![0]!["read"] = "2026-02-31");
        Warns("$.inbound.steps[0]", "{foo} means nothing", file => Events(file, """{ "kind": "hmac", "header": "X" }""", "Paste {foo} at {inboundUrl}."));
        Warns("$.inbound.steps[0]", "'verify' says 'none'", file => Events(file, """{ "kind": "none", "because": "A test." }""", "Paste {secret}."));
        Warns("$.api.actions[0].parameters.why", "no {why}", file => file["api"]!["actions"]![0]!["parameters"]!["why"] = JsonNode.Parse("""{ "type": "string", "title": "Why" }"""));
        Warns("$.key", "comes with the hub", file => file["key"] = "stripe");
        Warns("$.key", "comes with the hub", file => file["key"] = "github");
        Warns("$.api.entities.task.search", "nothing would be found", file =>
        {
            SmallFile.Task(file).Remove("sync");
            SmallFile.Task(file)["search"]!["request"]!["query"]!["from"] = "{start}";
            SmallFile.Task(file)["map"]!.AsObject().Remove("createdAt");
            SmallFile.Task(file)["map"]!.AsObject().Remove("updatedAt");
        });
    }

    [Fact]
    public void ANewFile_IsWarnedOf_UntilItIsWritten()
    {
        var bytes = Encoding.UTF8.GetBytes(ProviderSkeleton.Write("example", "Example", new Uri("https://api.example.com/v1"), Today));

        Assert.NotNull(ProviderFile.Read(bytes, out _));
        Assert.Equal(["$.auth[0].help", "$.sources[0].for", "$.leavesOut[0]"], ProviderFileWarnings.Of(bytes, Today).Select(problem => problem.Path));
    }

    [Theory, MemberData(nameof(ProviderFileTests.Files), MemberType = typeof(ProviderFileTests))]
    public void AShippedFile_HasNoWarnings(string name) =>
        Assert.Empty(ProviderFileWarnings.Of(File.ReadAllBytes(Path.Combine(Repository.Root(), "Integrations.Connectors/Declarative/Providers", name)), Today));

    private static void Events(JsonObject file, string verify, string step)
    {
        file["inbound"] = new JsonObject { ["steps"] = new JsonArray(step), ["events"] = new JsonArray("a") };
        file["api"]!["events"] = JsonNode.Parse($$"""{ "verify": {{verify}}, "type": "type", "touches": [{ "types": ["a"], "entity": "task", "id": "id" }] }""");
    }

    private static void Warns(string place, string said, Action<JsonObject> change)
    {
        SmallFile.Read(change);
        var warning = Assert.Single(ProviderFileWarnings.Of(SmallFile.Bytes(change), Today));

        Assert.Equal(place, warning.Path);
        Assert.Contains(said, warning.Message, StringComparison.Ordinal);
        Assert.True(warning is { Line: > 1, Column: > 1 });
    }
}
