namespace Integrations.Client.Generator;

/// <summary>All files of the client that follow from the OpenAPI documents.</summary>
public static class ClientFiles
{
    /// <summary>Where they are, below the root of the repository.</summary>
    public const string Folder = "Integrations.Client/Generated";

    /// <summary>Path below <see cref="Folder"/>, and text.</summary>
    /// <param name="documents">The folder of the documents: <c>docs/api</c>.</param>
    public static IReadOnlyDictionary<string, string> Of(string documents)
    {
        var api = ApiDocument.Read(documents);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var model in api.Models)
        {
            files[$"Models/{model.Key}.g.cs"] = ModelWriter.Write(api, model.Key, model.Value);
        }

        foreach (var part in api.Operations.GroupBy(operation => (operation.Surface, operation.Tag)))
        {
            var surface = part.Key.Surface.Name;
            files[$"{surface}/{surface}Api.{CSharp.Pascal(part.Key.Tag)}.g.cs"] = SurfaceWriter.Write(api, part.Key.Surface, [.. part]);
        }

        files["HubJson.g.cs"] = JsonContextWriter.Write(api);
        return files;
    }
}
