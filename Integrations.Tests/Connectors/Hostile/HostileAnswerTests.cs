using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Entities;
using Integrations.Primitives;
using Integrations.Tests.Connectors.Declarative;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Errors;

namespace Integrations.Tests.Connectors.Hostile;

/// <summary>Every hostile answer, to everything that every connector asks: it ends as a failure or as nothing, never as an exception.</summary>
public sealed class HostileAnswerTests(ITestOutputHelper output)
{
    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<string> Providers => [.. VendorBench.Connectors().Select(connector => connector.Provider)];

    [Fact]
    public void Corpus_HoldsEnoughOfEveryKind()
    {
        Assert.True(HostileAnswers.All.Count >= 60, $"{HostileAnswers.All.Count} answers");
        Assert.Equal(HostileAnswers.All.Count, HostileAnswers.All.Select(answer => answer.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory, Proves("SX3"), MemberData(nameof(Providers))]
    public async Task NoAnswerLeavesTheBoundaryAsAnException(string provider)
    {
        await using var vendor = new PlayedVendor(provider);
        // Every answer meets a third of the vendors in each run, and all of them in the long form.
        var (every, first) = (ProofSize.Of(3, 1), Providers.Select(row => row.Data).ToList().IndexOf(provider));
        var answers = HostileAnswers.All.Where((_, number) => (number + first) % every == 0).ToList();
        var (calls, failures, escaped, errors) = (0, 0, new List<string>(), new ConcurrentDictionary<string, int>(StringComparer.Ordinal));
        foreach (var (name, bytes) in answers)
        {
            vendor.Answer = _ => bytes;
            foreach (var (what, call) in Operations(vendor.Connector))
            {
                using var session = vendor.Session(refresh: (_, _) => Task.FromResult<VendorCredential?>(null));
                calls++;
                try
                {
                    var failure = await call(session);
                    failures += failure is null ? 0 : 1;
                    if (failure is not null && ApiError.From(failure).Status >= 500)
                    {
                        errors.AddOrUpdate($"{what}: {name}: {failure.Code}", 1, (_, count) => count + 1);
                    }
                }
                catch (Exception exception)
                {
                    escaped.Add($"{what}: {name}: {exception.GetType().Name} {exception.Message} {exception.StackTrace?.Split('\n').FirstOrDefault()}");
                }
            }
        }

        foreach (var kind in vendor.Unforeseen.GroupBy(exception => $"{exception.GetType().Name} {exception.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Integrations.", StringComparison.Ordinal))?.Trim()}"))
        {
            output.WriteLine($"caught at the boundary {kind.Count()} times: {kind.Key}");
        }

        output.WriteLine($"{provider}: {answers.Count} answers, {calls} calls, {failures} failures, {errors.Count} answers of 500 or more, {escaped.Count} exceptions");
        Assert.Empty(escaped);
        Assert.Empty(errors);
        // The answers did arrive.
        Assert.True(vendor.Asked.Count >= answers.Count, $"{vendor.Asked.Count} requests");
    }

    [Theory, Proves("SX3"), MemberData(nameof(Providers))]
    public void NoDeliveryMakesAnExceptionOfItsReader(string provider)
    {
        var connector = VendorBench.Connectors().Single(c => c.Provider == provider);
        if (connector.As<IReceiveEvents>() is not { } receiving)
        {
            return;
        }

        var secret = new Secret("the-secret");
        foreach (var (name, bytes) in HostileAnswers.All)
        {
            var body = HostileAnswers.BodyOf(bytes);
            // Not through the boundary: the readers themselves hold.
            var thrown = Record.Exception(() => receiving.Receive(Signed(body, secret), secret, DateTimeOffset.UtcNow));
            Assert.True(thrown is null, $"{name}: {thrown}");
        }
    }

    private static IEnumerable<(string What, Func<VendorSession, Task<Failure?>> Call)> Operations(IConnector connector)
    {
        yield return ("account", async session => (await session.CallAsync(() => connector.GetAccountAsync(session, None), None)).Failure);
        if (connector is ISearchEntities searching)
        {
            yield return ("search", async session => Shown(await session.CallAsync(() => searching.SearchAsync(session, new EntityQuery("review", 5), None), None)));
            yield return ("listing", async session => Shown(await session.CallAsync(() => searching.SearchAsync(session, new EntityQuery(null, 5), None), None)));
        }

        if (connector is IGetEntity reading)
        {
            foreach (var id in Ids(connector.Provider))
            {
                yield return ($"read {id}", async session => Shown(await session.CallAsync(() => reading.GetAsync(session, id, None), None)));
            }
        }

        if (connector is IRunActions acting)
        {
            yield return ("actions", async session => (await session.CallAsync(() => acting.ListActionsAsync(session, None), None)).Failure);
            foreach (var (action, parameters) in Actions(connector.Provider))
            {
                yield return ($"run {action}", async session => (await session.CallAsync(() => acting.RunAsync(session, action, JsonElement.Parse(parameters), None), None)).Failure);
            }
        }

        if (connector.As<ISyncEntities>() is { } syncing)
        {
            foreach (var type in syncing.SyncableEntities)
            {
                yield return ($"sync {type}", async session => (await session.CallAsync(() => syncing.PullAsync(session, type, null, None), None)).Failure);
            }
        }

        if (connector is ISubscribeToEvents opening)
        {
            var order = new SubscriptionRequest(opening.SubscribedResource(connector.Provider == "google_drive" ? "file" : "event", "evt1")!, "https://hub.example/in", new Secret("token"));
            var current = new OpenedSubscription("channel", "resource", DateTimeOffset.UtcNow.AddDays(1));
            yield return ("open a channel", async session => (await session.CallAsync(() => opening.SubscribeAsync(session, order, None), None)).Failure);
            yield return ("renew a channel", async session => (await session.CallAsync(() => opening.RenewSubscriptionAsync(session, order, current, None), None)).Failure);
            yield return ("stop a channel", async session => (await session.CallAsync(() => opening.UnsubscribeAsync(session, current, None), None)).Failure);
        }

        if (connector is ITestConnection testing)
        {
            yield return ("test", async session => (await session.CallAsync(() => testing.TestAsync(session, None), None)).Failure);
        }

        if (connector.As<IReadTokenResponse>() is { } tokens)
        {
            yield return ("token", async session =>
            {
                var sent = await session.SendAsync(new HttpRequestMessage(HttpMethod.Post, "https://slack.com/api/oauth.v2.access"), None);
                return sent.TryGet(out var answer, out var failure) ? tokens.ReadTokenSafely(session, answer).Failure : failure;
            }
            );
        }
    }

    /// <summary>What is found is written out, as an answer of ours would be.</summary>
    private static Failure? Shown(Result<EntityPage> page)
    {
        foreach (var entity in page.IsSuccess ? page.Value.Items : [])
        {
            Shown(entity);
        }

        return page.Failure;
    }

    private static Failure? Shown(Result<ExternalEntity> read)
    {
        if (read.IsSuccess)
        {
            Shown(read.Value);
        }

        return read.Failure;
    }

    private static void Shown(ExternalEntity entity)
    {
        Assert.True(TextMatch.IsVisible(entity.Title));
        _ = JsonSerializer.Serialize(entity);
        _ = (entity.Start, entity.End, entity.UpdatedAt, entity.Attendees, entity.Organizer);
    }

    private static string[] Ids(string provider) => provider switch
    {
        "github" => ["issue:acme:widgets:1", "pull:acme:widgets:2", "repo:acme:widgets", "user:ada"],
        "dropbox" => ["file:id:abc"],
        "google_calendar" => ["evt1", "team@group.calendar.google.com", "team@group.calendar.google.com/evt1"],
        "google_drive" => ["abc"],
        "google_meet" => ["space:abc", "conf:abc"],
        "jira" => ["issue:10001", "project:10001", "user:abc"],
        "n8n" => ["wf1", "execution:1"],
        "microsoft_outlook" => ["AAMk1", "message:AAMk2"],
        "slack" => ["channel:C12345678", "user:U12345678", "message:C12345678:1.2"],
        _ when Declared(provider) is { } declared => [.. declared.File.Api.Entities.Select(Examples.Id)],
        _ => ["tool"],
    };

    private static (string, string)[] Actions(string provider) => provider switch
    {
        "github" => [("create_issue", """{"repository":"acme/widgets","title":"a"}"""), ("comment_issue", """{"repository":"acme/widgets","number":1,"body":"a"}"""), ("close_issue", """{"repository":"acme/widgets","number":1}""")],
        "dropbox" => [("create_folder", """{"path":"/a"}"""), ("upload_file", """{"path":"/a.txt","content":"a"}"""), ("share_link", """{"path":"/a.txt"}""")],
        "google_calendar" => [("create_event", """{"title":"a","start":"2026-12-01T10:00:00Z","end":"2026-12-01T11:00:00Z","addMeetLink":true}""")],
        "google_drive" => [("create_folder", """{"name":"a"}"""), ("upload_file", """{"name":"a.txt","content":"a"}"""), ("share_link", """{"fileId":"abc"}""")],
        "google_meet" => [("create_space", "{}")],
        "jira" => [("create_issue", """{"project":"WID","summary":"a"}"""), ("add_comment", """{"issue":"WID-1","body":"a"}"""), ("transition_issue", """{"issue":"WID-1","to":"Done"}""")],
        "n8n" => [("activate_workflow", """{"workflowId":"wf1"}"""), ("run_a_wf1", "{}")],
        "microsoft_outlook" => [("create_event", """{"title":"a","start":"2026-12-01T10:00:00Z","end":"2026-12-01T11:00:00Z","onlineMeeting":true}""")],
        "slack" => [("send_message", """{"channel":"#general","text":"a"}"""), ("create_channel", """{"name":"a"}""")],
        "webhook" => [("send", """{"data":{}}""")],
        _ when Declared(provider) is { } declared => [.. declared.File.Api.Actions.Select(action => (action.Descriptor.Name, Examples.Parameters(action, Examples.Id).ToJsonString()))],
        _ => [("tool", "{}")],
    };

    private static DeclarativeConnector? Declared(string provider) => DeclarativeProviders.All.FirstOrDefault(one => one.Provider == provider);

    /// <summary>Signed in every vendor's way at once: each reads its own headers.</summary>
    private static InboundRequest Signed(byte[] body, Secret secret)
    {
        var key = Encoding.UTF8.GetBytes(secret.Reveal());
        var seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var plain = Convert.ToHexStringLower(HMACSHA256.HashData(key, body));
        byte[] slack = [.. Encoding.UTF8.GetBytes($"v0:{seconds}:"), .. body];
        return new InboundRequest(
            "POST",
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["X-Hub-Signature-256"] = "sha256=" + plain,
                ["X-GitHub-Delivery"] = "d",
                ["X-GitHub-Event"] = "issues",
                ["X-Hub-Signature"] = "sha256=" + plain,
                ["X-Dropbox-Signature"] = plain,
                ["X-Slack-Request-Timestamp"] = seconds,
                ["X-Slack-Signature"] = "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(key, slack)),
                ["X-Goog-Channel-Token"] = secret.Reveal(),
                ["X-Goog-Channel-ID"] = "c",
                ["X-Goog-Message-Number"] = "1",
                ["X-Goog-Resource-State"] = "exists",
            },
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
            body);
    }
}
