using Integrations.Connectors.Declarative.Events;
using Integrations.Connectors.Declarative.Templates;

namespace Integrations.Connectors.Declarative.File;

/// <summary>How deliveries are proven. What a kind does not have is told, so that no one believes it to be checked.</summary>
internal sealed class EventProofReader(ApiScope scope, EventPartReader parts)
{
    private const int Tolerance = 300;

    private static readonly Dictionary<string, string[]> Members = new(StringComparer.Ordinal)
    {
        ["hmac"] = ["header", "algorithm", "encoding", "prefix", "signed", "key", "keyPrefix", "elements", "timestamp"],
        ["ed25519"] = ["header", "encoding", "signed", "timestamp"],
        ["jwt"] = ["header", "algorithm", "keys", "issuer", "audience", "bodyHash", "toleranceSeconds"],
        ["secret"] = ["from", "value", "basicUser"],
        ["none"] = ["because"],
    };

    /// <param name="node">The file's <c>verify</c>.</param>
    /// <param name="idHeader">The header that carries the delivery's id; null where none does.</param>
    public IEventProof? Read(FileNode node, string? idHeader)
    {
        var kind = node.FindText("kind")!;
        foreach (var (name, value) in node.Members.Where(member => member.Key != "kind" && !Members[kind].Contains(member.Key, StringComparer.Ordinal)))
        {
            scope.Problems.Add(value.Wrong($"'{name}' means nothing with the kind '{kind}'."));
        }

        return kind switch
        {
            "hmac" => Hmac(node, idHeader),
            "ed25519" => Ed25519(node),
            "jwt" => Jwt(node),
            "secret" => Shared(node),
            _ => None(node),
        };
    }

    private HmacProof? Hmac(FileNode node, string? idHeader)
    {
        var elements = node.Find("elements");
        var algorithm = node.FindText("algorithm") ?? "sha256";
        if (!algorithm.StartsWith("sha", StringComparison.Ordinal))
        {
            scope.Problems.Add(node.Find("algorithm")!.Wrong("A keyed hash is sha1, sha256 or sha512."));
        }

        if (elements?.Find("timestamp") is { } timed && elements.Find("signature") is null)
        {
            scope.Problems.Add(timed.Wrong("A header with a timestamp has to name the element that is the signature."));
        }

        var time = Time(node, elements?.FindText("timestamp") is not null);
        var signed = Signed(node, time, idHeader is not null);
        return signed is null || !Needs(node, "header") ? null : new HmacProof
        {
            Algorithm = algorithm,
            Headers = node.FindTexts("header"),
            Encoding = node.FindText("encoding") ?? "hex",
            Prefix = node.FindText("prefix") ?? "",
            Signed = signed,
            Key = new EventKey(node.FindText("key") ?? "text", node.FindText("keyPrefix")),
            Separator = elements?.FindText("separator") ?? (elements is null ? null : ","),
            Element = elements?.FindText("signature"),
            TimeElement = elements?.FindText("timestamp"),
            Timestamp = time,
            IdHeader = idHeader,
        };
    }

    private Ed25519Proof? Ed25519(FileNode node)
    {
        var time = Time(node, isElement: false);
        return Signed(node, time, hasId: false) is { } signed && Needs(node, "header")
            ? new Ed25519Proof { Header = node.FindTexts("header")[0], Encoding = node.FindText("encoding") ?? "hex", Signed = signed, Timestamp = time }
            : null;
    }

    private JwtProof? Jwt(FileNode node)
    {
        var algorithm = node.FindText("algorithm") ?? "HS256";
        var keys = (node.Find("keys")?.Items ?? []).Select(Key).OfType<JwtKey>().ToList();
        if (!algorithm.EndsWith("S256", StringComparison.Ordinal))
        {
            scope.Problems.Add(node.Find("algorithm")!.Wrong("A token is signed by HS256, RS256 or ES256."));
        }
        else if (algorithm == "HS256" != (node.Find("keys") is null))
        {
            scope.Problems.Add(node.Wrong("HS256 is checked with the address's secret; RS256 and ES256 with the vendor's public 'keys'."));
        }
        else if (keys.Exists(key => key.IsRsa != (algorithm == "RS256")))
        {
            scope.Problems.Add(node.Find("keys")!.Wrong($"Not all of these keys are of the kind that {algorithm} is signed with."));
        }
        else if (algorithm != "HS256" && (node.Find("issuer") is null || node.Find("audience") is null))
        {
            scope.Problems.Add(node.Wrong("A vendor signs with one key for all of its customers and purposes: 'issuer' and 'audience' have to say whose token is meant, and for whom."));
        }

        return !Needs(node, "header") ? null : new JwtProof
        {
            Header = node.FindTexts("header")[0],
            Algorithm = algorithm,
            Keys = keys,
            Issuer = node.FindText("issuer"),
            Audience = node.FindText("audience"),
            BodyHash = node.FindText("bodyHash"),
            Tolerance = TimeSpan.FromSeconds(node.FindNumber("toleranceSeconds") ?? Tolerance),
        };
    }

    private JwtKey? Key(FileNode node)
    {
        var isRsa = node.FindText("kty") == "RSA";
        if (EventSignature.Base64(node.FindText(isRsa ? "n" : "x") ?? "") is { } first && EventSignature.Base64(node.FindText(isRsa ? "e" : "y") ?? "") is { } second)
        {
            return new JwtKey(node.FindText("kid"), isRsa, first, second);
        }

        scope.Problems.Add(node.Wrong("A key of the kind RSA has 'n' and 'e', one of the kind EC (P-256) 'x' and 'y', in Base64 for addresses."));
        return null;
    }

    private SharedSecretProof? Shared(FileNode node)
    {
        if (!Needs(node, "from") || parts.Read(node.Find("from")!) is not { } from)
        {
            return null;
        }

        var value = node.Find("value") is { } given ? scope.Text(given, name => name == "secret", "{secret}") : Template.Parse("{secret}", out _);
        if (value is not null && !value.Names.Any())
        {
            scope.Problems.Add(node.Find("value")!.Wrong("{secret} has to stand in it: without it every delivery would be taken."));
        }

        return value is null ? null : new SharedSecretProof(from, value, node.FindText("basicUser"));
    }

    private NoProof? None(FileNode node) => Needs(node, "because") ? new NoProof(node.FindText("because") ?? "") : null;

    private Template? Signed(FileNode node, TimestampPlan? time, bool hasId)
    {
        var signed = Compiled(node, time is not null, hasId);
        // One within the body is signed with it.
        if (signed is not null && time is not null and not { From.Path: not null } && !signed.Names.Contains("timestamp", StringComparer.Ordinal))
        {
            scope.Problems.Add((node.Find("signed") ?? node.Find("timestamp") ?? node).Wrong("A timestamp beside the body has to be part of what is signed, else it proves nothing: put {timestamp} into 'signed'."));
        }

        return signed;
    }

    private Template? Compiled(FileNode node, bool hasTime, bool hasId)
    {
        if (node.Find("signed") is not { } text)
        {
            return Template.Parse("{body}", out _);
        }

        if (scope.Text(text, name => SignedText.Places.Contains(name, StringComparer.Ordinal), $"one of {string.Join(", ", SignedText.Places)}") is not { } signed)
        {
            return null;
        }

        if (!signed.Names.Contains("body", StringComparer.Ordinal))
        {
            scope.Problems.Add(text.Wrong("{body} has to be part of what is signed."));
        }

        if (signed.Names.Contains("timestamp", StringComparer.Ordinal) && !hasTime)
        {
            scope.Problems.Add(text.Wrong("'timestamp' has to say where the timestamp stands, and how old it may be."));
        }

        if (signed.Names.Contains("deliveryId", StringComparer.Ordinal) && !hasId)
        {
            scope.Problems.Add(text.Wrong("'deliveryId' has to name the header that is signed."));
        }

        return signed;
    }

    private TimestampPlan? Time(FileNode node, bool isElement)
    {
        if (node.Find("timestamp") is not { } time)
        {
            return isElement ? new TimestampPlan(null, "unix", TimeSpan.FromSeconds(Tolerance)) : null;
        }

        var from = time.Find("from") is { } place ? parts.Read(place) : null;
        if (from is null != isElement)
        {
            scope.Problems.Add(time.Wrong("A timestamp has 'from', which is a header or a path, or is an element of the signature's header; not both."));
        }

        return new TimestampPlan(from, time.FindText("as") ?? "unix", TimeSpan.FromSeconds(time.FindNumber("toleranceSeconds") ?? Tolerance));
    }

    private bool Needs(FileNode node, string member)
    {
        if (node.Find(member) is not null)
        {
            return true;
        }

        scope.Problems.Add(node.Wrong($"'{member}' is missing, which the kind '{node.FindText("kind")}' needs."));
        return false;
    }
}
