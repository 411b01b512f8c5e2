using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Primitives;

namespace Integrations.Core.Migration;

/// <summary>
/// The export of the older system's users: one JSON object a line, or one array. Each has <c>email</c> and
/// <c>integrations</c>, an object from integration type to the fields of 004's model.
/// </summary>
public static class LegacyUserFile
{
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>Each user as they are reached, so that one broken line costs nothing but itself.</summary>
    /// <param name="text">The whole file; a byte order mark is skipped.</param>
    /// <returns>Users in the file's order. One that could not be read has its problem in the place of fields.</returns>
    public static IEnumerable<LegacyUser> Read(string text)
    {
        text = text.TrimStart(ByteOrderMark);
        if (text.AsSpan().TrimStart() is ['[', ..])
        {
            return ReadArray(text);
        }

        return text.Split('\n')
            .Select((line, index) => (Line: line.Trim(), Number: index + 1))
            .Where(line => line.Line.Length > 0)
            .Select(line => ReadOne(line.Number, line.Line));
    }

    /// <summary>The same file without the integrations that were brought over; everything else stays, broken lines included.</summary>
    /// <param name="text">The file.</param>
    /// <param name="imported">Line and type of what was brought over.</param>
    public static string WithoutImported(string text, IReadOnlySet<(int Line, string Type)> imported)
    {
        text = text.TrimStart(ByteOrderMark);
        if (text.AsSpan().TrimStart() is ['[', ..])
        {
            var users = Parse(text)!.AsArray();
            for (var index = 0; index < users.Count; index++)
            {
                Remove(users[index], index + 1, imported);
            }

            return users.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        }

        return string.Join('\n', text.Split('\n').Select((line, index) =>
        {
            if (!imported.Any(done => done.Line == index + 1))
            {
                return line;
            }

            var user = Parse(line);
            Remove(user, index + 1, imported);
            return user!.ToJsonString();
        }));
    }

    /// <summary>Half characters do no harm, and what names a member twice is refused at once, not when it is first looked into.</summary>
    private static JsonNode? Parse(string json) =>
        JsonNode.Parse(Utf8Text.Repair(Encoding.UTF8.GetBytes(json)), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });

    private static IEnumerable<LegacyUser> ReadArray(string text)
    {
        JsonArray users;
        try
        {
            users = Parse(text)!.AsArray();
        }
        catch (JsonException broken)
        {
            return [new LegacyUser((int)(broken.LineNumber ?? 0) + 1, null, Nothing, "The file begins like a JSON array but is none. One object a line is safer: a broken one then spoils only itself.")];
        }

        return users.Select((user, index) => user is JsonObject found ? Of(index + 1, found) : new LegacyUser(index + 1, null, Nothing, "This entry is no object."));
    }

    private static LegacyUser ReadOne(int number, string line)
    {
        try
        {
            return Parse(line) is JsonObject user ? Of(number, user) : new LegacyUser(number, null, Nothing, "This line is no JSON object.");
        }
        catch (JsonException)
        {
            return new LegacyUser(number, null, Nothing, "This line is no JSON.");
        }
    }

    private static LegacyUser Of(int number, JsonObject user)
    {
        if (user["email"] is not JsonValue value || !value.TryGetValue<string>(out var email) || string.IsNullOrWhiteSpace(email))
        {
            return new LegacyUser(number, null, Nothing, "This user has no e-mail address.");
        }

        return user["integrations"] switch
        {
            null => new LegacyUser(number, email, Nothing),
            JsonObject all => new LegacyUser(number, email, all.Where(i => i.Value is JsonObject).ToDictionary(i => Key(i.Key), i => (JsonObject)i.Value!, StringComparer.Ordinal)),
            _ => new LegacyUser(number, email, Nothing, "Its integrations are no object."),
        };
    }

    private static void Remove(JsonNode? user, int line, IReadOnlySet<(int Line, string Type)> imported)
    {
        if (user?["integrations"] is JsonObject all)
        {
            foreach (var name in all.Select(i => i.Key).Where(name => imported.Contains((line, Key(name)))).ToList())
            {
                all.Remove(name);
            }
        }
    }

    /// <summary><c>googleCalendar</c> is <c>google_calendar</c> here.</summary>
    private static string Key(string name) => string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? $"_{char.ToLowerInvariant(c)}" : c.ToString()));

    private static IReadOnlyDictionary<string, JsonObject> Nothing { get; } = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
}
