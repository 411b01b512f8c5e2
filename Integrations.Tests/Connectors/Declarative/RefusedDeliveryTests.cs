using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Events;
using Integrations.Core.VendorEvents.Inbox;
using Integrations.Primitives;
using Integrations.Web.Features.Instances;

namespace Integrations.Tests.Connectors.Declarative;

/// <summary>A refused delivery says in the inbox why; what counts it, and who sent it, hear of a signature only.</summary>
public sealed class RefusedDeliveryTests
{
    private const string Hmac = """{ "kind": "hmac", "header": "X-Sign", "elements": { "signature": "v1", "timestamp": "t" }, "signed": "{timestamp}.{body}", "timestamp": { "toleranceSeconds": 300 } }""";
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly Secret Key = new("the-signing-secret");

    [Fact]
    public void AGenuineOne_IsTaken() => Assert.IsType<InboundVerdict.Accepted>(Judge(Hmac, Signed(Now)));

    [Theory]
    [InlineData(412, "signature too_old 412 300", "It was signed 412 seconds before it came; 300 are accepted.")]
    [InlineData(-900, "signature too_new 900 300", "It was signed 900 seconds after it came; 300 are accepted.")]
    public void ATimeThatIsTooFarAway_IsSaidWithTheTolerance(int age, string kept, string shown) => Refused(Hmac, Signed(Now.AddSeconds(-age)), kept, shown);

    [Fact]
    public void NoHeader_NoTime_AndAnotherSecret_AreDifferent()
    {
        Refused(Hmac, null, "signature missing X-Sign", "What should prove it is missing: X-Sign.");
        Refused(Hmac, "v1=00", "signature timestamp_missing", "is missing, or cannot be read");
        Refused(Hmac, Signed(Now).Replace("v1=", "v1=00", StringComparison.Ordinal), "signature mismatch", "The signature does not match");
        Refused("""{ "kind": "hmac", "header": ["X-Sign", "X-Former"] }""", null, "signature missing X-Sign X-Former", "X-Sign, X-Former");
        Refused("""{ "kind": "ed25519", "header": "X-Sign" }""", null, "signature missing X-Sign", "X-Sign");
        Refused("""{ "kind": "ed25519", "header": "X-Sign" }""", "00", "signature mismatch", "does not match");
        Refused("""{ "kind": "jwt", "header": "X-Sign" }""", null, "signature missing X-Sign", "X-Sign");
        Refused("""{ "kind": "jwt", "header": "X-Sign" }""", "a.b.c", "signature mismatch", "does not match");
        Refused("""{ "kind": "jwt", "header": "X-Sign" }""", Token("""{"exp":1}"""), "signature claims", "Its token is genuine");
        Refused("""{ "kind": "secret", "from": { "header": "X-Sign" } }""", null, "signature missing header:X-Sign", "missing: header X-Sign");
        Refused("""{ "kind": "secret", "from": { "header": "X-Sign" } }""", "another", "signature mismatch", "does not match");
    }

    [Fact]
    public void AnotherMethod_IsSaid()
    {
        var verdict = Assert.IsType<InboundVerdict.Rejected>(Plan(Hmac).Receive(Request(Signed(Now)) with { Method = "PUT" }, Key, Now));

        Assert.Equal("signature method PUT", verdict.Whole);
    }

    private static void Refused(string verify, string? header, string kept, string shown)
    {
        var verdict = Assert.IsType<InboundVerdict.Rejected>(Judge(verify, header));
        var row = new ReceiptRow(Guid.Empty, Now, ReceiptVerdict.Rejected, ReceiptFacts.Of(verdict).Reason, null, null, 2, true);

        Assert.Equal("signature", verdict.Reason);
        Assert.Equal(kept, row.Reason);
        Assert.Contains(shown, InboundLabels.Reason(row), StringComparison.Ordinal);
        Assert.DoesNotContain(Key.Reveal(), verdict.Whole, StringComparison.Ordinal);
    }

    private static InboundVerdict Judge(string verify, string? header) => Plan(verify).Receive(Request(header), Key, Now);

    private static InboundRequest Request(string? header) => new(
        "POST", header is null ? new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) : new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["X-Sign"] = header },
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), """{"type":"task.changed","id":7}"""u8.ToArray());

    private static string Signed(DateTimeOffset at)
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={time},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key.Reveal()), Encoding.UTF8.GetBytes($$"""{{time}}.{"type":"task.changed","id":7}""")))}";
    }

    private static string Token(string claims)
    {
        var signed = $"{System.Buffers.Text.Base64Url.EncodeToString("""{"alg":"HS256"}"""u8)}.{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{signed}.{System.Buffers.Text.Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key.Reveal()), Encoding.ASCII.GetBytes(signed)))}";
    }

    private static EventsPlan Plan(string verify) => SmallFile.Read(file =>
    {
        file["inbound"] = JsonNode.Parse("""{ "steps": ["Do it."], "events": ["task.changed"] }""");
        file["api"]!["events"] = JsonNode.Parse($$"""{ "verify": {{verify}}, "type": "type", "touches": [{ "types": ["task.*"], "entity": "task", "id": "id" }] }""");
    }).Api.Events!;
}
