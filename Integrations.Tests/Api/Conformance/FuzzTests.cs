using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Integrations.Tests.Api.Platform;

namespace Integrations.Tests.Api.Conformance;

/// <summary>Requests that no client should send: none of them may surprise the hub (SECURITY I1, I2, L6).</summary>
public sealed class FuzzTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private const int Requests = 10_000;
    private const int Seed = 20_261_121;

    private static readonly string[] Verbs = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "FROB", "PROPFIND"];
    private static readonly string[] Types = ["application/json", "application/json; charset=utf-16", "text/plain", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/octet-stream"];
    private static readonly string[] Segments =
        ["%00", "%2e%2e%2f", "..%5c..%5c", "%ff%fe", "%c0%af", "%F0%9F%92%A9", "int_zzz", "int_", "00000000-0000-0000-0000-000000000000", "%27%20OR%201=1--", "%3Cscript%3E", "null", "-1", "1e999", "%25%32%66", "a%0d%0ab"];
    private static readonly string[] Values =
        ["", "%00", "-1", "0", "101", "99999999999999999999", "1e5", "NaN", "null", "true", "%27;drop%20table", "%25", "_", "%ff", "2024-13-45", "[]", "{}", "%7B%22a%22:%7B%7D%7D", "cursor_AAAAAAAAAAAAAAAAAAAAAA", "9999-12-31", "0001-01-01", "%F0%9F%92%A9"];
    private static readonly string[] Names =
        ["limit", "offset", "page", "sortBy", "sortOrder", "status", "category", "search", "query", "entities", "entity", "fields", "filters", "timeRange", "userId", "cursor", "type", "action", "fromDate", "toDate", "providerName", "audience", "madeUp"];
    private static readonly string[] Members =
        ["name", "integrationId", "type", "config", "settings", "query", "limit", "offset", "startDate", "endDate", "filters", "entities", "integrations", "credentials", "credentialType", "apiKey", "username", "password", "returnUrl", "redirectUrl",
         "authType", "url", "events", "headers", "secret", "parameters", "status", "audience", "capabilities", "supportedSyncDirections", "availableEntities", "entityMappings", "oauthConfig", "searchCapabilities", "allowedShardTypes", "searchableEntities",
         "userScoped", "displayName", "provider", "icon", "color", "version", "email", "clientId", "clientSecret", "description", "requiredPlan", "action", "ids", "filter"];

    [Fact, Proves("I2", "L6")]
    public async Task TenThousandMalformedRequests_GiveNo5xx_AndNoStackTrace()
    {
        _target = await hub.EnableAsync();
        var random = new Random(Seed);
        var requests = Enumerable.Range(0, Requests).Select(_ => Make(random)).ToList();
        var clients = new[] { hub.Admin, hub.User, hub.Super, hub.Stranger, hub.Anonymous };
        var wrong = new ConcurrentBag<string>();
        var statuses = new ConcurrentDictionary<int, int>();
        await Parallel.ForEachAsync(requests.Index(), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (item, cancellationToken) =>
        {
            using var message = item.Item.Message(hub.App.Address);
            try
            {
                using var answer = await clients[item.Index % clients.Length].SendAsync(message, cancellationToken);
                var text = await answer.Content.ReadAsStringAsync(cancellationToken);
                statuses.AddOrUpdate((int)answer.StatusCode, 1, (_, n) => n + 1);
                if ((int)answer.StatusCode >= 500 || text.Contains("   at ", StringComparison.Ordinal) || text.Contains("Exception", StringComparison.Ordinal))
                {
                    wrong.Add($"{item.Item}: {(int)answer.StatusCode} {text}");
                }
            }
            catch (HttpRequestException refused)
            {
                // A server that hangs up without an answer has refused as well, unless it fell over.
                statuses.AddOrUpdate(refused.StatusCode is { } code ? (int)code : 0, 1, (_, n) => n + 1);
            }
        });

        Console.WriteLine($"Fuzz: {Requests} requests with seed {Seed}, {wrong.Count} wrong; " + string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Key}: {s.Value}")));
        Assert.Empty(wrong.Take(20));
        Assert.Equal(200, (await ApiHub.SendAsync(hub.User, "GET", "/api/integrations")).Status);
    }

    [Fact, Proves("I1")]
    public async Task ABodyOverOneMegabyte_Is413_AndAnotherContentTypeIs415()
    {
        foreach (var (path, shape) in new[] { ("/api/tenant/integrations", "error"), ("/api/v1/integrations", "message"), ("/v1/integrations/webhooks", "error"), ($"/api/integrations/{hub.GitHub}/search", "error") })
        {
            using var huge = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
            {
                Content = new StringContent($$"""{"name":"{{new string('x', 1_100_000)}}"}""", new MediaTypeHeaderValue("application/json")),
                Headers = { ExpectContinue = true },
            };
            using var tooLarge = await hub.Admin.SendAsync(huge);
            Assert.Equal(413, (int)tooLarge.StatusCode);
            Assert.Contains(shape, await tooLarge.Content.ReadAsStringAsync(), StringComparison.Ordinal);

            using var odd = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new StringContent("<a/>", new MediaTypeHeaderValue("application/xml")) };
            using var unsupported = await hub.Admin.SendAsync(odd);
            Assert.Equal(415, (int)unsupported.StatusCode);
            Assert.Contains(shape, await unsupported.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private Malformed Make(Random random)
    {
        var route = DocumentedRoutes.Every[random.Next(DocumentedRoutes.Every.Count)];
        var method = random.Next(5) == 0 ? Verbs[random.Next(Verbs.Length)] : route.Method;
        var path = string.Join('/', route.Template.Split('/').Select(segment => segment.StartsWith('{') ? Segment(random, route, segment) : segment));
        if (random.Next(20) == 0)
        {
            path += "/" + Segments[random.Next(Segments.Length)];
        }

        var query = string.Join('&', Enumerable.Range(0, random.Next(4)).Select(_ => $"{Names[random.Next(Names.Length)]}={Values[random.Next(Values.Length)]}"));
        if (random.Next(10) == 0)
        {
            // Duplicated and contradictory.
            query += "&limit=1&limit=2&sortOrder=asc&sortOrder=desc&offset=0&offset=x";
        }

        var body = method is "GET" or "HEAD" && random.Next(10) > 0 ? null : Body(random);
        var type = random.Next(8) == 0 ? Types[random.Next(Types.Length)] : Types[0];
        return new Malformed(method, path + (query.Length == 0 ? "" : "?" + query.TrimStart('&')), body, type, random.Next(20) == 0 ? Values[random.Next(Values.Length)] : null);
    }

    private string Segment(Random random, DocumentedRoute route, string name) => random.Next(12) switch
    {
        0 => new string('x', random.Next(1, 3_000)),
        1 => Guid.NewGuid().ToString(),
        2 or 3 or 4 => Segments[random.Next(Segments.Length)],
        // One that exists, so that bodies and parameters get further than the door.
        _ => name == "{category}" ? "data_source"
            : route.Door == Door.SuperAdmin || route.Template.Contains("{category}", StringComparison.Ordinal) ? "github"
            : route.Document == "003" ? $"int_{_target:N}"
            : _target.ToString(),
    };

    private static byte[] Body(Random random) => random.Next(12) switch
    {
        0 => [],
        1 => Bytes(random),
        2 => Encoding.UTF8.GetBytes(new string('[', random.Next(1, 20_000))),
        3 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"settings\":", 60)) + "1" + new string('}', 60)),
        4 => [.. "{\"name\":\""u8, 0xff, 0xc0, 0x00, .. "\"}"u8],
        5 => Encoding.UTF8.GetBytes("""{"name":"a\ud800","settings":{"\udc00":"\ud800"},"credentials":{"a":"\ud800"},"config":{"b":"\udfff"},"parameters":{"c":"\ud800"},"apiKey":"\ud800"}"""),
        6 => Encoding.UTF8.GetBytes($$"""{"name":"{{new string('n', random.Next(50_000))}}","query":"{{new string('q', random.Next(50_000))}}"}"""),
        7 => Encoding.UTF8.GetBytes("""{"name":"a","name":"b","settings":{"x":1,"x":2}}"""),
        8 => Encoding.UTF8.GetBytes(new[] { "null", "[]", "\"text\"", "7", "true", "{", "{}}", "\u0000", "{\"a\":NaN}" }[random.Next(9)]),
        _ => Encoding.UTF8.GetBytes(Object(random, 3)),
    };

    // Not connected, so that no vendor is asked: the hub is tested here, not the sandbox.
    private Guid _target;

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(1, 400)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Object(Random random, int depth) =>
        "{" + string.Join(',', Enumerable.Range(0, random.Next(1, 8)).Select(_ => $"\"{Members[random.Next(Members.Length)]}\":{Value(random, depth)}").DistinctBy(m => m.Split(':')[0])) + "}";

    private static string Value(Random random, int depth) => random.Next(depth == 0 ? 8 : 11) switch
    {
        0 => "null",
        1 => "true",
        2 => random.Next(-5, 200).ToString(CultureInfo.InvariantCulture),
        3 => "1e400",
        4 => "-99999999999999999999.5",
        5 => "\"\"",
        6 => "\"a\\u0000b\"",
        7 => "\"" + new[] { "github", "webhook", "https://example.com/x", "2024-01-01", "active", "oauth", "api_key", "Meeting", "issue", "action.failed", "javascript:1", "//x" }[random.Next(12)] + "\"",
        8 => "[null," + Value(random, depth - 1) + "]",
        _ => Object(random, depth - 1),
    };

    private sealed record Malformed(string Method, string Target, byte[]? Body, string Type, string? Header)
    {
        public HttpRequestMessage Message(Uri hub)
        {
            // As written: the client would otherwise repair what is to be sent broken.
            var message = new HttpRequestMessage(new HttpMethod(Method), new Uri($"{hub.Scheme}://{hub.Authority}{Target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
            if (Body is not null)
            {
                message.Content = new ByteArrayContent(Body);
                message.Content.Headers.TryAddWithoutValidation("Content-Type", Type);
            }

            if (Header is not null)
            {
                foreach (var name in new[] { "If-Match", "If-None-Match", "Idempotency-Key", "X-Request-Id" })
                {
                    message.Headers.TryAddWithoutValidation(name, Header);
                }
            }

            return message;
        }
    }
}
