using System.Reflection;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;

namespace Integrations.Sandbox.Declared;

/// <summary>A provider file, and beside it the forms of the vendor's things (<c>Data/{key}.json</c>).</summary>
internal sealed class DeclaredFile
{
    private DeclaredFile(JsonObject provider, JsonObject data) => (Provider, Data) = (provider, data);

    public JsonObject Provider { get; }

    public JsonObject Data { get; }

    public string Key => Provider.Text("key")!;

    public string Name => Provider.Text("displayName")!;

    /// <summary>Whether the vendor leaves the way to a next page out where there is none; others say null.</summary>
    public bool LeavesOutEmpty => Data["leavesOutEmpty"]?.GetValue<bool>() == true;

    public JsonObject Api => (JsonObject)Provider["api"]!;

    public IEnumerable<JsonObject> Methods => Provider["auth"]!.AsArray().Cast<JsonObject>();

    public JsonObject? OAuth => Methods.Select(method => method["oAuth"]).OfType<JsonObject>().FirstOrDefault();

    /// <summary>The addresses under which the API stands here: those of the file, with typed ones as the data gives them.</summary>
    public IReadOnlyList<Uri> Bases => [.. (Api["base"] is JsonArray list ? list.Select(one => one!.GetValue<string>()) : [Api.Text("base")!])
        .Select(one => PlaceText.Fill(one, name => (Data["fields"] as JsonObject)?.Text(name)))
        .Where(one => Uri.IsWellFormedUriString(one, UriKind.Absolute)).Select(one => new Uri(one)).Distinct()];

    /// <summary>A file from elsewhere, with forms from elsewhere or with those that the sandbox has for its key.</summary>
    /// <param name="provider">A provider file that can be used.</param>
    /// <param name="data">The forms of its things; null for the sandbox's own.</param>
    /// <returns>Null where the sandbox has none for its key.</returns>
    public static DeclaredFile? Of(JsonObject provider, JsonObject? data)
    {
        var (assembly, own) = (Assembly.GetExecutingAssembly(), $"{provider.Text("key")}.sandbox.json");
        return data is not null ? new DeclaredFile(provider, data)
            : assembly.GetManifestResourceInfo(own) is not null ? new DeclaredFile(provider, Read(assembly, own))
            : null;
    }

    /// <summary>The one of a provider that the sandbox plays.</summary>
    public static DeclaredFile Load(string key)
    {
        var assembly = Assembly.GetExecutingAssembly();
        return new DeclaredFile(Read(assembly, $"{key}.provider.json"), Read(assembly, $"{key}.sandbox.json"));
    }

    public static IReadOnlyList<DeclaredFile> LoadAll()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var names = assembly.GetManifestResourceNames();
        return
        [
            .. names.Where(name => name.EndsWith(".provider.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
                .Select(name => Read(assembly, name)).Where(provider => names.Contains($"{provider.Text("key")}.sandbox.json", StringComparer.Ordinal))
                .Select(provider => new DeclaredFile(provider, Read(assembly, $"{provider.Text("key")}.sandbox.json"))),
        ];
    }

    /// <summary>The field of a way to connect that holds its token.</summary>
    public string TokenField(string kind) =>
        Methods.First(method => method.Text("kind") == kind)["fields"]!.AsArray().Cast<JsonObject>().Last(field => field["secret"]?.GetValue<bool>() == true).Text("name")!;

    /// <summary>What a person types into a field beside the token; null for the token itself.</summary>
    public string? PastedValue(string field, SandboxAccount account) =>
        (Data["fields"] as JsonObject)?.Text(field) is { } given ? PlaceText.Fill(given, name => name == "email" ? account.Email : null) : null;

    private static JsonObject Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
