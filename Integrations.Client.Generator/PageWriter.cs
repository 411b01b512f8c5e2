using System.Text.Json.Nodes;

namespace Integrations.Client.Generator;

/// <summary>A list as a stream, for each of the three ways in which the surfaces page.</summary>
internal static class PageWriter
{
    private const string Indent = "    ";

    /// <returns>Null for what is no list, or has no pages.</returns>
    public static string? Write(ApiDocument api, ApiOperation operation)
    {
        var way = operation.Parameters.FirstOrDefault(parameter => parameter.Place == "query" && parameter.Name is "offset" or "page" or "cursor");
        if (way is null || operation.Answer.Model is null)
        {
            return null;
        }

        var page = api.Models[CSharp.TypeOf(api.Unwrapped(operation.Answer.Model))];
        var properties = page["properties"]!.AsObject();
        var items = properties.Single(property => property.Value!["items"]?["$ref"] is not null);
        var item = CSharp.NameOf((string)items.Value!["items"]!["$ref"]!);
        var (variable, read, more) = (way.Name, CSharp.Pascal(items.Key), More(way.Name, properties));
        var given = SurfaceWriter.Ordered(operation).Where(parameter => parameter != way).ToList();
        var signature = given.Select(parameter => $"{SurfaceWriter.TypeOf(parameter)} {parameter.Variable}{(parameter.Place == "path" || parameter.IsRequired ? "" : " = null")}").Append("CancellationToken cancellationToken = default");
        var passed = given.Append(way).Select(parameter => $"{parameter.Variable}: {parameter.Variable}").Append("cancellationToken: token");
        return SurfaceWriter.Comments(operation, given, "All pages, each read when the stream comes to it. A page that cannot be read ends it with a <see cref=\"HubException\"/>.")
            + $"{Indent}public IAsyncEnumerable<{item}> {NameOf(operation.Name)}Async({string.Join(", ", signature)}) =>\n"
            + $"{Indent}{Indent}HubPages.By{CSharp.Pascal(way.Name)}(({variable}, token) => {operation.Name}Async({string.Join(", ", passed)}), page => page.{read}, {more}, cancellationToken);\n";
    }

    /// <summary>How the client knows whether there is another page.</summary>
    private static string More(string way, JsonObject properties) => way switch
    {
        "offset" when properties.ContainsKey("hasMore") => "(page, _) => page.HasMore",
        "offset" => $"(page, next) => next < page.{CSharp.Pascal(properties.Single(property => property.Key.StartsWith("total", StringComparison.Ordinal)).Key)}",
        "page" => "page => page.Pagination.Pages",
        _ => "page => page.Pagination.HasMore ? page.Pagination.NextCursor : null",
    };

    private static string NameOf(string name) =>
        "Enumerate" + (name.StartsWith("List", StringComparison.Ordinal) ? name[4..] : name.StartsWith("Get", StringComparison.Ordinal) ? name[3..] + "Items" : name);
}
