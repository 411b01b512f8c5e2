using System.Globalization;
using Integrations.Sandbox.OAuth;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Slack;

/// <summary>The arguments of a method: query, form, or JSON where the method takes it.</summary>
internal sealed class SlackArguments(IReadOnlyDictionary<string, string> values)
{
    public string? this[string name] => values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public bool Flag(string name) => this[name] is "true" or "1" or "True";

    public int Number(string name, int otherwise, int most) =>
        int.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, most) : otherwise;

    /// <param name="takesJson">Reading methods ignore JSON bodies, as several of Slack's do.</param>
    public static async Task<SlackArguments> ReadAsync(HttpContext http, bool takesJson) =>
        new(takesJson || http.Request.HasFormContentType || !http.Request.HasJsonContentType()
            ? await RequestParameters.ReadAsync(http)
            : http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal));
}
