using System.Reflection;
using System.Text.Json;
using Integrations.Connectors.Schemas;

namespace Integrations.Connectors.Declarative.File;

/// <summary>The published JSON Schema (docs/provider.schema.json) as the hub itself reads it, so that an editor and the hub say the same.</summary>
internal sealed class FileSchema
{
    private const string Resource = "provider.schema.json";

    /// <summary>A file has at most <see cref="FileReader"/>'s depth; references and alternatives of the schema lie between.</summary>
    private const int MaxDepth = 128;

    private readonly SchemaPatterns _patterns = new();
    private readonly JsonElement _root;

    private FileSchema(JsonElement root) => _root = root;

    /// <summary>The one of this program.</summary>
    public static FileSchema Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"{Resource} is not embedded.");
        using var document = JsonDocument.Parse(stream);
        return new FileSchema(document.RootElement.Clone());
    }

    /// <param name="file">With places.</param>
    /// <param name="value">The same document.</param>
    /// <param name="problems">Get what is wrong.</param>
    public void Check(FileNode file, JsonElement value, ICollection<FileProblem> problems)
    {
        foreach (var error in new SchemaCheck(_root, _patterns, MaxDepth).Run(value))
        {
            problems.Add(Find(file, error.Place) is { } wrong ? wrong.Wrong($"This {error.Rule}.") : Nearest(file, error.Place).Wrong($"{FileProblem.Quote(error.Place.Member ?? "")} {error.Rule} here."));
        }
    }

    private static FileNode? Find(FileNode file, SchemaPlace place) =>
        place.Parent is not { } parent ? file
        : Find(file, parent) is not { } found ? null
        : place.Member is { } member ? found.Find(member) : found.Items.ElementAtOrDefault(place.Index);

    private static FileNode Nearest(FileNode file, SchemaPlace place) => Find(file, place) ?? Nearest(file, place.Parent!);
}
