using System.Text;
using System.Text.Json.Nodes;
using Integrations.Connectors.Declarative.Recordings;
using Integrations.Connectors.Declarative.Trials;
using static Integrations.Tests.Connectors.Declarative.Trials.ExampleFile;

namespace Integrations.Tests.Connectors.Declarative.Trials;

/// <summary>What may stand in a recording, and what is refused with its place.</summary>
public sealed class RecordingTests
{
    public static TheoryData<string, string> Secrets => new()
    {
        { "note", "ghp_" + new string('a', 36) },
        { "note", "xoxb-" + "1234567890-abcdefghij" },
        { "note", "sk_live_" + new string('d', 24) },
        { "note", "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U" },
        { "note", "Bearer " + "abcdefghijklmnop1234" },
        { "note", "-----BEGIN " + "RSA PRIVATE KEY-----" },
        { "access_token", "f3a9c07d" + "1b82e4560f97" },
        { "clientSecret", "Zk8" + "qP2vX9mN4rT7wB1" },
        { "api_key", "9f86d081" + "884c7d659a2feaa0c55ad015" },
        { "avatar", "https://files.example.com/a.png?X-Amz-Signature=" + "fe5f80f77d5fa3beca038a248ff027d0" },
        { "join_url", "https://us02web.zoom.us/j/86412345678?pwd=" + "a1B2" },
        { "ical", "https://calendar.google.com/calendar/ical/ada/private-" + "0123456789abcdef0123456789abcdef/basic.ics" },
        { "link", "https://files.example.com/download?tempauth=" + "v1-0123456789" },
        { "passcode", "Zk8" + "qP2vX9mN4rT7wB1" },
        { "clone", "https://ada:" + "hunter2hunter2@example.com/x.git" },
    };

    [Theory, MemberData(nameof(Secrets))]
    public void Secret_IsRefused_WithItsPlace(string member, string value)
    {
        var answer = new JsonObject { ["items"] = new JsonArray(new JsonObject { ["id"] = 1, [member] = value }) }.ToJsonString();

        Assert.Null(Read(Recorded(Account, Searched(1, Page(answer))), out var problems));

        var problem = Assert.Single(problems);
        Assert.Equal($"$.steps[1].exchanges[0].response.json.items[0].{member}", problem.Path);
        Assert.True(problem is { Line: 1, Column: > 1 });
        Assert.DoesNotContain(value, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization"), InlineData("Set-Cookie"), InlineData("cookie")]
    public void HeaderWithACredential_IsRefused(string header)
    {
        Assert.Null(Read(Recorded(Account, Searched(1, Page("{}", headers: $$"""{ "{{header}}": "x" }"""))), out var problems));

        Assert.Equal($"$.steps[1].exchanges[0].response.headers.{header}", Assert.Single(problems).Path);
    }

    [Theory]
    [InlineData("next_page_token", "f3a9c07d1b82e4560f97aa")]
    [InlineData("nextSyncToken", "CPDAlvWDx70CEPDAlvWDx70CGAU")]
    [InlineData("token", "***")]
    [InlineData("token_type", "bearer")]
    [InlineData("password", "is asked at sign-in")]
    [InlineData("id", "9f86d081884c7d659a2feaa0c55ad015")]
    [InlineData("secret", "false")]
    public void WhatIsNoSecret_IsTaken(string member, string value)
    {
        var answer = new JsonObject { [member] = value }.ToJsonString();

        Assert.NotNull(Read(Recorded(Account, Searched(1, Page(answer))), out var problems));
        Assert.Empty(problems);
    }

    [Fact]
    public void CredentialAtHand_IsRefusedWhereverItStands()
    {
        var recording = Encoding.UTF8.GetBytes(Recorded(Account, Searched(1, Page("""{ "echo": "you sent open sesame" }"""))));

        Assert.Null(Recording.Read(recording, ["open sesame"], out var problems));
        Assert.Contains("a value of the credential", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "open sesame": 1 }""")]
    [InlineData("""{ "a": { "by open%20sesame": 1 } }""")]
    [InlineData("""{ "url": "https://example.com/?q=open+sesame" }""")]
    public void CredentialAsANameOrEscaped_IsRefused(string answer)
    {
        Assert.Null(Recording.Read(Encoding.UTF8.GetBytes(Recorded(Account, Searched(1, Page(answer)))), ["open sesame"], out var problems));

        var problem = Assert.Single(problems);
        Assert.Contains("a value of the credential", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", $"{problem}", StringComparison.Ordinal);
    }

    [Fact]
    public void Redaction_TakesNamesAndEscapedFormsOut_AndKeepsEachMember()
    {
        var made = new Redaction(["open sesame"]).Apply(JsonNode.Parse(
            """{ "people": { "ada@acme.test": 1, "open sesame": 2, "ADA@acme.test": 3 }, "url": "https://x.test/?q=open%20sesame;r=open+sesame", "join_url": "https://us02web.zoom.us/j/1?pwd=a1B2", "passcode": "1234" }"""))!;

        Assert.Equal(
            """{"people":{"person1@example.com":1,"***":2,"person1@example.com2":3},"url":"https://x.test/?q=***;r=***","join_url":"***","passcode":"***"}""",
            made.ToJsonString());
    }

    [Fact]
    public void MemberThatStandsTwice_IsRefused()
    {
        Assert.Null(Read(Recorded(Account, Searched(1, Page("""{ "items": [], "items": [{ "id": 1 }] }"""))), out var problems));

        Assert.Contains("stands here twice", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FiveMegabytes_AreRefused_AndFourAreRead_OnOneLine()
    {
        string Of(int bytes) => Recorded(Account, Searched(1, Page($$"""{ "items": [{{string.Join(',', Enumerable.Repeat("""{"id":1,"text":"0123456789 0123456789 0123456789 0123456789 0123456789 0123456789"}""", bytes / 84))}}] }""")));

        Assert.Null(Read(Of(5 * 1024 * 1024), out var problems));
        Assert.Contains("a recording has at most 4096", Assert.Single(problems).Message, StringComparison.Ordinal);
        Assert.NotNull(Read(Of(4 * 1024 * 1000), out problems));
        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("", "This is not JSON")]
    [InlineData("[]", "'steps' is required here")]
    [InlineData("{ \"steps\": {} }", "'steps' is required here, a list.")]
    [InlineData("{ \"steps\": [7] }", "A step is one of account, search, read, action, sync.")]
    [InlineData("{ \"steps\": [{ \"step\": \"dance\" }] }", "A step is one of")]
    [InlineData("{ \"steps\": [{ \"step\": \"account\", \"exchanges\": [{ \"request\": 1 }] }] }", "'response' is required here")]
    [InlineData("{ \"steps\": [{ \"step\": \"search\", \"entity\": \"a\", \"limit\": -1, \"exchanges\": [] }] }", "'limit' is a whole number from 1")]
    [InlineData("{ \"steps\": [], \"extra\": 1 }", "There is no member 'extra' here")]
    public void WhatIsNoRecording_IsTold(string text, string told)
    {
        Assert.Null(Read(text, out var problems));
        Assert.Contains(problems, problem => problem.Message.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public void Redaction_TakesSecretsAndAddressesOut_TheSameOneEachTime_AndLeavesIds()
    {
        var made = new Redaction(["the-credential"]).Apply(JsonNode.Parse(
            """{ "id": "9f86d081884c7d65", "owner": "Ada <ada@acme.test>", "members": ["bob@acme.test", "ADA@acme.test"], "path": "/users/bob%40acme.test", "token": "short", "page_token": "abc", "echo": "x the-credential y", "flag": true }"""))!;

        Assert.Equal(
            """{"id":"9f86d081884c7d65","owner":"Ada \u003Cperson1@example.com\u003E","members":["person2@example.com","person1@example.com"],"path":"/users/person2%40example.com","token":"***","page_token":"abc","echo":"x *** y","flag":true}""",
            made.ToJsonString());
    }

    [Fact]
    public async Task BrokenRecordings_AreTold_OrPlayed_AndNeverThrow()
    {
        var original = Encoding.UTF8.GetBytes(Recorded(Account, Searched(2, Page("""{ "items": [{ "id": 1, "title": "One" }], "next_cursor": "n2" }"""), Page("""{ "items": [{ "id": 2, "title": "Two" }] }""", "n2"))));
        var random = new Random(18);
        var played = 0;
        for (var number = 0; number < 500; number++)
        {
            var bytes = number % 2 == 0 ? Mutations.OfJson(original, random) : Mutations.OfBytes(original, random);
            if (Recording.Read(bytes, [], out var problems) is not { } recording)
            {
                Assert.NotEmpty(problems);
                continue;
            }

            played++;
            Assert.All(await PlayAsync(recording), step => Assert.True(step.Outcome != TrialOutcome.Failed || step.Note?.Length > 0));
        }

        Assert.InRange(played, 10, 490);
    }
}
