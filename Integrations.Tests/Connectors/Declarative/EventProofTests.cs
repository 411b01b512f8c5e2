using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Declarative.Events;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Connectors.Declarative;

/// <summary>Proofs that no shipped file uses, and those that each file uses with what hostile requests hold.</summary>
public sealed class EventProofTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    // RFC 8032, section 7.1, tests 1 to 3.
    [Theory]
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "", "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72", "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82", "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Ed25519_KnownSignatures_Hold_AndChangedOnesDoNot(string key, string message, string signature)
    {
        var (bytes, signed, given) = (Convert.FromHexString(key), Convert.FromHexString(message), Convert.FromHexString(signature));

        Assert.True(Ed25519.Verify(bytes, [signed], given));
        Assert.False(Ed25519.Verify(bytes, [signed, new byte[] { 1 }], given));
        for (var index = 0; index < given.Length; index += 9)
        {
            byte[] changed = [.. given];
            changed[index] ^= 4;
            Assert.False(Ed25519.Verify(bytes, [signed], changed));
        }

        Assert.False(Ed25519.Verify(new byte[Ed25519.KeyLength], [signed], given));
        Assert.False(Ed25519.Verify([.. Enumerable.Repeat((byte)255, Ed25519.KeyLength)], [signed], [.. Enumerable.Repeat((byte)255, Ed25519.SignatureLength)]));
    }

    [Fact]
    public void Ed25519_OfAFile_IsOverTimestampAndBody()
    {
        var plan = Plan("""{ "kind": "ed25519", "header": "X-Signature-Ed25519", "signed": "{timestamp}{body}", "timestamp": { "from": { "header": "X-Signature-Timestamp" } } }""");
        const string Signature = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
        var secret = new Secret("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");

        // The known message is "r": there is no timestamp that it could be, so all that is shown is that nothing throws.
        foreach (var time in new[] { "", "r", "1", $"{Now.ToUnixTimeSeconds()}", new string('9', 40) })
        {
            Assert.IsType<InboundVerdict.Rejected>(plan.Receive(Request("{}", ("X-Signature-Ed25519", Signature), ("X-Signature-Timestamp", time)), secret, Now));
        }

        Assert.IsType<InboundVerdict.Rejected>(plan.Receive(Request("{}", ("X-Signature-Ed25519", "zz")), new Secret("no key at all"), Now));

        // Signed elsewhere with the key of RFC 8032's second test.
        const string Genuine = "46ea13962ad931deaf285ee62307c981cc5c160e2179718b658c98f63e54f4bb0d5c4374fa841e202c492b1cdfddabd00e7ac1e356b45726b2a32e10d2d2e20d";
        InboundVerdict Judge(string body, string time, DateTimeOffset now) => plan.Receive(Request(body, ("X-Signature-Ed25519", Genuine), ("X-Signature-Timestamp", time)), secret, now);
        Assert.IsType<InboundVerdict.Noted>(Judge("{}", "1796040000", Now));
        Assert.IsType<InboundVerdict.Rejected>(Judge("[]", "1796040000", Now));
        Assert.IsType<InboundVerdict.Rejected>(Judge("{}", "1796040001", Now));
        Assert.IsType<InboundVerdict.Rejected>(Judge("{}", "1796040000", Now.AddMinutes(6)));
    }

    [Theory]
    [InlineData("""{"iat":0,"exp":300}""", true)]
    [InlineData("""{"iat":-10}""", true)]
    [InlineData("""{"exp":-1000}""", false)]
    [InlineData("""{"iat":1000}""", false)]
    [InlineData("""{"iat":-4000}""", false)]
    [InlineData("{}", false)]
    [InlineData("""{"exp":1e300}""", false)]
    [InlineData("""{"iat":-299}""", true)]
    [InlineData("""{"iat":-301}""", false)]
    [InlineData("""{"iat":-10,"exp":"soon"}""", false)]
    [InlineData("""{"iat":-10,"exp":1.5}""", false)]
    [InlineData("""{"iat":-10,"exp":null}""", false)]
    [InlineData("""{"iat":-10,"exp":-4000000000}""", false)]
    [InlineData("""{"iat":-10,"nbf":"soon"}""", false)]
    [InlineData("""{"exp":251000000000}""", true)]
    public void Jwt_BySecret_HoldsWhileItsTimesDo(string claims, bool holds)
    {
        var plan = Plan("""{ "kind": "jwt", "header": "Authorization" }""");
        var secret = new Secret("the-signing-secret");
        var moved = new JsonObject(JsonNode.Parse(claims)!.AsObject().Select(claim => KeyValuePair.Create(claim.Key, claim.Value is JsonValue number && number.TryGetValue<long>(out var seconds) ? JsonValue.Create(seconds + Now.ToUnixTimeSeconds()) : claim.Value?.DeepClone())));
        var token = Token("HS256", moved.ToJsonString(), data => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Reveal()), data));

        Assert.Equal(holds, plan.Receive(Request("{}", ("Authorization", $"Bearer {token}")), secret, Now) is not InboundVerdict.Rejected);
        Assert.IsType<InboundVerdict.Rejected>(plan.Receive(Request("{}", ("Authorization", token)), new Secret("another"), Now));
    }

    [Theory]
    [InlineData("none", "")]
    [InlineData("HS512", "x")]
    [InlineData("RS256", "x")]
    public void Jwt_OfAnotherAlgorithm_IsRefused_WhateverItSays(string algorithm, string signature)
    {
        var plan = Plan("""{ "kind": "jwt", "header": "Authorization" }""");
        var token = Token(algorithm, $$"""{"exp":{{Now.AddMinutes(1).ToUnixTimeSeconds()}}}""", _ => Encoding.ASCII.GetBytes(signature));

        foreach (var header in new[] { token, "", ".", "..", "a.b.c", "Bearer ", $"{token}.x", new string('a', 20_000) })
        {
            Assert.IsType<InboundVerdict.Rejected>(plan.Receive(Request("{}", ("Authorization", header)), new Secret("the-signing-secret"), Now));
        }
    }

    [Fact]
    public void Jwt_ByKeySet_HoldsForAKeyOfIt_WithTheBodyThatItNames()
    {
        using var rsa = RSA.Create(2_048);
        using var other = RSA.Create(2_048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (r, e) = (rsa.ExportParameters(false), curve.ExportParameters(false));
        var byRsa = Plan($$"""{ "kind": "jwt", "header": "X-Token", "algorithm": "RS256", "bodyHash": "sha", "issuer": "vendor", "audience": "hub", "keys": [{ "kty": "RSA", "kid": "one", "n": "{{Base64Url.EncodeToString(r.Modulus)}}", "e": "{{Base64Url.EncodeToString(r.Exponent)}}" }] }""");
        var byCurve = Plan($$"""{ "kind": "jwt", "header": "X-Token", "algorithm": "ES256", "issuer": "vendor", "audience": "hub", "keys": [{ "kty": "EC", "x": "{{Base64Url.EncodeToString(e.Q.X)}}", "y": "{{Base64Url.EncodeToString(e.Q.Y)}}" }] }""");
        var hash = Convert.ToHexStringLower(SHA256.HashData("{}"u8));
        string Claims(string issuer, string sha) => $$"""{"iss":"{{issuer}}","aud":["x","hub"],"sha":"{{sha}}","exp":{{Now.AddMinutes(1).ToUnixTimeSeconds()}}}""";
        byte[] Sign(RSA key, byte[] data) => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        bool Takes(EventsPlan plan, string token, string body = "{}") => plan.Receive(Request(body, ("X-Token", token)), new Secret("unused"), Now) is not InboundVerdict.Rejected;

        Assert.True(Takes(byRsa, Token("RS256", Claims("vendor", hash), data => Sign(rsa, data))));
        Assert.False(Takes(byRsa, Token("RS256", Claims("vendor", hash), data => Sign(rsa, data)), "[]"));
        Assert.False(Takes(byRsa, Token("RS256", Claims("other", hash), data => Sign(rsa, data))));
        Assert.False(Takes(byRsa, Token("RS256", Claims("vendor", hash), data => Sign(other, data))));
        Assert.True(Takes(byCurve, Token("ES256", Claims("vendor", hash), data => curve.SignData(data, HashAlgorithmName.SHA256))));
        Assert.False(Takes(byCurve, Token("ES256", Claims("vendor", hash), _ => new byte[64])));
    }

    [Fact]
    public void ManyEvents_InOneBody_ConcernAllOfTheirKind_AndEmptyOnesAreNoted()
    {
        var plan = Plan("""{ "kind": "none", "because": "A test." }""", each: "events");
        var secret = new Secret("unused");
        var many = new JsonObject { ["events"] = new JsonArray([.. Enumerable.Range(0, 5_000).Select(index => new JsonObject { ["type"] = "page.changed", ["id"] = $"{Guid.CreateVersion7():D}" })]) };

        var accepted = Assert.IsType<InboundVerdict.Accepted>(plan.Receive(Request(many.ToJsonString()), secret, Now));
        Assert.Equal([new TouchedEntity("page", null)], accepted.Touched);
        Assert.IsType<InboundVerdict.Noted>(plan.Receive(Request("""{"events":[]}"""), secret, Now));
        Assert.IsType<InboundVerdict.Noted>(plan.Receive(Request("""{"events":[{"type":"other","id":"x"}]}"""), secret, Now));
        // An id that is none of the kind's is no thing.
        Assert.IsType<InboundVerdict.Noted>(plan.Receive(Request("""{"events":[{"type":"page.changed","id":"../../me"}]}"""), secret, Now));
    }

    [Theory]
    [InlineData("""{ "kind": "hmac" }""", "'header' is missing")]
    [InlineData("""{ "kind": "hmac", "header": "X", "signed": "{timestamp}" }""", "{body} has to be part")]
    [InlineData("""{ "kind": "hmac", "header": "X", "signed": "{timestamp}.{body}" }""", "'timestamp' has to say")]
    [InlineData("""{ "kind": "hmac", "header": "X", "signed": "{secret}{body}" }""", "Nothing gives {secret}")]
    [InlineData("""{ "kind": "hmac", "header": "X", "timestamp": { "from": { "header": "T" } } }""", "proves nothing")]
    [InlineData("""{ "kind": "hmac", "header": "X", "elements": { "signature": "v1", "timestamp": "t" } }""", "proves nothing")]
    [InlineData("""{ "kind": "hmac", "header": "X", "elements": { "signature": "v1", "timestamp": "t" }, "signed": "{body}" }""", "proves nothing")]
    [InlineData("""{ "kind": "hmac", "header": "X", "signed": "{{timestamp}}{body}", "timestamp": { "from": { "header": "T" } } }""", "proves nothing")]
    [InlineData("""{ "kind": "ed25519", "header": "X", "timestamp": { "from": { "query": "t" } } }""", "proves nothing")]
    [InlineData("""{ "kind": "hmac", "header": "X", "timestamp": { "from": "at", "toleranceSeconds": 901 } }""", "900")]
    [InlineData("""{ "kind": "hmac", "header": "X", "timestamp": {} }""", "A timestamp has 'from'")]
    [InlineData("""{ "kind": "hmac", "header": "X", "signed": "{deliveryId}.{body}" }""", "'deliveryId' has to name the header")]
    [InlineData("""{ "kind": "hmac", "header": "X", "algorithm": "HS256" }""", "sha1, sha256 or sha512")]
    [InlineData("""{ "kind": "hmac", "header": "X", "elements": { "timestamp": "t" } }""", "name the element that is the signature")]
    [InlineData("""{ "kind": "hmac", "header": "X", "keys": [{ "kty": "RSA" }] }""", "'keys' means nothing")]
    [InlineData("""{ "kind": "jwt", "header": "X", "algorithm": "RS256" }""", "public 'keys'")]
    [InlineData("""{ "kind": "jwt", "header": "X", "algorithm": "RS256", "keys": [{ "kty": "RSA", "n": "!" }] }""", "'n' and 'e'")]
    [InlineData("""{ "kind": "jwt", "header": "X", "algorithm": "RS256", "issuer": "vendor", "keys": [{ "kty": "RSA", "n": "AQAB", "e": "AQAB" }] }""", "'issuer' and 'audience'")]
    [InlineData("""{ "kind": "jwt", "header": "X", "algorithm": "ES256", "audience": "hub", "keys": [{ "kty": "EC", "x": "AQAB", "y": "AQAB" }] }""", "'issuer' and 'audience'")]
    [InlineData("""{ "kind": "secret" }""", "'from' is missing")]
    [InlineData("""{ "kind": "secret", "from": { "query": "key" } }""", "the hub's own")]
    [InlineData("""{ "kind": "secret", "from": { "header": "X", "query": "y" } }""", "Say one of")]
    [InlineData("""{ "kind": "secret", "from": "a", "value": "x" }""", "every delivery would be taken")]
    [InlineData("""{ "kind": "none" }""", "'because' is missing")]
    public void WhatASchemaCannotSay_OfProofs_IsToldWithItsPlace(string verify, string told)
    {
        Assert.Null(Read(verify, null, out var problems));

        var problem = Assert.Single(problems, problem => problem.Message.Contains(told, StringComparison.Ordinal));
        Assert.True(problem.Line > 1 && problem.Column > 1 && problem.Path.StartsWith("$.api.events", StringComparison.Ordinal), problem.ToString());
    }

    [Theory]
    [InlineData("""{ "kind": "hmac", "header": "X" }""")]
    [InlineData("""{ "kind": "jwt", "header": "X" }""")]
    [InlineData("""{ "kind": "secret", "from": { "header": "X" } }""")]
    public void AChallengeThatSignsForAll_IsRefused(string verify)
    {
        Assert.Null(Read(verify, null, out var problems, events => events["challenge"] = JsonNode.Parse("""{ "value": "challenge", "unsigned": true, "json": { "answer": { "hash": "sha256={hmac}" } } }""")));

        Assert.Single(problems, problem => problem.Message.Contains("would sign for all", StringComparison.Ordinal) && problem.Path.StartsWith("$.api.events.challenge", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a1B2c3", true)]
    [InlineData("", false)]
    [InlineData("{}", false)]
    [InlineData("1700000000.{}", false)]
    [InlineData("with-a-sign", false)]
    public void AChallengeOfAGet_HashesNothingButAToken(string value, bool isAnswered)
    {
        var plan = Plan("""{ "kind": "hmac", "header": "X" }""", change: events => events["challenge"] = JsonNode.Parse("""{ "method": "GET", "value": { "query": "crc" }, "json": { "token": "{hmac}" } }"""));
        InboundRequest Asking(string text) => Request("") with { Method = "GET", Query = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["crc"] = text } };

        Assert.Equal(isAnswered, plan.Receive(Asking(value), new Secret("the-signing-secret"), Now) is InboundVerdict.Challenge);
        Assert.IsType<InboundVerdict.Rejected>(plan.Receive(Asking(new string('a', 65)), new Secret("the-signing-secret"), Now));
    }

    [Fact]
    public void AChallengeWithAWord_LeavesDeliveriesThatHaveItsValueToo()
    {
        var plan = Plan("""{ "kind": "none", "because": "A test." }""", change: events => events["challenge"] = JsonNode.Parse("""{ "value": "token", "unsigned": true, "where": { "path": "type", "is": ["check"] } }"""));

        Assert.IsType<InboundVerdict.Challenge>(plan.Receive(Request("""{"type":"check","token":"t"}"""), new Secret("unused"), Now));
        Assert.IsType<InboundVerdict.Accepted>(plan.Receive(Request($$"""{"type":"page.changed","token":"t","id":"{{Guid.CreateVersion7():D}}"}"""), new Secret("unused"), Now));
        Assert.IsType<InboundVerdict.Rejected>(plan.Receive(Request("no json"), new Secret("unused"), Now));
    }

    [Fact]
    public void AHead_IsAnsweredWithNothing_AndIsNotGuessedAt()
    {
        var plan = Plan("""{ "kind": "hmac", "header": "X" }""", change: events => events["challenge"] = JsonNode.Parse("""{ "method": "HEAD" }"""));

        var answer = Assert.IsType<InboundVerdict.Challenge>(plan.Receive(Request("") with { Method = "HEAD" }, new Secret("the-signing-secret"), Now));

        Assert.Equal(("", "nosniff"), (answer.Body, answer.Headers!["X-Content-Type-Options"]));
    }

    // The proof, where the type stands, and whether a deletion is believed.
    [Theory]
    [InlineData("""{ "kind": "hmac", "header": "X" }""", "\"type\"", true)]
    [InlineData("""{ "kind": "hmac", "header": "X" }""", """{ "header": "T" }""", false)]
    [InlineData("""{ "kind": "hmac", "header": "X" }""", """[{ "header": "T" }, "action"]""", false)]
    [InlineData("""{ "kind": "hmac", "header": "X" }""", """{ "query": "t" }""", false)]
    [InlineData("""{ "kind": "hmac", "header": "X", "signed": "{body}{url}" }""", """{ "query": "t" }""", true)]
    [InlineData("""{ "kind": "secret", "from": { "header": "X" } }""", """{ "header": "T" }""", true)]
    [InlineData("""{ "kind": "jwt", "header": "X" }""", "\"type\"", false)]
    [InlineData("""{ "kind": "jwt", "header": "X", "bodyHash": "sha" }""", "\"type\"", true)]
    [InlineData("""{ "kind": "none", "because": "A test." }""", "\"type\"", false)]
    public void ADeletionIsBelieved_WhereItsTypeIsProven(string verify, string type, bool isBelieved)
    {
        var plan = Plan(verify, change: events =>
        {
            events["type"] = JsonNode.Parse(type);
            events["touches"]![0]!["deleted"] = new JsonArray("page.gone");
        });

        Assert.Equal(isBelieved, plan.Touched[0].Deleted.Count > 0);
    }

    [Fact]
    public void DeliveryIds_TellDeliveriesApart_ThatLackAPartOrAreLong()
    {
        var plan = Plan("""{ "kind": "none", "because": "A test." }""", change: events => events["deliveryId"] = new JsonArray("type", "at"));
        string Id(string body) => plan.Receive(Request(body), new Secret("unused"), Now) switch
        {
            InboundVerdict.Accepted accepted => accepted.DeliveryId,
            InboundVerdict.Noted noted => noted.DeliveryId,
            var other => throw new InvalidOperationException($"{other}"),
        };
        var longer = new string('a', 300);

        Assert.Equal("x-1", Id("""{"type":"x","at":1}"""));
        Assert.Equal(Id("""{"type":"x","n":1}"""), Id("""{"type":"x","n":1}"""));
        Assert.NotEqual(Id("""{"type":"x","n":1}"""), Id("""{"type":"x","n":2}"""));
        Assert.NotEqual(Id($$"""{"type":"x","at":"{{longer}}1"}"""), Id($$"""{"type":"x","at":"{{longer}}2"}"""));
        Assert.True(Id($$"""{"type":"x","at":"{{longer}}"}""").Length <= 200);
    }

    [Fact]
    public void EventsOfManyThingsEach_ConcernAllOfTheirKind()
    {
        var plan = Plan("""{ "kind": "none", "because": "A test." }""", each: "events", change: events => events["touches"]![0]!["id"] = "ids[]");
        var many = new JsonObject
        {
            ["events"] = new JsonArray([.. Enumerable.Range(0, 900).Select(_ => new JsonObject { ["type"] = "page.changed", ["ids"] = new JsonArray([.. Enumerable.Range(0, 20).Select(_ => JsonValue.Create($"{Guid.CreateVersion7():D}"))]) })]),
        };

        Assert.Equal([new TouchedEntity("page", null)], Assert.IsType<InboundVerdict.Accepted>(plan.Receive(Request(many.ToJsonString()), new Secret("unused"), Now)).Touched);
    }

    [Theory]
    [InlineData("""{ "kind": "hmac", "header": "X", "keyPrefix": "whsec_" }""", "whsec_")]
    [InlineData("""{ "kind": "hmac", "header": "X", "key": "base64" }""", "====")]
    [InlineData("""{ "kind": "hmac", "header": "X", "key": "base64" }""", "no base64 at all!")]
    [InlineData("""{ "kind": "hmac", "header": "X", "key": "hex" }""", "abc")]
    public void ASecretThatLeavesNoKey_ProvesNothing(string verify, string secret)
    {
        var signed = Convert.ToHexStringLower(HMACSHA256.HashData(Array.Empty<byte>(), "{}"u8.ToArray()));

        Assert.IsType<InboundVerdict.Rejected>(Plan(verify).Receive(Request("{}", ("X", signed)), new Secret(secret), Now));
    }

    [Theory]
    [InlineData("""{ "kind": "hmac", "header": "X" }""", null, true)]
    [InlineData("""{ "kind": "hmac", "header": "X" }""", "any text", true)]
    [InlineData("""{ "kind": "hmac", "header": "X", "keyPrefix": "whsec_" }""", "whsec_", false)]
    [InlineData("""{ "kind": "hmac", "header": "X", "key": "base64" }""", "AAECAwQF", true)]
    [InlineData("""{ "kind": "hmac", "header": "X", "key": "base64" }""", "not base64!", false)]
    [InlineData("""{ "kind": "hmac", "header": "X", "key": "hex" }""", "0123456789abcdef", true)]
    [InlineData("""{ "kind": "hmac", "header": "X", "key": "hex" }""", "0123456789abcdefg", false)]
    [InlineData("""{ "kind": "hmac", "header": "X", "key": "hex" }""", null, false)]
    [InlineData("""{ "kind": "ed25519", "header": "X" }""", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", true)]
    [InlineData("""{ "kind": "ed25519", "header": "X" }""", "3d4017c3", false)]
    [InlineData("""{ "kind": "ed25519", "header": "X" }""", null, false)]
    [InlineData("""{ "kind": "secret", "from": { "header": "X" } }""", null, true)]
    public void ASecretThatCannotBeOne_IsToldWhenItIsEntered(string verify, string? secret, bool isOne) =>
        Assert.Equal(isOne, Plan(verify).Proof.Problem(secret is null ? null : new Secret(secret)) is null);

    [Theory]
    [InlineData("""{ "kind": "hmac", "header": "X-S", "elements": { "signature": "v1", "timestamp": "t" }, "signed": "{timestamp}.{body}" }""", "HMAC-SHA256 of {timestamp}.{body} in X-S, 300 s")]
    [InlineData("""{ "kind": "hmac", "header": ["A", "B"], "algorithm": "sha1", "key": "hex" }""", "HMAC-SHA1 of {body} in A or B, key in hex")]
    [InlineData("""{ "kind": "ed25519", "header": "X", "signed": "{timestamp}{body}", "timestamp": { "from": { "header": "T" }, "toleranceSeconds": 60 } }""", "Ed25519 of {timestamp}{body} in X, 60 s by header T")]
    [InlineData("""{ "kind": "jwt", "header": "X" }""", "JWT HS256 in X, body not proven, 300 s")]
    [InlineData("""{ "kind": "secret", "from": "token" }""", "{secret} repeated in token")]
    [InlineData("""{ "kind": "none", "because": "A test." }""", "no proof: A test.")]
    public void AProof_SaysInOneLineWhatItIs(string verify, string line) => Assert.Equal(line, Plan(verify).Proof.Text);

    [Theory]
    [InlineData("""{ "of": "search" }""", "one of three ways")]
    [InlineData("""{ "of": "list", "newestFirst": true }""", "has no 'list'")]
    [InlineData("""{ "of": "search", "newestFirst": true, "deleted": { "path": "gone" } }""", "does not show what is gone")]
    [InlineData("""{ "newestFirst": true }""", "Say either 'of'")]
    [InlineData("""{ "of": "search", "newestFirst": true, "oldestFirst": true }""", "takes {since}")]
    [InlineData("""{ "request": { "path": "/x" }, "items": "a" }""", "one of three ways")]
    [InlineData("""{ "request": { "path": "/x", "query": { "s": "{since}" } }, "items": "a" }""", "go together")]
    [InlineData("""{ "request": { "path": "/x", "query": { "s": "{delta}" } }, "items": "a", "newestFirst": true }""", "go together")]
    [InlineData("""{ "request": { "path": "/x", "query": { "s": "{since}", "q": "{text}" } }, "items": "a", "since": "iso" }""", "Nothing gives {text}")]
    public void WhatASchemaCannotSay_OfSync_IsToldWithItsPlace(string sync, string told)
    {
        var file = Notion();
        file["api"]!["entities"]!["page"]!["sync"] = JsonNode.Parse(sync);

        Assert.Null(ProviderFile.Read(Encoding.UTF8.GetBytes(file.ToJsonString(new JsonSerializerOptions { WriteIndented = true })), out var problems));

        var problem = Assert.Single(problems, problem => problem.Message.Contains(told, StringComparison.Ordinal));
        Assert.True(problem.Line > 1 && problem.Path.StartsWith("$.api.entities.page.sync", StringComparison.Ordinal), problem.ToString());
    }

    [Fact]
    public void EventsWithoutASetUp_AndASetUpWithoutEvents_AreTold()
    {
        var file = Notion();
        file["inbound"] = JsonNode.Parse("""{ "steps": ["Do it."], "events": ["a"] }""");

        Assert.Null(ProviderFile.Read(Encoding.UTF8.GetBytes(file.ToJsonString()), out var problems));
        Assert.Contains(problems, problem => problem.Message.Contains("Events need both", StringComparison.Ordinal));
    }

    private static EventsPlan Plan(string verify, string? each = null, Action<JsonObject>? change = null)
    {
        var file = Read(verify, each, out var problems, change);
        Assert.Empty(problems);
        return file!.Api.Events!;
    }

    private static ProviderFile? Read(string verify, string? each, out IReadOnlyList<Integrations.Connectors.Declarative.File.FileProblem> problems, Action<JsonObject>? change = null)
    {
        var file = Notion();
        file["inbound"] = JsonNode.Parse("""{ "steps": ["Do it."], "events": ["a"] }""");
        var events = new JsonObject { ["verify"] = JsonNode.Parse(verify), ["type"] = "type", ["touches"] = JsonNode.Parse("""[{ "types": ["page.*"], "entity": "page", "id": "id" }]""") };
        if (each is not null)
        {
            events["each"] = each;
        }

        change?.Invoke(events);

        file["api"]!["events"] = events;
        return ProviderFile.Read(Encoding.UTF8.GetBytes(file.ToJsonString(new JsonSerializerOptions { WriteIndented = true })), out problems);
    }

    private static JsonObject Notion() =>
        JsonNode.Parse(File.ReadAllBytes(Path.Combine(Repository.Root(), "Integrations.Connectors/Declarative/Providers/notion.provider.json")))!.AsObject();

    private static InboundRequest Request(string body, params (string Name, string Value)[] headers) =>
        new("POST", headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase), new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), Encoding.UTF8.GetBytes(body));

    private static string Token(string algorithm, string claims, Func<byte[], byte[]> sign)
    {
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"{{algorithm}}","kid":"one"}"""))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }
}
