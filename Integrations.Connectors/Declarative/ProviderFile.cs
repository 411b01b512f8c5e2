using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Declarative.File;
using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Manifest;

namespace Integrations.Connectors.Declarative;

/// <summary>A provider as a file: today's manifest, and an <c>api</c> section that says how its API is called (docs/connectors.md).</summary>
public sealed class ProviderFile
{
    /// <summary>Members that the manifest itself does not have.</summary>
    private static readonly string[] Beside = ["$schema", "api", "sources", "leavesOut"];

    private static readonly Lazy<FileSchema> Schema = new(FileSchema.Load);

    private ProviderFile(ProviderManifest manifest, ApiPlan api, IReadOnlyList<ProviderSource> sources, IReadOnlyList<string> leavesOut) =>
        (Manifest, Api, Sources, LeavesOut) = (manifest, api, sources, leavesOut);

    public ProviderManifest Manifest { get; }

    /// <summary>The vendor's pages that it rests on, and when they were read.</summary>
    public IReadOnlyList<ProviderSource> Sources { get; }

    /// <summary>What the vendor has and the file does not, each as a sentence.</summary>
    public IReadOnlyList<string> LeavesOut { get; }

    /// <summary>The names of what can be done.</summary>
    public IReadOnlyList<string> Actions => [.. Api.Actions.Select(action => action.Descriptor.Name)];

    internal ApiPlan Api { get; }

    /// <summary>Reads a file; whatever its bytes are, what is wrong is told and nothing is thrown.</summary>
    /// <returns>Null when there are problems.</returns>
    public static ProviderFile? Read(ReadOnlySpan<byte> bytes, out IReadOnlyList<FileProblem> problems)
    {
        var found = new List<FileProblem>();
        problems = found;
        if (FileReader.Read(bytes, found) is not { } root)
        {
            return null;
        }

        bytes = bytes.StartsWith(System.Text.Encoding.UTF8.Preamble) ? bytes[System.Text.Encoding.UTF8.Preamble.Length..] : bytes;
        Schema.Value.Check(root, JsonElement.Parse(bytes), found);
        if (found.Count > 0 || ManifestOf(bytes, root, found) is not { } manifest)
        {
            return null;
        }

        var api = new ApiReader(manifest, found).Read(root.Find("api")!);
        CheckManifest(manifest, root, found);
        return found.Count > 0 || api is null ? null : new ProviderFile(
            manifest, api,
            [.. root.Find("sources")!.Items.Select(source => new ProviderSource(source.FindText("page")!, source.FindText("read")!, source.FindText("for")!))],
            root.FindTexts("leavesOut"));
    }

    private static ProviderManifest? ManifestOf(ReadOnlySpan<byte> bytes, FileNode root, List<FileProblem> problems)
    {
        try
        {
            var members = JsonNode.Parse(bytes)!.AsObject();
            Array.ForEach(Beside, name => members.Remove(name));
            return members.Deserialize<ProviderManifest>(ProviderManifest.Json);
        }
        catch (JsonException exception)
        {
            problems.Add(root.Wrong($"A member of the manifest has the wrong form at {exception.Path}."));
            return null;
        }
    }

    private static void CheckManifest(ProviderManifest manifest, FileNode root, List<FileProblem> problems)
    {
        if (manifest.Problem() is { } problem)
        {
            problems.Add(root.Wrong(problem));
        }

        foreach (var twice in manifest.Auth.GroupBy(method => method.Kind, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            problems.Add(root.Find("auth")!.Wrong($"There are two ways to connect of the kind '{twice.Key}'."));
        }

        foreach (var method in root.Find("auth")!.Items.Where(method => method.FindText("kind") == AuthKinds.OAuth2 != method.Find("oAuth") is not null))
        {
            problems.Add(method.Wrong("A way to connect of the kind oauth2 has an 'oAuth' member, and no other has one."));
        }

        foreach (var mapping in manifest.EntityMappings.Where(mapping => manifest.Entities.All(entity => entity.Name != mapping.Entity)))
        {
            problems.Add(root.Find("entityMappings")!.Wrong($"There is no entity '{mapping.Entity}'."));
        }
    }
}
