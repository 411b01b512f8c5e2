using System.Text.RegularExpressions;
using Integrations.Connectors.Declarative.File;

namespace Integrations.Connectors.Declarative.Recordings;

/// <summary>Finds what has no place in a file that lies beside others in a repository: credentials, and what looks like one.</summary>
internal static partial class RecordingSecrets
{
    private const int ShortestSecret = 16;

    /// <summary>Shorter values of a credential stand in other words, too.</summary>
    public const int ShortestGiven = 6;


    /// <summary>Bits a character: words and numbers have fewer, random letters more.</summary>
    private const double Randomness = 3.0;

    private static readonly HashSet<string> Headers = new(StringComparer.OrdinalIgnoreCase) { "authorization", "proxy-authorization", "cookie", "set-cookie", "set-cookie2", "x-api-key", "x-auth-token" };

    private static readonly string[] Names = ["token", "secret", "password", "passwd", "passphrase", "passcode", "pwd", "apikey", "accesskey", "privatekey", "clientkey", "credential", "authorization", "cookie", "signature", "sessionid"];

    /// <summary>Words in a name that say that a token is a place in a listing, which is no secret.</summary>
    private static readonly string[] OfListings = ["page", "next", "sync", "cursor", "continu", "delta", "start", "previous"];

    /// <param name="root">The whole recording.</param>
    /// <param name="given">Values that may stand nowhere.</param>
    /// <param name="problems">Takes what is found, by its place.</param>
    public static void Find(FileNode root, IReadOnlyCollection<string> given, ICollection<FileProblem> problems) => Look(root, "", [.. Forms(given).Where(value => value.Length >= ShortestGiven)], problems);

    /// <summary>As they were typed, and as they stand in addresses and forms; the longest first.</summary>
    public static IReadOnlyList<string> Forms(IEnumerable<string> given) =>
        [.. given.Where(value => value.Length > 0).SelectMany(value => new[] { value, Uri.EscapeDataString(value), Uri.EscapeDataString(value).Replace("%20", "+", StringComparison.Ordinal) })
            .Distinct(StringComparer.Ordinal).OrderByDescending(value => value.Length)];

    /// <summary>What a text of this member looks like, in words; null for what is no secret.</summary>
    public static string? Kind(string member, string value) =>
        value.Length == 0 || value == RecordingRules.Redacted ? null
        : Headers.Contains(member) ? $"a {member} header, which carries a credential"
        : Shaped().Match(value) is { Success: true } shaped ? $"what looks like a token ({shaped.Value[..Math.Min(6, shaped.Length)]}…)"
        : InAddress().Match(value) is { Success: true } part && part.Groups["value"].Value != RecordingRules.Redacted ? $"an address with a credential ({part.Groups["name"].Value})"
        : IsNamedSecret(member) && IsRandom(value) ? $"a value of '{Http.VendorFailures.Clean(member, 40)}' that looks like a secret"
        : null;

    /// <summary>Whether what a member of this name holds is a secret by its name alone.</summary>
    public static bool IsNamedSecret(string member)
    {
        var plain = new string([.. member.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
        return Array.Exists(Names, plain.Contains) && !Array.Exists(OfListings, plain.Contains);
    }

    private static void Look(FileNode node, string member, string[] given, ICollection<FileProblem> problems)
    {
        foreach (var (name, value) in node.Members)
        {
            if (KindOf(name, "", given) is { } named)
            {
                problems.Add(node.Wrong($"The name of a member here is {named}. A recording holds none: write {RecordingRules.Redacted} in its place, or record it again."));
            }

            Look(value, name, given, problems);
        }

        foreach (var item in node.Items)
        {
            Look(item, member, given, problems);
        }

        if (node.Text.Length == 0)
        {
            return;
        }

        if (KindOf(node.Text, member, given) is { } kind)
        {
            problems.Add(node.Wrong($"Here stands {kind}. A recording holds none: write {RecordingRules.Redacted} in its place, or record it again."));
        }
    }

    private static string? KindOf(string text, string member, string[] given) =>
        Array.Exists(given, value => text.Contains(value, StringComparison.Ordinal)) ? "a value of the credential" : Kind(member, text);

    /// <summary>Shannon's entropy, with no spaces and letters as well as digits: a sentence or a name is not taken for a key.</summary>
    private static bool IsRandom(string value) =>
        value.Length >= ShortestSecret && !value.Any(char.IsWhiteSpace) && value.Any(char.IsLetter) && value.Any(char.IsDigit)
        && value.GroupBy(character => character).Sum(group => -(double)group.Count() / value.Length * Math.Log2((double)group.Count() / value.Length)) >= Randomness;

    // Vendors' own beginnings, JSON Web Tokens, private keys, and credentials that are written out as headers.
    [GeneratedRegex(@"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*|\b(gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|xapp-|[sr]k_(live|test)_|whsec_|shp(at|ca|pa|ss)_|lin_(api|oauth)_|secret_[A-Za-z0-9]{20}|ntn_|pat-(na|eu)\d|dop_v1_|SG\.[A-Za-z0-9_-]{10}|hf_|npm_|ATATT|AKIA|ASIA|AIza|ya29\.|EAA[A-Za-z0-9]{20}|figd_|sq0[a-z]{3}-|key-[0-9a-f]{20}|PMAK-|rnd_)[A-Za-z0-9_-]{6,}|-----BEGIN [A-Z ]*PRIVATE KEY|(?i:\b(bearer|basic)) [A-Za-z0-9+/_.=-]{16,}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Shaped();

    // A password of a meeting is short; the secret address of a calendar has it as a part of its path.
    [GeneratedRegex(@"[?&#](?<name>(?i:pwd|passcode))=(?<value>[^&#\s]{4,})|/(?<name>private)-(?<value>[0-9a-f]{16,})/|[?&#](?<name>(?i:access_token|refresh_token|id_token|auth|authkey|tempauth|token|api_?key|rlkey|key|jwt|session|sid|secret|client_secret|password|sig|signature|x-amz-signature|x-amz-credential|x-amz-security-token|x-goog-signature))=(?<value>[^&#\s]{8,})|//(?<name>[^/@:\s]+):(?<value>[^/@\s]+)@", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex InAddress();
}
