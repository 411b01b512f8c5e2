using System.Globalization;
using System.Text.Json.Nodes;
using Integrations.Core.Connections;
using Integrations.Primitives;

namespace Integrations.Core.Migration;

/// <summary>The fields of 004's integration model, as an export of the older system writes them.</summary>
[HoldsSecret]
internal sealed class LegacyIntegration(JsonObject fields)
{
    public bool IsConnected => fields["isConnected"] is JsonValue flag && flag.TryGetValue<bool>(out var connected) && connected;

    public Secret? AccessToken => Text("accessToken") is { Length: > 0 } token ? new Secret(token) : null;

    public Secret? RefreshToken => Text("refreshToken") is { Length: > 0 } token ? new Secret(token) : null;

    public IReadOnlyList<string> Scopes => fields["scope"] switch
    {
        JsonArray list => [.. list.Select(s => s is JsonValue v && v.TryGetValue<string>(out var text) ? text : null).OfType<string>()],
        JsonValue one when one.TryGetValue<string>(out var text) => text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries),
        _ => [],
    };

    public int ErrorCount => fields["errorCount"] is JsonValue count && count.TryGetValue<int>(out var errors) && errors > 0 ? errors : 0;

    public ConnectionStatus Status(DateTimeOffset now) => Text("status") switch
    {
        "revoked" => ConnectionStatus.Revoked,
        "error" => ConnectionStatus.Error,
        "expired" when RefreshToken is null => ConnectionStatus.Expired,
        _ => Time("tokenExpiry") < now && RefreshToken is null ? ConnectionStatus.Expired : ConnectionStatus.Active,
    };

    public string? Text(string name) => fields[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public JsonObject Object(string name) => fields[name] is JsonObject found ? (JsonObject)found.DeepClone() : [];

    /// <summary>ISO 8601, or MongoDB's <c>{"$date": …}</c>.</summary>
    public DateTimeOffset? Time(string name)
    {
        var value = fields[name] is JsonObject wrapped ? wrapped["$date"] : fields[name];
        return value is JsonValue text && text.TryGetValue<string>(out var iso)
            && DateTimeOffset.TryParse(iso, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }

    public override string ToString() => "***";
}
