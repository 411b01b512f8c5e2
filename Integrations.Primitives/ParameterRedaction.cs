using System.Text.Json;
using System.Text.Json.Nodes;

namespace Integrations.Primitives;

/// <summary>
/// What may be kept of an action's input and output: secrets become <c>***</c>, long texts and lists are cut (SECURITY L1).
/// A member is secret when its name says so, or when the schema marks it (see <see cref="SecretSchemas"/>).
/// </summary>
public static class ParameterRedaction
{
    /// <summary>What stands for a secret.</summary>
    public const string Hidden = "***";

    private const string Ellipsis = "…";
    private const int TextMaxLength = 500;

    // A cut falls where a character ends, and blanks before it go: it may be this much shorter.
    private const int CutRoom = 200;

    private const int ItemsMax = 20;
    private const int LevelsMax = 6;
    private const int MembersMax = 100;

    // Whole words of a name, so that "monkey" and "keyboard" stay readable; "key" alone hides issue keys too, see IsSecretName.
    private static readonly HashSet<string> SecretWords = new(StringComparer.Ordinal)
    {
        "password", "passwd", "passphrase", "pwd", "token", "tokens", "secret", "secrets", "authorization", "auth", "credential", "credentials",
        "apikey", "signature", "sig", "cookie", "cookies", "bearer", "otp", "pin", "jwt", "accesstoken", "refreshtoken", "clientsecret", "privatekey",
    };

    // "key" is secret behind one of these, and alone it names a thing (an issue key, a field key).
    private static readonly HashSet<string> KeyKinds = new(StringComparer.Ordinal) { "api", "private", "access", "encryption", "signing", "ssh", "license", "master", "service", "account", "app" };

    /// <param name="value">Input or output of an action.</param>
    /// <param name="schema">The input's schema; default for outputs.</param>
    public static JsonNode? Redact(JsonElement value, JsonElement schema = default) => Redact(value, [schema], schema, 0);

    /// <summary>Of what <see cref="Redact(JsonElement, JsonElement)"/> gave, the members that are as they were: neither hidden nor cut.</summary>
    public static JsonObject WhatIsWhole(JsonElement redacted) => redacted.ValueKind == JsonValueKind.Object
        ? new JsonObject(redacted.EnumerateObject().Where(member => IsWhole(member.Value)).Select(member => KeyValuePair.Create(member.Name, JsonNode.Parse(member.Value.GetRawText()))))
        : [];

    /// <summary>Whether a member of this name is taken for a secret: <c>apiKey</c>, <c>X-Auth-Token</c>, <c>client_secret</c>.</summary>
    public static bool IsSecretName(string name)
    {
        var words = Words(name);
        for (var i = 0; i < words.Count; i++)
        {
            if (SecretWords.Contains(words[i]) || (words[i] is "key" or "keys" && i > 0 && KeyKinds.Contains(words[i - 1])))
            {
                return true;
            }
        }

        return words is ["key"];
    }

    /// <summary>A list as long as the longest that is kept may have been longer.</summary>
    private static bool IsWhole(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Count() < MembersMax && value.EnumerateObject().All(member => IsWhole(member.Value)),
        JsonValueKind.Array => value.GetArrayLength() < ItemsMax && value.EnumerateArray().All(IsWhole),
        JsonValueKind.String => value.GetString() is var text && text != Hidden && text != Ellipsis && !(text!.Length > TextMaxLength - CutRoom && text.EndsWith(Ellipsis, StringComparison.Ordinal)),
        _ => true,
    };

    /// <param name="value">To be kept.</param>
    /// <param name="schemas">Of this value; none for outputs.</param>
    /// <param name="root">The whole schema.</param>
    /// <param name="level">How deep the value lies.</param>
    private static JsonNode? Redact(JsonElement value, IReadOnlyList<JsonElement> schemas, JsonElement root, int level)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return null;
        }

        if (SecretSchemas.Of(schemas, root) is not { } all || all.Any(SecretSchemas.IsMarked))
        {
            return Hidden;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object when level < LevelsMax => Members(value, all, root, level),
            JsonValueKind.Array when level < LevelsMax => new JsonArray([.. value.EnumerateArray().Take(ItemsMax).Select((item, number) => Redact(item, SecretSchemas.Item(all, number), root, level + 1))]),
            JsonValueKind.Object or JsonValueKind.Array => Ellipsis,
            JsonValueKind.String => Cut(value.GetString()!),
            _ => JsonNode.Parse(value.GetRawText()),
        };
    }

    private static JsonObject Members(JsonElement value, IReadOnlyList<JsonElement> schemas, JsonElement root, int level)
    {
        var kept = new JsonObject();
        foreach (var member in value.EnumerateObject().Take(MembersMax))
        {
            kept[Cut(member.Name)] = IsSecretName(member.Name) && member.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False)
                ? Hidden
                : Redact(member.Value, SecretSchemas.Member(schemas, member.Name), root, level + 1);
        }

        return kept;
    }

    private static string Cut(string text) => Text.Shorten(text, TextMaxLength);

    /// <summary><c>X-Auth-Token</c>, <c>authToken</c> and <c>auth_token</c> are all [(x,) auth, token].</summary>
    private static List<string> Words(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var ends = i == name.Length || !char.IsLetterOrDigit(name[i]);
            var turns = !ends && i > start && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if ((ends || turns) && i > start)
            {
                words.Add(name[start..i].ToLowerInvariant());
            }

            start = ends ? i + 1 : turns ? i : start;
        }

        return words;
    }
}
