using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Declarative.File;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Tests.Infrastructure;
using Json.Schema;

namespace Integrations.Tests.Connectors.Declarative;

/// <summary>Provider files: the ones that are shipped, and broken ones of every kind.</summary>
public sealed class ProviderFileTests(ITestOutputHelper output)
{
    private const string Folder = "Integrations.Connectors/Declarative/Providers";

    public static TheoryData<string> Files => [.. Directory.GetFiles(Path.Combine(Repository.Root(), Folder), "*.provider.json").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Files))]
    public void ShippedFile_IsRead_CitesItsSources_AndHasASuite(string name)
    {
        var file = ProviderFile.Read(Bytes(name), out var problems);

        Assert.Empty(problems);
        Assert.Equal(name, $"{file!.Manifest.Key}.provider.json");
        Assert.NotEmpty(file.Sources);
        // Nothing of it is sent to a host that the vendor does not have.
        Assert.All(file.Api.Bases.Where(one => !one.Names.Any()), one => Assert.Contains(new Uri(one.Fill(_ => null)!).Host, file.Manifest.Hosts));
        Assert.True(ProviderFileWarnings.Contrast(file.Manifest.Color) >= ProviderFileWarnings.LeastContrast, file.Manifest.Color);
        var tested = typeof(DeclarativeSuite).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(DeclarativeSuite)))
            .Select(type => type.GetProperty("Provider", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(Activator.CreateInstance(type)));
        Assert.Contains(file.Manifest.Key, tested);
    }

    [Fact]
    public void Keys_AreNoWrittenConnectors() =>
        Assert.Empty(DeclarativeProviders.All.Select(one => one.Provider).Intersect(ConnectorCatalog.ReadManifests().Select(manifest => manifest.Key), StringComparer.Ordinal));

    [Theory, MemberData(nameof(Files))]
    public void PublishedSchema_IsReadTheSameByAnotherReader(string name)
    {
        var schema = JsonSchema.FromText(File.ReadAllText(Path.Combine(Repository.Root(), "docs", "provider.schema.json")));
        var own = FileSchema.Load();
        var rounds = ProofSize.Of(16, 150);
        var random = new Random(20_261_128);
        var (agreed, refused) = (0, 0);
        for (var round = 0; round < rounds; round++)
        {
            var bytes = round == 0 ? Bytes(name) : Mutations.OfJson(Bytes(name), random);
            var ours = new List<FileProblem>();
            if (FileReader.Read(bytes, ours) is not { } node)
            {
                continue;
            }

            own.Check(node, JsonElement.Parse(bytes), ours);
            var theirs = schema.Evaluate(JsonElement.Parse(bytes)).IsValid;
            Assert.True(theirs == (ours.Count == 0), $"{name}, round {round}: {string.Join("; ", ours)} in {Encoding.UTF8.GetString(bytes)}");
            agreed++;
            refused += theirs ? 0 : 1;
        }

        output.WriteLine($"{name}: {agreed} compared, {refused} of them refused by both");
        Assert.True(refused > rounds / 8);
    }

    [Fact]
    public void PublishedSchema_UsesNoKeyword_ThatTheHubDoesNotRead()
    {
        string[] read =
        [
            "$schema", "$id", "$defs", "title", "description", "default", "examples",
            "$ref", "type", "enum", "const", "properties", "required", "additionalProperties", "propertyNames", "items", "anyOf", "pattern", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minimum", "maximum",
        ];
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root(), "docs", "provider.schema.json")))!;

        Assert.Empty(Keywords(schema).Except(read, StringComparer.Ordinal));
        Assert.All(Keywords(schema, "$ref").Select(reference => reference["#/$defs/".Length..]), name => Assert.NotNull(schema["$defs"]![name]));
    }

    /// <summary>The keywords of a schema and of all within it; or the texts of one of them.</summary>
    private static IEnumerable<string> Keywords(JsonNode? schema, string? of = null)
    {
        foreach (var (keyword, value) in schema as JsonObject ?? [])
        {
            var within = keyword switch
            {
                "$defs" or "properties" => value!.AsObject().Select(member => member.Value),
                "anyOf" => value!.AsArray(),
                "items" or "additionalProperties" or "propertyNames" => [value],
                _ => [],
            };
            foreach (var found in within.SelectMany(one => Keywords(one, of)).Prepend(of is null ? keyword : keyword == of ? value!.GetValue<string>() : ""))
            {
                if (found.Length > 0)
                {
                    yield return found;
                }
            }
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void BrokenFiles_AreToldOrRead_AndNeverThrow(string name)
    {
        var original = Bytes(name);
        var random = new Random(20_261_128);
        var (read, told) = (0, 0);
        // Over all files more than ten thousand.
        var rounds = ProofSize.Of(130, 1_000);
        for (var round = 0; round < rounds; round++)
        {
            var bytes = round % 2 == 0 ? Mutations.OfJson(original, random) : Mutations.OfBytes(original, random);
            var file = ProviderFile.Read(bytes, out var problems);
            if (file is null)
            {
                Assert.NotEmpty(problems);
                Assert.All(problems, problem => Assert.True(problem is { Line: > 0, Column: > 0, Message.Length: > 10 } && problem.Path.StartsWith('$'), problem.ToString()));
                told++;
            }
            else
            {
                // Whatever is read keeps to its hosts and can be asked for.
                Assert.Empty(problems);
                Assert.All(file.Api.Bases, one => Assert.True(one.Names.Any() || file.Manifest.Hosts.Contains(CredentialHost(one), StringComparer.OrdinalIgnoreCase)));
                Assert.Equal(file.Manifest.Key, DeclarativeConnector.Of(file).Provider);
                read++;
            }
        }

        output.WriteLine($"{name}: {told} told, {read} read");
        Assert.True(told > rounds / 2, $"{told} told");
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("{", 1, 2)]
    [InlineData("{\n  \"key\": \"a\",\n  \"key\": \"b\"\n}", 3, 3)]
    [InlineData("[]", 1, 1)]
    [InlineData("{\n\n  \"ké\" : \"\\ud83d\" }", 3, 10)]
    [InlineData("null", 1, 1)]
    public void WhatIsWrong_IsToldWithItsPlace(string text, int line, int column)
    {
        Assert.Null(ProviderFile.Read(Encoding.UTF8.GetBytes(text), out var problems));

        Assert.Equal((line, column), (problems[0].Line, problems[0].Column));
    }

    [Theory]
    [InlineData("""["account"]["request"]["path"]""", "/v1/../x", "stays below the base")]
    [InlineData("""["account"]["request"]["path"]""", "https://evil.example/x", "stays below the base")]
    [InlineData("""["account"]["request"]["path"]""", "/v1/{nothing}", "Nothing gives {nothing} a value")]
    [InlineData("""["base"]""", "https://evil.example", "not among the file's \"hosts\"")]
    [InlineData("""["base"]""", "http://api.notion.com", "https address")]
    [InlineData("""["base"]""", "https://{site}.example", "Nothing gives {site} a value")]
    [InlineData("""["headers"]["Authorization"]""", "x", "set by the hub")]
    [InlineData("""["headers"]["Notion-Version"]""", "a\r\nX: y", "plain letters")]
    [InlineData("""["entities"]["page"]["search"]["request"]["json"]["query"]""", "title:{text}", "query language")]
    [InlineData("""["entities"]["page"]["map"]["title"]""", "a..b", "A path is member names")]
    [InlineData("""["entities"]["page"]["id"]""", "", "must not be empty")]
    [InlineData("""["actions"][0]["parameters"]["parent"]["thing"]""", "elephant", "no entity 'elephant'")]
    public void WhatASchemaCannotSay_IsTold(string place, string value, string told)
    {
        var file = JsonNode.Parse(Bytes("notion.provider.json"))!;
        Set(file["api"]!, place, value);

        Assert.Null(ProviderFile.Read(Encoding.UTF8.GetBytes(file.ToJsonString()), out var problems));

        Assert.Contains(problems, problem => problem.Message.Contains(told, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(6, "action:fly", "needed for 'action:fly', which the provider does not have")]
    [InlineData(6, "find:elephant", "needed for 'find:elephant'")]
    [InlineData(5, "account", "No scope is needed for 'action:create_task'")]
    [InlineData(6, "account", "No scope is needed for 'action:add_comment'")]
    [InlineData(6, "fly", "")]
    public void UseOfAScope_ThatIsNotThere_AndOneThatNoScopeIsFor_AreTold(int scope, string use, string told)
    {
        var file = JsonNode.Parse(Bytes("asana.provider.json"))!;
        file["auth"]![0]!["oAuth"]!["scopes"]![scope]!["neededFor"] = new JsonArray(use);

        Assert.Null(ProviderFile.Read(Encoding.UTF8.GetBytes(file.ToJsonString()), out var problems));

        Assert.Contains(problems, problem => problem.Path.Contains("scopes", StringComparison.Ordinal) && problem.Message.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public void ScopeThatDoesNotSayWhatItIsFor_IsTaken_AndAlwaysAsked()
    {
        var file = JsonNode.Parse(Bytes("asana.provider.json"))!;
        ((JsonObject)file["auth"]![0]!["oAuth"]!["scopes"]![6]!).Remove("neededFor");

        var read = ProviderFile.Read(Encoding.UTF8.GetBytes(file.ToJsonString()), out var problems);

        Assert.Empty(problems);
        Assert.Contains("stories:write", read!.Manifest.Auth[0].OAuth!.ScopesFor(["find:task"]).Select(scope => scope.Name));
    }

    [Fact]
    public void BudgetOfTheClient_WherePeopleTypeAnyServer_IsTold()
    {
        var file = JsonNode.Parse(Bytes("gitlab.provider.json"))!;
        file["api"]!["budgets"]![0]!["per"] = "client";

        Assert.Null(ProviderFile.Read(Encoding.UTF8.GetBytes(file.ToJsonString()), out var problems));

        Assert.Contains(problems, problem => problem.Message.Contains("must not type the address of any server", StringComparison.Ordinal));
    }

    [Fact]
    public void QuotedText_WithoutEscapingTheQuote_IsTold()
    {
        var file = JsonNode.Parse(Bytes("notion.provider.json"))!;
        var search = file["api"]!["entities"]!["page"]!["search"]!;
        search["request"]!["json"]!["query"] = "title ~ \"{text}\"";
        search["words"] = new JsonObject { ["removed"] = "<>" };

        Assert.Null(ProviderFile.Read(Encoding.UTF8.GetBytes(file.ToJsonString()), out var problems));

        Assert.Contains(problems, problem => problem.Message.Contains("remove that quote", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("path", "elephant")]
    [InlineData("text", "titleField")]
    public void MemberThatNoFactNames_IsTold(string beside, string fact)
    {
        var file = JsonNode.Parse(Bytes("airtable.provider.json"))!;
        file["api"]!["entities"]!["record"]!["map"]!["title"] = new JsonObject { [beside] = "fields", ["member"] = fact };

        Assert.Null(ProviderFile.Read(Encoding.UTF8.GetBytes(file.ToJsonString()), out var problems));

        Assert.Contains(problems, problem => problem.Message.Contains("'member' goes with 'path'", StringComparison.Ordinal));
    }

    [Fact]
    public void LargeFile_IsRefusedUnread()
    {
        Assert.Null(ProviderFile.Read(Encoding.UTF8.GetBytes($"{{\"key\":\"{new string('x', 5 * 1024 * 1024)}\"}}"), out var problems));

        Assert.Contains("KB", problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DeepFile_IsRefused()
    {
        Assert.Null(ProviderFile.Read(Encoding.UTF8.GetBytes(new string('[', 100_000)), out var problems));

        Assert.Contains("depth", problems[0].Message, StringComparison.OrdinalIgnoreCase);
    }

    private static string CredentialHost(Template template) => Integrations.Connectors.Http.CredentialHosts.Of(new Uri(template.Fill(_ => null)!));

    private static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Repository.Root(), Folder, name));

    private static void Set(JsonNode at, string place, string value)
    {
        var steps = place.Split(["[", "]"], StringSplitOptions.RemoveEmptyEntries);
        foreach (var step in steps[..^1])
        {
            at = (step.StartsWith('"') ? at[step.Trim('"')] : at[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)])!;
        }

        at[steps[^1].Trim('"')] = value;
    }
}
