using System.Text.Json.Nodes;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Declared;

/// <summary>One call that a provider file describes.</summary>
/// <param name="What"><c>account</c>, <c>search</c>, <c>list</c>, <c>read</c> or <c>action</c>.</param>
/// <param name="Name">Of the entity or the action; of an account the step's number.</param>
/// <param name="Request">The file's request.</param>
/// <param name="Plan">What the request stands in.</param>
internal sealed record DeclaredOperation(string What, string Name, JsonObject Request, JsonObject Plan)
{
    private string Method => Request.Text("method") ?? (Request.ContainsKey("graphql") ? "POST" : "GET");

    /// <summary>What stood in the places of a request; null when it is not this call.</summary>
    public Dictionary<string, string>? Match(HttpRequest request, string path, JsonNode? json, IFormCollection? form)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        return request.Method == Method && MatchesPath(path, taken)
            && MatchesPairs(Request["query"] as JsonObject, request.Query, taken)
            && MatchesHeaders(request, taken)
            && (form is null ? !Request.ContainsKey("form") : MatchesPairs(Request["form"] as JsonObject ?? [], form, taken))
            && MatchesBody(json, taken)
                ? taken
                : null;
    }

    private bool MatchesPath(string path, Dictionary<string, string> taken)
    {
        var segments = Request.Text("path")!.Split('/');
        var given = path.Split('/');
        // Each place is one segment: what is escaped in it must not have become two.
        return segments.Length == given.Length && segments.Zip(given).All(pair => PlaceText.Take(pair.First, Uri.UnescapeDataString(pair.Second), taken));
    }

    private static bool MatchesPairs(JsonObject? template, IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> given, Dictionary<string, string> taken)
    {
        var actual = given.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        template ??= [];
        return actual.Keys.All(template.ContainsKey) && template.All(parameter =>
        {
            var values = parameter.Value is JsonArray list ? list.Select(one => one!.GetValue<string>()).ToList() : [parameter.Value!.GetValue<string>()];
            return actual.TryGetValue(parameter.Key, out var found)
                ? found.Count == values.Count && values.Zip(found).All(pair => PlaceText.Take(pair.First, pair.Second ?? "", taken))
                : values.All(value => PlaceText.HasPlaces(JsonValue.Create(value)));
        });
    }

    /// <summary>Headers with places; those that every request has are the guard's.</summary>
    private bool MatchesHeaders(HttpRequest request, Dictionary<string, string> taken) =>
        (Request["headers"] as JsonObject ?? []).Where(header => PlaceText.HasPlaces(header.Value) && request.Headers.ContainsKey(header.Key))
            .All(header => PlaceText.Take(header.Value!.GetValue<string>(), request.Headers[header.Key].ToString(), taken));

    private bool MatchesBody(JsonNode? json, Dictionary<string, string> taken) =>
        Request.Text("graphql") is { } query
            ? json is JsonObject asked && asked.Text("query") == query && PlaceText.Take(Request["variables"] ?? new JsonObject(), asked["variables"], taken)
            : Request["json"] is { } template ? PlaceText.Take(template, json, taken)
            : json is null;
}
