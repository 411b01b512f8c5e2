using System.IO.Compression;
using System.Text;

namespace Integrations.Tests.Connectors.Hostile;

/// <summary>Answers that no vendor should give, and that one day one does: each is what comes over the line, and its name says what is wrong.</summary>
internal static class HostileAnswers
{
    private const string Json = "Content-Type: application/json";

    // What connectors look for. With each of them of a wrong type, every reader meets every type in every place.
    private static readonly string[] Members =
    [
        "id", "ids", "login", "name", "email", "items", "value", "values", "data", "files", "file", "entries", "matches", "metadata", "messages", "channels", "channel", "members", "user", "issues", "fields", "key", "summary",
        "description", "status", "state", "title", "body", "number", "repository", "repository_url", "html_url", "full_name", "owner", "labels", "assignees", "pull_request", "updated_at", "created_at", "total_count", "incomplete_results",
        "nextPageToken", "nextSyncToken", "nextCursor", "cursor", "has_more", "response_metadata", "next_cursor", "isLast", "startAt", "total", "start", "end", "dateTime", "date", "timeZone", "attendees", "organizer", "recurrence",
        "hangoutLink", "conferenceData", "onlineMeeting", "location", "subject", "bodyPreview", "seriesMasterId", "type", "@odata.nextLink", "@odata.deltaLink", "@removed", "webLink", "spaces", "conferenceRecords", "startTime", "endTime",
        "meetingUri", "meetingCode", "config", "accountId", "displayName", "emailAddress", "avatarUrls", "self", "project", "issuetype", "transitions", "to", "ok", "error", "errors", "errorMessages", "error_description",
        "error_summary", "message", "team_id", "user_id", "bot_id", "url", "team", "profile", "ts", "text", "permalink", "account_id", "root_info", ".tag", "path_display", "path_lower", "size", "server_modified", "access_token",
        "refresh_token", "expires_in", "scope", "token_type", "authed_user", "jsonrpc", "result", "tools", "content", "inputSchema", "serverInfo", "protocolVersion", "capabilities", "nodes", "active", "activeVersionId", "tags",
        "changes", "fileId", "removed", "startPageToken", "newStartPageToken", "expiration", "resourceId", "expirationDateTime", "webhookEvent", "issue", "action", "event", "challenge", "event_id",
    ];

    public static IReadOnlyList<(string Name, byte[] Bytes)> All { get; } = [.. Encodings(), .. Redirects(), .. Shapes(), .. Texts(), .. Sizes(), .. Heads(), .. Refusals(), .. Tokens(), .. Streams()];

    /// <summary>The body alone, for what is delivered to us.</summary>
    public static byte[] BodyOf(byte[] answer)
    {
        var end = answer.AsSpan().IndexOf("\r\n\r\n"u8);
        return end < 0 ? answer : answer[(end + 4)..];
    }

    private static IEnumerable<(string, byte[])> Encodings()
    {
        var garbage = Enumerable.Range(0, 300).Select(n => (byte)(n * 7)).ToArray();
        foreach (var encoding in new[] { "br", "gzip", "deflate", "zstd", "gzip, br", "br, br", "nonsense" })
        {
            yield return ($"{encoding} that is none", Answer("200 OK", garbage, Json, $"Content-Encoding: {encoding}"));
        }

        yield return ("gzip of nothing", Answer("200 OK", [], Json, "Content-Encoding: gzip"));
        yield return ("gzip that is cut", Answer("200 OK", Gzip("{\"id\":\"" + new string('a', 5_000) + "\"}")[..40], Json, "Content-Encoding: gzip"));
        yield return ("gzip with a wrong check", Answer("200 OK", [.. Gzip("{\"ok\":true}")[..^4], 1, 2, 3, 4], Json, "Content-Encoding: gzip"));
        yield return ("brotli that is cut", Answer("200 OK", Brotli("{\"id\":\"" + new string('a', 5_000) + "\"}")[..10], Json, "Content-Encoding: br"));
        yield return ("plain text called gzip", Answer("200 OK", "{\"ok\":true}"u8.ToArray(), Json, "Content-Encoding: gzip"));
    }

    private static IEnumerable<(string, byte[])> Redirects()
    {
        string[] places =
        [
            "//[", "//a b\\c@:x/", "", "http://[::1", "https://user:pw@evil.example/", "javascript:alert(1)", "../../../../..", "https://api.github.com:99999/", "https://", "\u202Emoc.live//:sptth", "https://ex\u200Bample.com/",
            "file:///etc/passwd", "https://[::ffff:127.0.0.1]/", "http://169.254.169.254/", "https://" + new string('a', 3_000) + ".example/", "?", "#", "https://xn--a.example/", "data:text/plain,x", "\\\\server\\share",
        ];
        foreach (var place in places)
        {
            yield return ($"302 to '{(place.Length > 40 ? place[..40] : place)}'", Answer("302 Found", [], $"Location: {place}"));
        }

        yield return ("307 to a place that is none", Answer("307 Temporary Redirect", [], "Location: //["));
        yield return ("308 without a place", Answer("308 Permanent Redirect", []));
        yield return ("301 with two places", Answer("301 Moved Permanently", [], "Location: //[", "Location: //]"));
        yield return ("300 with choices", Answer("300 Multiple Choices", "[1,2]"u8.ToArray(), Json));
    }

    private static IEnumerable<(string, byte[])> Shapes()
    {
        foreach (var body in new[] { "", " ", "null", "true", "42", "-0", "1e999999", "\"text\"", "[]", "{}", "[null]", "[[[]]]", "{\"\":{}}", "nonsense", "{\"id\":", "[1,2", "{\"a\":1}{\"b\":2}", "{'id':1}", "{\"id\":1,}", "NaN", "//comment\n{}", "{\"id\":1}\0" })
        {
            yield return ($"the body '{body}'", Ok(body));
        }

        yield return ("a nest of 200,000", Ok(new string('[', 200_000)));
        yield return ("objects 500 deep", Ok(string.Concat(Enumerable.Repeat("{\"value\":", 500)) + "1" + new string('}', 500)));
        foreach (var (name, wrong) in new (string, string)[] { ("numbers", "7"), ("texts", "\"x\""), ("truths", "true"), ("nulls", "null"), ("lists", "[1,null,\"x\",{}]"), ("objects", "{\"id\":{},\"value\":[]}"), ("lists of objects", "[{\"id\":1,\"name\":[]},{\"id\":null},null]"), ("huge numbers", "99999999999999999999999999"), ("fractions", "0.1") })
        {
            yield return ($"all members are {name}", Ok(Members.ToDictionary(member => member, _ => wrong)));
            yield return ($"ok, and all members are {name}", Ok("{\"ok\":true," + string.Join(',', Members.Where(m => m != "ok").Select(member => $"\"{member}\":{wrong}")) + "}"));
            yield return ($"lists of things whose members are {name}", Ok("{\"ok\":true," + string.Join(',', new[] { "items", "value", "values", "data", "files", "entries", "matches", "messages", "channels", "members", "issues", "conferenceRecords", "changes", "tools" }
                .Select(list => $"\"{list}\":[{{{string.Join(',', Members.Select(member => $"\"{member}\":{wrong}"))}}}]")) + "}"));
        }

        yield return ("the same member a hundred times", Ok("{" + string.Join(',', Enumerable.Repeat("\"id\":1", 100)) + "}"));
        yield return ("members that differ in case", Ok("{\"ID\":1,\"Id\":2,\"id\":3}"));
        yield return ("fifty thousand empty objects", Ok("[" + string.Join(',', Enumerable.Repeat("{}", 50_000)) + "]"));
        yield return ("a page whose next is itself", Ok("""{"ok":true,"items":[],"files":[],"entries":[],"matches":[],"value":[],"data":[],"conferenceRecords":[],"nextPageToken":"same","cursor":"same","has_more":true,"nextCursor":"same","response_metadata":{"next_cursor":"same"}}"""));
        yield return ("times out of all time", Ok("""{"ok":true,"items":[{"id":"e","start":{"dateTime":"99999-99-99T99:99:99Z"},"end":{"date":"0000-00-00"}}],"value":[{"id":"e","subject":"x","start":{"dateTime":"9999-12-31T23:59:59.9999999","timeZone":"No/Where"},"end":{"dateTime":"-1"}}],"messages":{"matches":[{"channel":{"id":"C1"},"ts":"99999999999999.1"}]}}"""));
    }

    private static IEnumerable<(string, byte[])> Texts()
    {
        foreach (var (name, text) in new (string, string)[] { ("half a pair", "\\ud83d"), ("the other half", "\\ude00"), ("a pair the wrong way round", "\\ude00\\ud83d"), ("NUL", "\\u0000"), ("controls", "\\u0001\\u001f\\u007f"), ("directions", "\\u202e\\u2066"), ("nothing to see", "\\u200b\\u2060\\ufeff"), ("no character", "\\uffff\\ufffe") })
        {
            yield return ($"texts of {name}", Ok(Members.ToDictionary(member => member, _ => $"\"a {text} b\"")));
            yield return ($"things with texts of {name}", Ok("""{"ok":true,"total_count":1,"incomplete_results":false,"items":[{"id":"1","number":1,"title":"@text@","summary":"@text@","body":"@text@","html_url":"@text@","repository_url":"https://api.github.com/repos/a/b","start":{"dateTime":"2026-01-01T00:00:00Z"}}],"issues":[{"id":"1","key":"A-1","fields":{"summary":"@text@","description":"@text@"}}],"value":[{"id":"1","subject":"@text@","organizer":{"emailAddress":{"address":"@text@"}}}],"files":[{"id":"1","name":"@text@"}],"entries":[{".tag":"file","id":"id:1","name":"@text@","path_display":"@text@"}],"matches":[{"metadata":{"metadata":{".tag":"file","id":"id:1","name":"@text@"}}}],"channels":[{"id":"C1","name":"@text@"}],"data":[{"id":"w","name":"@text@","nodes":[{"name":"@text@","type":"@text@"}]}]}""".Replace("@text@", text, StringComparison.Ordinal)));
            yield return ($"members named of {name}", Ok($"{{\"ok\":true,\"{text}\":1,\"error\":{{\"{text}\":\"{text}\"}},\"errors\":{{\"{text}\":\"{text}\"}}}}"));
        }

        yield return ("bytes that are no UTF-8", Answer("200 OK", [.. "{\"login\":\""u8, 0xFF, 0xFE, 0xC0, 0x80, 0xED, 0xA0, 0x80, .. "\",\"id\":7,\"ok\":true}"u8], Json));
        yield return ("UTF-8 that is cut", Answer("200 OK", [.. "{\"login\":\"a"u8, 0xF0, 0x9F], Json));
        yield return ("a byte order mark", Answer("200 OK", [0xEF, 0xBB, 0xBF, .. "{\"login\":\"ada\",\"id\":7,\"ok\":true}"u8], Json));
        yield return ("two byte order marks", Answer("200 OK", [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, .. "{}"u8], Json));
        yield return ("a byte order mark and nothing", Answer("200 OK", [0xEF, 0xBB, 0xBF], Json));
        yield return ("UTF-16", Answer("200 OK", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("{\"id\":1}")], Json));
        yield return ("UTF-32", Answer("200 OK", Encoding.UTF32.GetBytes("{\"id\":1}"), Json));
        yield return ("an escape that is cut", Ok("{\"id\":\"\\ud83"));
        yield return ("a backslash at the end", Ok("{\"id\":\"\\"));
        yield return ("a text of a megabyte", Ok("{\"login\":\"" + new string('w', 1_000_000) + "\",\"id\":1,\"ok\":true,\"message\":\"" + new string('m', 100_000) + "\"}"));
        yield return ("marks without end", Ok("{\"ok\":true,\"items\":[{\"id\":1,\"number\":1,\"repository_url\":\"https://api.github.com/repos/a/b\",\"title\":\"e" + new string('\u0301', 5_000) + "\"}]}"));
        yield return ("brackets that look like tags", Ok("{\"ok\":true,\"items\":[{\"id\":\"1\",\"start\":{\"date\":\"2026-01-01\"},\"description\":\"" + string.Concat(Enumerable.Repeat("<a href='", 2_000)) + "\"}]}"));
    }

    private static IEnumerable<(string, byte[])> Sizes()
    {
        yield return ("eleven megabytes", Ok("\"" + new string('x', 11 * 1024 * 1024) + "\""));
        yield return ("eleven packed megabytes", Answer("200 OK", Gzip("\"" + new string('x', 11 * 1024 * 1024) + "\""), Json, "Content-Encoding: gzip"));
        yield return ("shorter than it says", Raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"id\":1}"));
        yield return ("longer than it says", Raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n{\"id\":1}"));
        yield return ("of a negative length", Raw("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}"));
        yield return ("of a length that is no number", Raw("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}"));
        yield return ("of two lengths", Raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"));
        yield return ("of a length beyond all numbers", Raw("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}"));
        yield return ("in chunks that are none", Raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"));
        yield return ("in a chunk too large", Raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n{}\r\n"));
        yield return ("in chunks without an end", Raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"));
        yield return ("in chunks and with a length", Raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"));
    }

    private static IEnumerable<(string, byte[])> Heads()
    {
        yield return ("nothing at all", []);
        yield return ("no HTTP", Raw("SSH-2.0-OpenSSH_9.6\r\n"));
        yield return ("a status that is no number", Raw("HTTP/1.1 abc OK\r\n\r\n"));
        yield return ("a status of 999", Answer("999 Beyond", "{}"u8.ToArray(), Json));
        yield return ("a status of 000", Raw("HTTP/1.1 000 None\r\n\r\n"));
        yield return ("a version that is none", Raw("HTTP/9.9 200 OK\r\n\r\n"));
        yield return ("a head that is cut", Raw("HTTP/1.1 200 OK\r\nContent-Ty"));
        yield return ("a header without a colon", Raw("HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: 2\r\n\r\n{}"));
        yield return ("a header with NUL", Raw("HTTP/1.1 200 OK\r\nX-Odd: a\0b\r\nContent-Length: 2\r\n\r\n{}"));
        yield return ("2,000 headers", Answer("200 OK", "{}"u8.ToArray(), [Json, .. Enumerable.Range(0, 2_000).Select(n => $"X-{n}: {n}")]));
        yield return ("a header of 100 KB", Answer("200 OK", "{}"u8.ToArray(), Json, "X-Long: " + new string('x', 100_000)));
        yield return ("a hundred times 100", Raw(string.Concat(Enumerable.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 100)) + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
        yield return ("101 to something", Raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: odd\r\nConnection: Upgrade\r\n\r\n"));
        yield return ("204", Answer("204 No Content", []));
        yield return ("205 with a body", Answer("205 Reset Content", "{}"u8.ToArray()));
        yield return ("206", Answer("206 Partial Content", "{\"id\""u8.ToArray(), Json, "Content-Range: bytes 0-4/x"));
        yield return ("304", Answer("304 Not Modified", []));
        yield return ("no type", Answer("200 OK", "{\"id\":1}"u8.ToArray()));
        yield return ("a page", Answer("200 OK", "<!DOCTYPE html><title>Maintenance</title>"u8.ToArray(), "Content-Type: text/html"));
        yield return ("a type that is none", Answer("200 OK", "{}"u8.ToArray(), "Content-Type: ;;;=,"));
        yield return ("an unknown character set", Answer("200 OK", "{\"id\":1}"u8.ToArray(), "Content-Type: application/json; charset=utf-99"));
        yield return ("a character set in half a quote", Answer("200 OK", "{\"id\":1}"u8.ToArray(), "Content-Type: application/json; charset=\"utf"));
        yield return ("two types", Answer("200 OK", "{}"u8.ToArray(), Json, "Content-Type: text/html"));
        yield return ("odd links and limits", Answer("200 OK", "[]"u8.ToArray(), Json, "Link: <//[>; rel=\"next\", nonsense", "X-RateLimit-Reset: 99999999999999999", "X-RateLimit-Remaining: 0", "GitHub-Authentication-Token-Expiration: never", "X-OAuth-Scopes: ,,,", "X-GitHub-SSO: url=//["));
        yield return ("cookies", Answer("200 OK", "{}"u8.ToArray(), Json, "Set-Cookie: a=\"b; Expires=never; Max-Age=99999999999999999999"));
        yield return ("bytes beyond ASCII in headers", Answer("200 OK", "{}"u8.ToArray(), Json, "X-Name: \u00ff\u00fe", "Content-Language: \u00e9"));
    }

    private static IEnumerable<(string, byte[])> Refusals()
    {
        string[] bodies = ["", "nonsense", "{\"error\":[]}", "{\"error\":{\"message\":7,\"errors\":[null,5,{\"reason\":[]}],\"details\":{}}}", "{\"errors\":[null,5,{\"message\":[]}],\"errorMessages\":{\"a\":1}}", "{\"error\":\"\\ud800\",\"error_description\":\"\\udfff\",\"error_summary\":\"\\ud83d/...\"}"];
        foreach (var status in new[] { "400 Bad", "401 Unauthorized", "403 Forbidden", "404 None", "409 Conflict", "410 Gone", "412 Stale", "418 Teapot", "422 No", "423 Locked", "451 Law", "500 Oops", "502 Gateway", "507 Full" })
        {
            yield return ($"{status} with {bodies[status[2] % bodies.Length]}", Answer(status, Encoding.UTF8.GetBytes(bodies[status[2] % bodies.Length]), Json));
            yield return ($"{status} with half a pair", Answer(status, Encoding.UTF8.GetBytes(bodies[5]), Json, "WWW-Authenticate: ,,=\"", "X-Seraph-LoginReason: AUTHENTICATED_FAILED"));
        }

        foreach (var wait in new[] { "-5", "99999999999999999999", "NaN", "1e999", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "0000-00-00", "tomorrow", "1, 2", "30 Feb 2026", "\u0663" })
        {
            yield return ($"429 that asks to wait '{wait}'", Answer("429 Slow", "{}"u8.ToArray(), Json, $"Retry-After: {wait}", "X-RateLimit-Reset: -1"));
        }
    }

    private static IEnumerable<(string, byte[])> Tokens()
    {
        foreach (var body in new[]
        {
            "{\"access_token\":7}", "{\"access_token\":\"\\ud800\",\"token_type\":\"bearer\"}", "{\"access_token\":\"a\",\"expires_in\":\"NaN\"}", "{\"access_token\":\"a\",\"expires_in\":-1}", "{\"access_token\":\"a\",\"expires_in\":1e400}",
            "{\"access_token\":\"a\",\"expires_in\":[],\"scope\":[\"a\"]}", "{\"access_token\":\"a\",\"token_type\":\"mac\"}", "{\"ok\":true,\"authed_user\":[]}", "{\"ok\":true,\"authed_user\":{\"access_token\":\"\\udc00\",\"expires_in\":1e30}}", "access_token=a&scope=b",
            "{\"access_token\":\"line\\nbreak\",\"refresh_token\":\"\\u0000\"}",
        })
        {
            yield return ($"the tokens {body}", Ok(body));
        }

        yield return ("a token of 20,000 letters", Ok("{\"access_token\":\"" + new string('t', 20_000) + "\"}"));
    }

    private static IEnumerable<(string, byte[])> Streams()
    {
        foreach (var body in new[] { "", "data:\n\n", "data: nonsense\n\n", "data: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":7}\n\n", "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n\n", ": only a comment\n\n", "data: {\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":\"x\",\"message\":7}}\n\n", "data: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[{\"name\":\"\\ud800\"}]}}\n\n", "id: 1\nretry: -5\ndata: [" })
        {
            yield return ($"the events '{body.ReplaceLineEndings(" ")}'", Answer("200 OK", Encoding.UTF8.GetBytes(body), "Content-Type: text/event-stream"));
        }
    }

    private static byte[] Ok(Dictionary<string, string> members) => Ok("{" + string.Join(',', members.Select(member => $"\"{member.Key}\":{member.Value}")) + "}");

    private static byte[] Ok(string body) => Answer("200 OK", Encoding.UTF8.GetBytes(body), Json);

    private static byte[] Raw(string answer) => Encoding.Latin1.GetBytes(answer);

    private static byte[] Answer(string status, byte[] body, params IEnumerable<string> headers) =>
    [
        .. Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n"), .. body,
    ];

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var pack = new GZipStream(packed, CompressionLevel.Fastest))
        {
            pack.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static byte[] Brotli(string text)
    {
        using var packed = new MemoryStream();
        using (var pack = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            pack.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
