using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Entities;
using Integrations.Tests.Connectors.Declarative;
using Integrations.Tests.Connectors.Hostile;

namespace Integrations.Tests.Connectors.Field;

/// <summary>SECURITY X6: an id or parameter from outside never leaves its place in a vendor's address.</summary>
public sealed class PathParameterTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly string[] Hostile =
    [
        ".", "..", "../..", "..%2f..", "%2e%2e", "%2E%2E/x", "a/b", "a\\b", "a%2fb", "a%5Cb", "a%252fb", "/", "\\", "a\0b", "a\u0001b", "a\r\nb", "a\u007fb", "a\u200Bb", "a\u202Eb", "a\uFEFFb", "a\u2060b", "a\u00ADb", "a\uD83Db", "\u3164",
        "a/../../me", "./a", "a/.", new string('x', 2_000),
    ];

    /// <summary>Each with a hole where an id stands in it.</summary>
    private static readonly (string Provider, string[] Ids, (string Action, string Parameters)[] Actions)[] Places =
    [
        ("github", ["issue:{0}:widgets:1", "issue:acme:{0}:1", "issue:acme:widgets:{0}", "pull:acme:{0}:1", "repo:acme:{0}", "user:{0}"], [("comment_issue", """{"repository":"acme/{0}","number":1,"body":"a"}"""), ("create_issue", """{"repository":"{0}/widgets","title":"a"}""")]),
        ("dropbox", ["file:id:{0}"], []),
        ("google_calendar", ["{0}", "team@group.calendar.google.com/{0}", "{0}/evt1", "{0}@group.calendar.google.com"], [("create_event", """{"title":"a","start":"2026-12-01T10:00:00Z","end":"2026-12-01T11:00:00Z","calendarId":"{0}"}""")]),
        ("google_drive", ["{0}"], [("share_link", """{"fileId":"{0}"}""")]),
        ("google_meet", ["space:{0}", "conf:{0}"], []),
        ("jira", ["issue:{0}", "project:{0}"], [("add_comment", """{"issue":"{0}","body":"a"}"""), ("transition_issue", """{"issue":"{0}","to":"Done"}"""), ("create_issue", """{"project":"{0}","summary":"a"}""")]),
        ("n8n", ["{0}", "execution:{0}"], [("activate_workflow", """{"workflowId":"{0}"}"""), ("run_a_{0}", "{}")]),
        ("microsoft_outlook", ["{0}", "message:{0}"], []),
        ("slack", ["channel:{0}", "user:{0}", "message:{0}:1.2"], []),
    ];

    public static TheoryData<string> Providers => [.. Places.Select(place => place.Provider), .. DeclarativeProviders.All.OfType<SearchingConnector>().Select(one => one.Provider)];

    [Theory, Proves("SX6"), MemberData(nameof(Providers))]
    public async Task IdThatWouldLeaveItsPlace_IsRefusedBeforeTheCall(string provider)
    {
        var (_, ids, actions) = DeclarativeProviders.All.FirstOrDefault(one => one.Provider == provider) is { } declared ? PlacesOf(declared) : Places.Single(place => place.Provider == provider);
        await using var vendor = new PlayedVendor(provider);
        var tried = 0;
        foreach (var hostile in Hostile)
        {
            using var session = vendor.Session();
            foreach (var id in ids)
            {
                var given = id.Replace("{0}", hostile, StringComparison.Ordinal);
                if (provider == "google_calendar" && (hostile, id) is ("a/b", "{0}") or ("." or ".." or "a/b" or "a/.", "{0}@group.calendar.google.com"))
                {
                    // A slash of our own divides calendar and event, and dots before an @ are a name: all stay in their places.
                    continue;
                }

                var read = await ((IGetEntity)vendor.Connector).GetAsync(session, given, None);
                Assert.True(read.Failure is not null && vendor.Asked.Count == 0, $"{given} was asked: {vendor.Asked.FirstOrDefault()}");
                tried++;
            }

            foreach (var (action, parameters) in actions)
            {
                var given = JsonElement.Parse(parameters.Replace("{0}", JsonEncodedText.Encode(hostile.Replace('\uD83D', '\uFFFD')).ToString(), StringComparison.Ordinal));
                var run = await ((IRunActions)vendor.Connector).RunAsync(session, action.Replace("{0}", hostile, StringComparison.Ordinal), given, None);
                Assert.True(run.Failure is not null && vendor.Asked.Count == 0, $"{action} with {hostile} was asked: {vendor.Asked.FirstOrDefault()}");
                tried++;
            }
        }

        Assert.True(tried >= Hostile.Length);
    }

    private static (string Provider, string[] Ids, (string Action, string Parameters)[] Actions) PlacesOf(DeclarativeConnector declared) => (
        declared.Provider,
        [.. declared.File.Api.Entities.SelectMany(entity => Enumerable.Range(0, entity.Id.Count).Select(hole => $"{entity.Name}:{string.Join('/', entity.Id.Select((_, part) => part == hole ? "{0}" : Examples.Part(entity.Shape)))}"))],
        [.. declared.File.Api.Actions.Where(action => action.Things.Count > 0).Select(action => (action.Descriptor.Name, Examples.Parameters(action, entity => $"{entity.Name}:{string.Join('/', entity.Id.Select(_ => "{0}"))}").ToJsonString()))]);

    [Fact, Proves("SX6")]
    public async Task RouteParameterOfAWorkflowsWebhook_StaysInItsPlace()
    {
        const string Workflow = """{"id":"wf1","name":"A","active":true,"nodes":[{"type":"n8n-nodes-base.webhook","name":"W","webhookId":"hook1","parameters":{"path":"orders/:id","httpMethod":"POST"}}]}""";
        await using var vendor = new PlayedVendor("n8n") { Answer = _ => PlayedVendor.Json(Workflow) };
        foreach (var hostile in Hostile)
        {
            using var session = vendor.Session();
            var given = JsonSerializer.SerializeToElement(new Dictionary<string, string>(StringComparer.Ordinal) { ["id"] = hostile.Replace('\uD83D', '\uFFFD') });

            Assert.Equal("validation", (await ((IRunActions)vendor.Connector).RunAsync(session, "run_a_wf1", given, None)).Failure?.Code);
        }

        Assert.DoesNotContain(vendor.Asked, line => line.StartsWith("POST", StringComparison.Ordinal));
    }

    [Theory, Proves("SX6")]
    [InlineData("AAMkAGI1AAAoZCfHAAA=")]
    [InlineData("en.german#holiday@group.v.calendar.google.com")]
    [InlineData("a b")]
    [InlineData("a%b")]
    [InlineData("ümlaut")]
    [InlineData("...")]
    public void Escape_OfAnHonestId_GivesOneSegment(string id)
    {
        var segment = PathParameter.Escape(id);

        Assert.Equal($"/before/{segment}/after", new Uri($"https://vendor.example/before/{segment}/after").AbsolutePath);
        Assert.Equal(id, Uri.UnescapeDataString(segment!));
    }
}
