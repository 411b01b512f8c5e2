using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Integrations.Core.Identity.Jwt;
using Integrations.Core.Permissions;

namespace Integrations.Tests.Identity;

/// <summary>Attacks on the token itself, with the real key in the attacker's reach only where a case says so.</summary>
public sealed class AccessTokenFormatTests : IDisposable
{
    private const string GoodHeader = """{"alg":"ES256","typ":"at+jwt","kid":"k1"}""";

    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly string Order = "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly AccessTokenFormat _format = new("integrations-hub", "integrations-hub-api");

    private static string GoodPayload => Payload();

    private ECParameters Public => _key.ExportParameters(includePrivateParameters: false);

    public static TheoryData<string> BadHeaders() =>
    [
        """{"alg":"none","typ":"at+jwt","kid":"k1"}""",
        """{"alg":"None","typ":"at+jwt","kid":"k1"}""",
        """{"alg":"","typ":"at+jwt","kid":"k1"}""",
        """{"alg":"HS256","typ":"at+jwt","kid":"k1"}""",
        """{"alg":"RS256","typ":"at+jwt","kid":"k1"}""",
        """{"alg":"PS256","typ":"at+jwt","kid":"k1"}""",
        """{"alg":"ES384","typ":"at+jwt","kid":"k1"}""",
        """{"alg":"ES256K","typ":"at+jwt","kid":"k1"}""",
        """{"alg":"es256","typ":"at+jwt","kid":"k1"}""",
        """{"alg":"ES256 ","typ":"at+jwt","kid":"k1"}""",
        """{"alg":["ES256"],"typ":"at+jwt","kid":"k1"}""",
        """{"alg":null,"typ":"at+jwt","kid":"k1"}""",
        """{"typ":"at+jwt","kid":"k1"}""",
        """{"alg":"ES256","kid":"k1"}""",
        """{"alg":"ES256","typ":"JWT","kid":"k1"}""",
        """{"alg":"ES256","typ":"AT+JWT","kid":"k1"}""",
        """{"alg":"ES256","typ":"application/at+jwt","kid":"k1"}""",
        """{"alg":"ES256","typ":"at+jwt"}""",
        """{"alg":"ES256","typ":"at+jwt","kid":""}""",
        """{"alg":"ES256","typ":"at+jwt","kid":5}""",
        """{"alg":"ES256","typ":"at+jwt","kid":"k1","jku":"https://evil.example/jwks.json"}""",
        """{"alg":"ES256","typ":"at+jwt","kid":"k1","jwk":{"kty":"EC"}}""",
        """{"alg":"ES256","typ":"at+jwt","kid":"k1","x5u":"https://evil.example/x"}""",
        """{"alg":"ES256","typ":"at+jwt","kid":"k1","x5c":["MII"]}""",
        """{"alg":"ES256","typ":"at+jwt","kid":"k1","crit":["exp"]}""",
        """{"alg":"ES256","typ":"at+jwt","kid":"k1","b64":false}""",
        """{"alg":"ES256","typ":"at+jwt","kid":"k1","zip":"DEF"}""",
        """{"alg":"ES256","alg":"ES256","typ":"at+jwt","kid":"k1"}""",
        """{"alg":"none","typ":"at+jwt","kid":"k1","alg":"ES256"}""",
        """{"alg":"ES256","typ":"at+jwt","kid":"k1",}""",
        """{"alg":"ES256","typ":"at+jwt","kid":"k1"}x""",
        """{"alg":"ES256","typ":"at+jwt","kid":"\ud800"}""",
        """/**/{"alg":"ES256","typ":"at+jwt","kid":"k1"}""",
        """["ES256"]""",
        "null",
        "",
    ];

    public static TheoryData<string> BadPayloads() =>
    [
        Payload(iss: "\"someone-else\""),
        Payload(iss: "[\"integrations-hub\"]"),
        Payload(aud: "\"another-api\""),
        Payload(aud: "[\"integrations-hub-api\",\"x\"]"),
        Payload(sub: "5"),
        Payload(sub: "\"\""),
        Payload(tid: "\"acme\""),
        Payload(tid: "null"),
        Payload(jti: "\"1\""),
        Payload(iat: "\"1772625600\""),
        Payload(iat: "1772625600.5"),
        Payload(iat: "1.7726256e9"),
        Payload(iat: "-1"),
        Payload(iat: "1772629300"),
        Payload(nbf: "1772625800"),
        Payload(exp: "1772625539"),
        Payload(exp: "1772625600"),
        Payload(exp: "1772629201"),
        Payload(exp: "99999999999999999999"),
        Payload(exp: "9223372036854775807"),
        Payload(exp: "null"),
        Payload(roles: "\"super_admin\""),
        Payload(roles: "[5]"),
        Payload(roles: "[\"a\",\"b\",\"c\",\"d\",\"e\"]"),
        Payload(scope: "\"everything\""),
        Payload(scope: "\"\""),
        Payload(scope: "\"read  write\""),
        GoodPayload.Replace("\"iss\":\"integrations-hub\",", "", StringComparison.Ordinal),
        GoodPayload.Replace("}", ",\"sub\":\"0190b6a1-0000-7000-8000-00000000beef\"}", StringComparison.Ordinal),
        GoodPayload.Replace("}", ",\"auth_time\":\"now\"}", StringComparison.Ordinal),
        GoodPayload.Replace("}", ",\"client_id\":7}", StringComparison.Ordinal),
        GoodPayload.Replace("}", ",\"deep\":{\"a\":{\"b\":{\"c\":{}}}}}", StringComparison.Ordinal),
        "[]",
        "",
        "{}",
    ];

    [Fact]
    public void Token_AsWeWriteIt_IsRead()
    {
        Assert.NotNull(Read(Sign(GoodHeader, GoodPayload), Public, Now));

        var claims = new AccessTokenClaims(Guid.NewGuid().ToString(), Guid.NewGuid(), ["user"], Guid.NewGuid(), Now, Now.AddMinutes(15))
        {
            Scopes = TokenScopes.ReadWrite,
            AuthenticatedAt = Now,
            Stamp = "abc",
        };
        var read = Read(_format.Write(claims, "k1", _key), Public, Now);
        Assert.Equivalent(claims, read);
    }

    [Theory, Proves("S6"), MemberData(nameof(BadHeaders))]
    public void Header_NotExactlyOurs_IsRefused(string header) => Assert.Null(Read(Sign(header, GoodPayload), Public, Now));

    [Theory, Proves("S7"), MemberData(nameof(BadPayloads))]
    public void Payload_MissingMistypedOrOutOfTime_IsRefused(string payload) => Assert.Null(Read(Sign(GoodHeader, payload), Public, Now));

    [Theory, Proves("S7")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData(" {0}")]
    [InlineData("{0} ")]
    [InlineData("{0}=")]
    [InlineData("{0}.")]
    [InlineData(".{0}")]
    [InlineData("{0}.{0}")]
    [InlineData("Bearer {0}")]
    [InlineData("{0}\0")]
    [InlineData("{0}\u00e9")]
    public void Framing_NotThreeStrictParts_IsRefused(string frame) =>
        Assert.Null(Read(frame.Replace("{0}", Sign(GoodHeader, GoodPayload), StringComparison.Ordinal), Public, Now));

    [Fact, Proves("S6")]
    public void Signature_Zero_Order_Short_Long_Der_OrOfAnotherKey_IsRefused()
    {
        var good = Sign(GoodHeader, GoodPayload);
        var signed = good[..good.LastIndexOf('.')];
        var data = Encoding.ASCII.GetBytes(signed);
        var (zero, order) = (new byte[32], Convert.FromHexString(Order));
        var real = _key.SignData(data, HashAlgorithmName.SHA256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[][] signatures =
        [
            [], [.. zero, .. zero], [.. zero, .. real[32..]], [.. real[..32], .. zero], [.. order, .. real[32..]], [.. real[..32], .. order], [.. order, .. order],
            [.. Enumerable.Repeat((byte)255, 64)], real[..63], [.. real, 0], [0, .. real[..63]],
            _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
            _key.SignData(data, HashAlgorithmName.SHA384),
            other.SignData(data, HashAlgorithmName.SHA256),
            HMACSHA256.HashData(_key.ExportSubjectPublicKeyInfo(), data),
            [.. real[32..], .. real[..32]],
        ];

        Assert.All(signatures, signature => Assert.Null(Read($"{signed}.{StrictBase64Url.Encode(signature)}", Public, Now)));
        Assert.NotNull(Read($"{signed}.{StrictBase64Url.Encode(real)}", Public, Now));
    }

    [Fact, Proves("S7")]
    public void Token_LongerThanEightKilobytes_IsRefused()
    {
        var filler = new string('x', 7000);
        Assert.Null(Read(Sign(GoodHeader, GoodPayload.Replace("}", $",\"x\":\"{filler}\"}}", StringComparison.Ordinal)), Public, Now));
    }

    [Fact, Proves("S6")]
    public void HundredThousandMutations_AreAllRefused_WithoutAnException()
    {
        var good = Sign(GoodHeader, GoodPayload);
        var random = new Random(20261121);
        var accepted = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var mutant = Mutate(good, random);
            if (mutant != good && Read(mutant, Public, Now) is not null)
            {
                accepted++;
            }
        }

        Assert.Equal(0, accepted);
    }

    [Fact, Proves("S7")]
    public void AnyText_IsRefused_WithoutAnException() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => Read(text ?? "", Public, Now) is null));

    [Fact, Proves("S7")]
    public void AnyHeaderAndPayload_SignedByAnotherKey_IsRefused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Check.QuickThrowOnFailure(Prop.ForAll(
            ArbMap.Default.ArbFor<byte[]>(), payload => Read(Sign(Encoding.UTF8.GetBytes(GoodHeader), payload, other), Public, Now) is null));
    }

    [Fact, Proves("S7")]
    public void Base64Url_HasOneSpellingPerValue() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            var text = StrictBase64Url.Encode(bytes);
            return StrictBase64Url.Decode(text)!.SequenceEqual(bytes)
                && StrictBase64Url.Decode(text + "=") is null
                && StrictBase64Url.Decode(" " + text) is null
                && (text.Length % 4 == 0 || StrictBase64Url.Decode(text[..^1] + (char)(text[^1] + 1)) is null || text[^1] is '9' or 'Z' or 'z');
        }));

    [Theory, Proves("S7")]
    [InlineData(-61, false)]
    [InlineData(-59, true)]
    [InlineData(15 * 60 + 59, true)]
    [InlineData(15 * 60 + 60, false)]
    public void Skew_IsAtMostAMinute(int secondsAfterIssue, bool isRead) =>
        Assert.Equal(isRead, Read(Sign(GoodHeader, GoodPayload), Public, Now.AddSeconds(secondsAfterIssue)) is not null);

    public void Dispose() => _key.Dispose();

    private static string Payload(
        string iss = "\"integrations-hub\"", string aud = "\"integrations-hub-api\"", string sub = "\"0190b6a1-0000-7000-8000-000000000001\"",
        string tid = "\"0190b6a1-0000-7000-8000-000000000002\"", string jti = "\"0190b6a1-0000-7000-8000-000000000003\"", string iat = "1772625600",
        string nbf = "1772625600", string exp = "1772626500", string roles = "[\"user\"]", string scope = "\"read write admin\"") =>
        $$"""{"iss":{{iss}},"aud":{{aud}},"sub":{{sub}},"tid":{{tid}},"jti":{{jti}},"iat":{{iat}},"nbf":{{nbf}},"exp":{{exp}},"roles":{{roles}},"scope":{{scope}}}""";

    private static string Mutate(string token, Random random)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ";
        var text = new StringBuilder(token);
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0:
                    text[at] = Alphabet[random.Next(Alphabet.Length)];
                    break;
                case 1:
                    text.Remove(at, 1);
                    break;
                case 2:
                    text.Insert(at, Alphabet[random.Next(Alphabet.Length)]);
                    break;
                default:
                    (text[at], text[text.Length - 1 - at]) = (text[text.Length - 1 - at], text[at]);
                    break;
            }
        }

        return text.ToString();
    }

    private static string Sign(byte[] header, byte[] payload, ECDsa key)
    {
        var signed = $"{StrictBase64Url.Encode(header)}.{StrictBase64Url.Encode(payload)}";
        return $"{signed}.{StrictBase64Url.Encode(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    // The handler works with keys at hand, so nothing is waited for.
    private AccessTokenClaims? Read(string token, ECParameters key, DateTimeOffset now) => _format.ReadAsync(token, key, now).GetAwaiter().GetResult();

    private string Sign(string header, string payload) => Sign(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(payload), _key);
}
