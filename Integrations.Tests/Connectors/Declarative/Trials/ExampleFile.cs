using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Declarative.File;
using Integrations.Connectors.Declarative.Recordings;
using Integrations.Connectors.Declarative.Trials;
using Integrations.Web.Hosting.Commands;

namespace Integrations.Tests.Connectors.Declarative.Trials;

/// <summary>The file that <c>provider new</c> writes, and recordings of it: for what goes wrong between file and answers.</summary>
internal static class ExampleFile
{
    public const string Account = """{ "step": "account", "exchanges": [{ "request": { "method": "GET", "path": "/v1/me" }, "response": { "status": 200, "json": { "id": 7, "name": "Ada", "email": "ada@example.com" } } }] }""";

    public static string Text { get; } = ProviderSkeleton.Write("example", "Example", new Uri("https://api.example.com/v1"), new DateOnly(2026, 11, 30));

    public static string Changed(Action<JsonObject> change)
    {
        var file = JsonNode.Parse(Text)!.AsObject();
        change(file);
        return file.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    /// <summary>One page of the listing, and what stands in the answer.</summary>
    public static string Page(string answer, string? cursor = null, int status = 200, string headers = "{}") =>
        $$"""{ "request": { "method": "GET", "path": "/v1/items", "query": { "limit": "3"{{(cursor is null ? "" : $", \"cursor\": \"{cursor}\"")}} } }, "response": { "status": {{status}}, "headers": {{headers}}, "json": {{answer}} } }""";

    public static string Searched(int pages, params string[] exchanges) => $$"""{ "step": "search", "entity": "item", "pages": {{pages}}, "exchanges": [{{string.Join(", ", exchanges)}}] }""";

    public static string Recorded(params string[] steps) =>
        $$"""{ "provider": "example", "source": "a test", "recorded": "2026-11-30T12:00:00Z", "connection": { "kind": "api_key" }, "steps": [{{string.Join(", ", steps)}}] }""";

    public static Recording? Read(string recording, out IReadOnlyList<FileProblem> problems) => Recording.Read(Encoding.UTF8.GetBytes(recording), [], out problems);

    /// <summary>The steps that were tried, those of a recording that are not in it aside.</summary>
    public static async Task<IReadOnlyList<TrialStep>> TryAsync(string recording, string? file = null)
    {
        var read = Read(recording, out var problems);
        Assert.Empty(problems);
        return [.. (await PlayAsync(read!, file)).Where(step => step.Outcome != TrialOutcome.Skipped)];
    }

    public static async Task<IReadOnlyList<TrialStep>> PlayAsync(Recording recording, string? file = null)
    {
        var source = new TrialSource("recorded", [new TrialConnection("api_key", new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = "recorded" })]) { Recording = recording };
        var report = await ProviderTrial.RunAsync(Encoding.UTF8.GetBytes(file ?? Text), source, TimeProvider.System, CancellationToken.None);
        return report.Steps;
    }

    /// <summary>The line of the file's text that holds this.</summary>
    public static int LineOf(string part, string? file = null) => Array.FindIndex((file ?? Text).Split('\n'), line => line.Contains(part, StringComparison.Ordinal)) + 1;
}
