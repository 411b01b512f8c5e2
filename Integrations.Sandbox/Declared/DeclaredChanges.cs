using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Http;

namespace Integrations.Sandbox.Declared;

/// <summary>What a listing shows of an account's things: those that changed since, where a provider file says how that is asked, and what is gone.</summary>
internal static class DeclaredChanges
{
    /// <summary>Null for a token that the vendor does not know.</summary>
    /// <param name="operation">A listing of an entity.</param>
    /// <param name="sync">How the entity's changes are asked for; null where the file does not say it.</param>
    /// <param name="world">The account's things.</param>
    /// <param name="taken">What stood in the places of the request.</param>
    public static List<DeclaredRecord>? Of(DeclaredOperation operation, JsonObject? sync, DeclaredWorld world, Dictionary<string, string> taken)
    {
        var all = world.Records.Where(record => record.Entity == operation.Name);
        if (sync is null)
        {
            return [.. all.Where(record => !record.IsDeleted)];
        }

        if (Since(sync, taken) is not { } since)
        {
            return null;
        }

        var shown = operation.What switch
        {
            "gone" => all.Where(record => record.IsDeleted),
            "sync" when sync.ContainsKey("deleted") => all,
            _ => all.Where(record => !record.IsDeleted),
        };
        var found = shown.Where(record => record.ChangedAt >= since);
        bool Says(string order) => sync?[order]?.GetValue<bool>() == true && operation.What == (sync.Text("of") ?? "sync");
        return Says("newestFirst") ? [.. found.OrderByDescending(record => record.ChangedAt)]
            : Says("oldestFirst") ? [.. found.OrderBy(record => record.ChangedAt)]
            // Where the request names no order there is none to rely on.
            : operation.What is "sync" or "gone" ? [.. found.OrderBy(record => record.Id[^1], StringComparer.Ordinal)]
            : [.. found];
    }

    /// <summary>What says that a thing is gone, put where the file reads it.</summary>
    public static JsonNode? Mark(JsonNode? shown, DeclaredOperation operation, DeclaredRecord record)
    {
        if (operation.What == "sync" && record.IsDeleted && operation.Plan["deleted"] is JsonObject deleted && shown is JsonObject thing)
        {
            var said = (deleted["is"] as JsonArray)?[0]?.GetValue<string>() ?? "true";
            JsonPlace.Put(thing, deleted.Text("path")!, said is "true" or "false" ? JsonValue.Create(said == "true") : JsonValue.Create(said));
        }

        return shown;
    }

    /// <summary>The vendor's token for what comes after now.</summary>
    public static void Token(JsonObject envelope, DeclaredOperation operation, string root, DateTimeOffset now)
    {
        if (operation.Plan["delta"] is JsonObject delta)
        {
            var token = Base64Url.EncodeToString(Encoding.ASCII.GetBytes(now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)));
            JsonPlace.Put(envelope, delta.Text("at")!, delta.Text("parameter") is { } parameter ? $"{root}?{parameter}={token}" : token);
        }
    }

    private static DateTimeOffset? Since(JsonObject sync, Dictionary<string, string> taken)
    {
        if (taken.TryGetValue("delta", out var token) && token != sync["delta"].Text("first"))
        {
            return Decode(token) is { } at ? at : null;
        }

        return taken.TryGetValue("since", out var since)
            ? sync.Text("since") switch
            {
                "unix" => DateTimeOffset.FromUnixTimeSeconds(long.Parse(since, CultureInfo.InvariantCulture)),
                "unix_ms" or "unix_ms_text" => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(since, CultureInfo.InvariantCulture)),
                _ => DateTimeOffset.Parse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            }
            : taken.TryGetValue("start", out var start) ? DateTimeOffset.Parse(start, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            : taken.TryGetValue("startMs", out var milliseconds) ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(milliseconds, CultureInfo.InvariantCulture))
            : DateTimeOffset.MinValue;
    }

    private static DateTimeOffset? Decode(string token)
    {
        try
        {
            return long.TryParse(Encoding.ASCII.GetString(Base64Url.DecodeFromChars(token)), NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
