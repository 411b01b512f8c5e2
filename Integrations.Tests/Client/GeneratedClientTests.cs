using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Integrations.Client;
using Integrations.Client.Generator;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Client;

/// <summary>The client's generated part: as the documents are, and a method for each of their operations that sends just that.</summary>
public sealed partial class GeneratedClientTests(ITestOutputHelper output)
{
    private static readonly string Documents = Path.Combine(Repository.Root(), "docs", "api");
    private static readonly string[] Names = ["all", "platform", "company", "automation", "accounts", "entities"];

    [Fact]
    public void Generated_IsCommittedAsTheDocumentsAre()
    {
        var folder = Path.Combine(Repository.Root(), ClientFiles.Folder);
        var committed = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);
        var fresh = ClientFiles.Of(Documents);

        var stale = fresh.Keys.Union(committed.Keys, StringComparer.Ordinal).Where(file => fresh.GetValueOrDefault(file) != committed.GetValueOrDefault(file)).ToList();

        Assert.True(fresh.Count > 100, $"{fresh.Count} files");
        Assert.True(stale.Count == 0, $"Run scripts/generate-client and commit what changes: {string.Join(", ", stale)}");
    }

    [Fact]
    public async Task EveryOperation_HasOneMethod_ThatSendsJustThat()
    {
        var sent = new List<SentCall>();
        var recorder = new Recorder();
        using var http = new HttpClient(recorder) { BaseAddress = new Uri("https://hub.test/below/") };
        var hub = new IntegrationsHub(http);
        foreach (var surface in typeof(IntegrationsHub).GetProperties())
        {
            foreach (var method in surface.PropertyType.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal) && !method.Name.StartsWith("Enumerate", StringComparison.Ordinal)))
            {
                await (Task)method.Invoke(surface.GetValue(hub), [.. method.GetParameters().Select(Sample)])!;
                sent.Add(recorder.Last!);
            }
        }

        var documented = Names.SelectMany(Operations).Distinct().ToList();

        Assert.True(documented.Count >= 84, $"{documented.Count} operations");
        Assert.Equal(documented.Select(call => call.ToString()).Order(StringComparer.Ordinal), sent.Select(call => call.ToString()).Order(StringComparer.Ordinal));
        output.WriteLine($"counterpart: .NET client: {documented.Count} operations of {Names.Length} documents, each sent as documented by one method");
    }

    /// <summary>Each surface's methods are those of its document, so that the group of a method says its error body.</summary>
    [Theory]
    [InlineData("platform", typeof(PlatformApi)), InlineData("company", typeof(CompanyApi)), InlineData("automation", typeof(AutomationApi)), InlineData("accounts", typeof(AccountsApi)), InlineData("entities", typeof(EntitiesApi))]
    public void Surface_HasTheMethodsOfItsDocument(string document, Type surface) => Assert.Equal(
        Operations(document).Count(), surface.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Count(method => method.Name.EndsWith("Async", StringComparison.Ordinal) && !method.Name.StartsWith("Enumerate", StringComparison.Ordinal)));

    [Fact]
    public void Models_PrintNothingOfWhatTheyHold() => Assert.All(
        typeof(IntegrationsHub).Assembly.GetTypes().Where(type => type.Namespace == "Integrations.Client.Models"),
        type => Assert.Equal(typeof(object), type.GetMethod(nameof(ToString), Type.EmptyTypes)!.DeclaringType));

    [Theory]
    [InlineData(""), InlineData("."), InlineData("..")]
    public async Task IdThatWouldMakeAnotherRoute_IsRefusedBeforeItIsSent(string id)
    {
        var recorder = new Recorder();
        using var http = new HttpClient(recorder) { BaseAddress = new Uri("https://hub.test/") };

        await Assert.ThrowsAsync<ArgumentException>(() => new IntegrationsHub(http).Platform.GetInstanceAsync(id));

        Assert.Null(recorder.Last);
    }

    [Fact]
    public async Task ValuesInPathAndQuery_AreEncoded()
    {
        var recorder = new Recorder();
        using var http = new HttpClient(recorder) { BaseAddress = new Uri("https://hub.test/") };

        await new IntegrationsHub(http).Platform.SearchOneAsync("a/../b?c#d", "x&limit=1 ü", entities: ["one", "t&wo"]);

        Assert.Equal("/api/integrations/a%2F..%2Fb%3Fc%23d/search?query=x%26limit%3D1%20%C3%BC&entities=one&entities=t%26wo", recorder.Address!.PathAndQuery);
    }

    private static object? Sample(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(HubId) => new HubId($"~{parameter.Name}~"),
        var type when type == typeof(string) => $"~{parameter.Name}~",
        var type when type == typeof(int?) => 7,
        var type when type == typeof(IReadOnlyList<string>) => new[] { "~one~" },
        var type when type == typeof(HttpContent) => new ByteArrayContent("{}"u8.ToArray()),
        var type when type == typeof(JsonObject) => new JsonObject(),
        var type when type == typeof(HubCall) => new HubCall { IdempotencyKey = "key" },
        var type when type == typeof(CancellationToken) => CancellationToken.None,
        var type => RuntimeHelpers.GetUninitializedObject(type),
    };

    private static IEnumerable<SentCall> Operations(string name)
    {
        var document = JsonElement.Parse(File.ReadAllText(Path.Combine(Documents, $"{name}.json")));
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var parameters = operation.Value.TryGetProperty("parameters", out var found) ? found.EnumerateArray().ToList() : [];
                string Of(string place) => string.Join(',', parameters.Where(parameter => parameter.GetProperty("in").GetString() == place).Select(parameter => parameter.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
                yield return new SentCall(operation.Name.ToUpperInvariant(), path.Name, Of("query"), Of("header"), operation.Value.TryGetProperty("requestBody", out _), HasKey: true);
            }
        }
    }

    /// <summary>What matters of a call; names of query and headers in order.</summary>
    private sealed record SentCall(string Method, string Template, string Query, string Headers, bool HasBody, bool HasKey);

    private sealed partial class Recorder : HttpMessageHandler
    {
        public SentCall? Last { get; private set; }

        public Uri? Address { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Address = request.RequestUri!;
            var query = Address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')[0]);
            Last = new SentCall(
                request.Method.Method,
                Sampled().Replace(Address.AbsolutePath.Replace("/below/", "/", StringComparison.Ordinal), "{${name}}"),
                string.Join(',', query.Order(StringComparer.Ordinal)),
                string.Join(',', request.Headers.Select(header => header.Key).Where(name => name != "Idempotency-Key").Order(StringComparer.Ordinal)),
                request.Content is not null,
                request.Headers.Contains("Idempotency-Key"));
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));
        }

        [GeneratedRegex("~(?<name>[A-Za-z]+)~", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
        private static partial Regex Sampled();
    }
}
