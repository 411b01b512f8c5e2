using System.Buffers.Text;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Declarative.Events;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Declared;

namespace Integrations.Tests.Connectors.Declarative;

/// <summary>What a provider file says of events and of changes that are pulled, against the vendor that the sandbox makes of it.</summary>
public abstract class DeclarativeChangesSuite : ConnectorSuite
{
    private DeclarativeConnector Connector => (DeclarativeConnector)Bench.Connector;

    private EventsPlan? Plan => Connector.File.Api.Events;

    private ISyncEntities? Syncing => ((IConnector)Connector).As<ISyncEntities>();

    [Fact]
    public async Task Events_AreProven_AndNameTheirThings()
    {
        var (secret, catcher, sent) = await SendAllAsync();
        await using var _ = catcher;

        Assert.NotEmpty(sent);
        Assert.All(sent, one => Assert.Equal(200, one!["status"]!.GetValue<int>()));
        Assert.Equal(sent.Count, catcher.Caught.Count);
        foreach (var (one, (request, verdict)) in sent.Zip(catcher.Caught))
        {
            var accepted = Assert.IsType<InboundVerdict.Accepted>(verdict);
            Assert.DoesNotContain("(no type)", accepted.EventType, StringComparison.Ordinal);
            var entity = one!["entity"]!.GetValue<string>();
            Assert.Contains(accepted.Touched, touched => touched.EntityType == entity && (touched.ExternalId is null || touched.ExternalId == one["id"]!.GetValue<string>()));
            // What is not proven, or may be of another account, takes nothing away: it is read again.
            var isBelieved = Plan!.Touched.Any(rule => rule.Entity.Name == entity && rule.Deleted.Count > 0);
            Assert.Equal(isBelieved && one["on"]!.GetValue<string>() == "delete", accepted.Touched.Any(touched => touched.Deleted));
            // A repeated delivery is the same one.
            Assert.Equal(accepted.DeliveryId, Assert.IsType<InboundVerdict.Accepted>(Receive(request, secret)).DeliveryId);
        }

        // Each rule of the file is used by at least one kind that the sandbox sends.
        var named = sent.Select(one => one!["entity"]!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(Plan!.Touched.Select(rule => rule.Entity.Name).ToHashSet(StringComparer.Ordinal), named);
    }

    [Fact]
    public async Task Events_ThatAreForged_AreRefused()
    {
        var (secret, catcher, _) = await SendAllAsync();
        await using var _1 = catcher;
        Assert.SkipWhen(Plan!.Proof is NoProof, "The vendor proves nothing, and the file says so.");
        var genuine = catcher.Caught[0].Request;
        var isOverBody = Plan.Proof is HmacProof;

        Assert.IsType<InboundVerdict.Rejected>(Receive(genuine, new Secret(secret.Reveal()[..^2] + "AB")));
        if (isOverBody)
        {
            byte[] changed = [.. genuine.Body.ToArray()];
            changed[^2] ^= 1;
            Assert.IsType<InboundVerdict.Rejected>(Receive(genuine with { Body = changed }, secret));
            Assert.IsType<InboundVerdict.Rejected>(Receive(genuine with { Body = new byte[1024 * 1024] }, secret));
            Assert.IsType<InboundVerdict.Rejected>(Receive(genuine with { Body = ReadOnlyMemory<byte>.Empty }, secret));
        }

        foreach (var header in ProofHeaders.Where(genuine.Headers.ContainsKey))
        {
            var value = genuine.Headers[header];
            foreach (var other in new[] { null, "", "x", $"{value},{value}x", value[..^2], value.Replace("=", ":", StringComparison.Ordinal) + "!", new string('a', 20_000), "\u00e9\ud83d" })
            {
                var verdict = Receive(genuine with { Headers = With(genuine.Headers, header, other) }, secret);
                // A list of signatures may hold more than the one that is right.
                Assert.True(verdict is InboundVerdict.Rejected || (other?.Contains(',', StringComparison.Ordinal) == true && Plan.Proof is HmacProof { Separator: not null }), $"{header}: {other} was taken");
            }
        }

        if (Plan.Proof is HmacProof { Timestamp: { } time })
        {
            var margin = time.Tolerance + TimeSpan.FromMinutes(2);
            Assert.IsType<InboundVerdict.Rejected>(Receive(genuine, secret, DateTimeOffset.UtcNow + margin));
            Assert.IsType<InboundVerdict.Rejected>(Receive(genuine, secret, DateTimeOffset.UtcNow - margin));
        }
    }

    [Fact]
    public async Task Events_OfTheWrongShape_NeverThrow()
    {
        var (secret, catcher, _) = await SendAllAsync();
        await using var _1 = catcher;
        var genuine = catcher.Caught[0].Request;
        foreach (var body in new[] { "", "null", "1", "\"x\"", "[]", "{}", "[[]]", "[1,null,{}]", "{\"a\":{}}", "{\"events\":[null,1,{\"type\":[]}]}", "\ufeff{}", "{\"id\":{\"id\":[{}]},\"type\":7,\"data\":[[{}]]}", "payload=%7B", "{" })
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            using var signed = new HttpRequestMessage(HttpMethod.Post, genuine.Url);
            DeclaredSigner.Sign(Verify, signed, bytes, "d", secret.Reveal(), DateTimeOffset.UtcNow);
            var headers = signed.Headers.Aggregate(genuine.Headers, (all, header) => With(all, header.Key, string.Join(',', header.Value)));
            Assert.IsNotType<InboundVerdict.Challenge>(Receive(genuine with { Body = bytes, Headers = headers }, secret));
        }
    }

    [Fact]
    public async Task Sync_TellsAllFirst_AndThenWhatChanged()
    {
        Assert.SkipWhen(Syncing is null, "The file says nothing of sync.");
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        foreach (var type in Syncing!.SyncableEntities)
        {
            var (all, cursor) = await PullAllAsync(session, type, null);
            var (later, next) = await PullAllAsync(session, type, cursor);

            var plan = Connector.File.Api.Entities.Single(entity => entity.Name == type);
            if (plan.Sync!.Delta is null || plan.Sync.Delta.First is not "now")
            {
                Assert.NotEmpty(all);
            }

            Assert.All(all, change => Assert.True(change.Entity is null || change.Entity.Type == type));
            // The sandbox's things are of the last hours: a day's overlap tells all of them again.
            Assert.True(later.Count == 0 || later.Count < all.Count || plan.Sync!.Overlap > TimeSpan.FromHours(12), $"{type}: {later.Count} of {all.Count} were told again");
            foreach (var action in Connector.File.Api.Actions.Where(action => action.Result?.Name == type && action.Things.Values.All(thing => thing.Name != type)).Take(1))
            {
                var made = Succeeds(await RunAsync(session, action)).Entity!;
                var (told, _) = await PullAllAsync(session, type, next);
                Assert.Contains(told, change => change.ExternalId == made.Id);
            }
        }
    }

    [Fact]
    public async Task Sync_TellsWhatIsGone_WhereTheVendorDoes()
    {
        Assert.SkipWhen(Syncing is null, "The file says nothing of sync.");
        var effects = DeclaredFile.Load(Provider).Data["actions"] as JsonObject ?? [];
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        foreach (var action in Connector.File.Api.Actions.Where(action => effects[action.Descriptor.Name]?["deletes"]?.GetValue<bool>() == true))
        {
            var thing = action.Things.Values.First();
            if (thing.Sync is not { } plan || (plan.Gone is null && plan.DeletedAt is null))
            {
                continue;
            }

            var (_, cursor) = await PullAllAsync(session, thing.Name, null);
            var id = Succeeds(await Search(session, new EntityQuery(SearchText, 1) { EntityTypes = [thing.Name] })).Items[0].Id;
            Succeeds(await RunAsync(session, action, id));
            var (later, _) = await PullAllAsync(session, thing.Name, cursor);
            Assert.Contains(later, change => change.ExternalId == id && change.Entity is null);
        }
    }

    [Fact]
    public async Task Sync_WithAForgedCursor_StartsAnew()
    {
        Assert.SkipWhen(Syncing is null, "The file says nothing of sync.");
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        foreach (var type in Syncing!.SyncableEntities)
        {
            foreach (var cursor in new[] { "", "x", "e30", Cursor("null"), Cursor("[]"), Cursor("""{"since":"soon"}"""), Cursor("""{"started":"2026-01-01T00:00:00Z","position":"\u0000"}"""), Cursor("""{"isAtGone":true}"""), Cursor("""{"since":"2026-01-01T00:00:00Z","started":"0001-01-01T00:00:00Z"}"""), Cursor("""{"since":"2026-01-01T00:00:00Z","pages":-1}"""), new string('A', 20_000) })
            {
                Assert.True(Succeeds(await Syncing.PullAsync(session, type, cursor, CancellationToken.None)).Restart, $"{type}: {cursor}");
            }
        }

        Assert.False((await Syncing.PullAsync(session, "elephant", null, CancellationToken.None)).IsSuccess);
    }

    private static string Cursor(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private JsonObject Verify => (JsonObject)DeclaredFile.Load(Provider).Api["events"]!["verify"]!;

    private IEnumerable<string> ProofHeaders => Plan!.Proof switch
    {
        HmacProof hmac => hmac.Headers.Take(1),
        JwtProof jwt => [jwt.Header],
        SharedSecretProof { From.Header: { } header } => [header],
        _ => [],
    };

    private InboundVerdict Receive(InboundRequest request, Secret secret, DateTimeOffset? now = null) => Connector.Receive(request, secret, now ?? DateTimeOffset.UtcNow);

    private async Task<(Secret Secret, EventCatcher Catcher, JsonArray Sent)> SendAllAsync()
    {
        Assert.SkipWhen(Plan is null, "The file says nothing of events.");
        var secret = new Secret(Verify["key"]?.GetValue<string>() switch
        {
            "base64" => Verify["keyPrefix"] + Convert.ToBase64String(Encoding.UTF8.GetBytes("thirty-two bytes of a known key!")),
            "hex" => Convert.ToHexStringLower(Encoding.UTF8.GetBytes("thirty-two bytes of a known key!")),
            _ => "a-secret-of-the-hub-0123456789",
        });
        var catcher = await EventCatcher.StartAsync(Connector, secret);
        var file = DeclaredFile.Load(Provider);
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["account"] = SandboxAccounts.Ada.Email, ["address"] = catcher.Address, ["secret"] = secret.Reveal() });
        using var answer = await http.PostAsync(Bench.Server.Address($"https://{file.Bases[0].Host}/sandbox-events/{Provider}"), form);
        var body = await answer.Content.ReadFromJsonAsync<JsonObject>();
        Assert.True(answer.IsSuccessStatusCode, body?.ToJsonString());
        return (secret, catcher, (JsonArray)body!["sent"]!);
    }

    private async Task<Result<ActionOutcome>> RunAsync(VendorSession session, Integrations.Connectors.Declarative.Plans.ActionPlan action, string? id = null)
    {
        var things = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entity in action.Things.Values)
        {
            things[entity.Name] = id ?? Succeeds(await Search(session, new EntityQuery(SearchText, 1) { EntityTypes = [entity.Name] })).Items[0].Id;
        }

        return await ((IRunActions)Connector).RunAsync(session, action.Descriptor.Name, JsonSerializer.SerializeToElement(Examples.Parameters(action, entity => things[entity.Name])), CancellationToken.None);
    }

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> headers, string name, string? value)
    {
        var changed = new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase);
        changed.Remove(name);
        if (value is not null)
        {
            changed[name] = value;
        }

        return changed;
    }
}
