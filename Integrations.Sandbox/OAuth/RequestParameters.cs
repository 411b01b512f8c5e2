using System.Text.Json.Nodes;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.OAuth;

/// <summary>Parameters from wherever clients put them: form, JSON or, as Dropbox's own client does, the query.</summary>
internal static class RequestParameters
{
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(HttpContext http)
    {
        var parameters = http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal);
        if (http.Request.HasFormContentType)
        {
            foreach (var (name, value) in await http.Request.ReadFormAsync(http.RequestAborted))
            {
                parameters[name] = value.ToString();
            }
        }
        else if (http.Request.HasJsonContentType() && await SandboxJson.ReadObjectAsync(http) is { } body)
        {
            foreach (var (name, value) in body)
            {
                parameters[name] = value is JsonValue text && text.TryGetValue<string>(out var plain) ? plain : value?.ToJsonString() ?? "";
            }
        }

        return parameters;
    }
}
