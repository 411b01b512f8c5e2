using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Connectors.Manifest;

namespace Integrations.Connectors.Declarative.File;

/// <summary>What is known while an <c>api</c> section is compiled: names that have a value, entities that were read, and what is wrong.</summary>
internal sealed class ApiScope(ProviderManifest manifest, ICollection<FileProblem> problems)
{
    public static readonly string[] Asked = ["text", "limit", "cursor", "page", "offset", "start", "end", "startMs", "endMs", "since", "delta", "id", "id1", "id2", "id3", "token"];

    public ProviderManifest Manifest => manifest;

    public ICollection<FileProblem> Problems => problems;

    /// <summary>Fields, settings, and facts of the account, as far as they were read.</summary>
    public HashSet<string> Facts { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, EntityPlan> Entities { get; } = new(StringComparer.Ordinal);

    /// <summary>All that the api section has, also what could not be read: of those one message is enough.</summary>
    public HashSet<string> Written { get; } = new(StringComparer.Ordinal);

    /// <summary>Sent with every request.</summary>
    public IReadOnlyList<KeyValuePair<string, Template>> Headers { get; set; } = [];

    public void TakeFields(FileNode api)
    {
        foreach (var name in Manifest.Auth.SelectMany(method => method.Fields).Where(field => !field.Secret).Select(field => field.Name).Concat(Manifest.Settings.Select(setting => setting.Name)))
        {
            Take(name, api);
        }
    }

    public void Take(string name, FileNode node)
    {
        if (Asked.Contains(name, StringComparer.Ordinal))
        {
            Problems.Add(node.Wrong($"'{name}' is a name of the hub's own and cannot be a field, a setting or a fact; so are {string.Join(", ", Asked)}."));
        }

        Facts.Add(name);
    }

    /// <summary>The entity of a name that stands somewhere in the file; null, with what is wrong, where there is none.</summary>
    public EntityPlan? EntityOf(FileNode node)
    {
        if (Entities.TryGetValue(node.Text, out var entity))
        {
            return entity;
        }

        if (!Written.Contains(node.Text))
        {
            Problems.Add(node.Wrong($"There is no entity {FileProblem.Quote(node.Text)} in the api section."));
        }

        return null;
    }

    public Template? Text(FileNode node, Func<string, bool> knows, string known)
    {
        if (Template.Parse(node.Text, out var problem) is not { } template)
        {
            Problems.Add(node.Wrong(problem));
            return null;
        }

        if (template.Names.FirstOrDefault(name => !knows(name)) is { } strange)
        {
            Problems.Add(node.Wrong($"Nothing gives {{{strange}}} a value here; it has to be {known}."));
            return null;
        }

        return template;
    }

    public ValuePath? Path(FileNode node) => PathOf(node.Text, node);

    public ValuePath? PathOf(string text, FileNode node)
    {
        if (ValuePath.Parse(text, out var problem) is { } path)
        {
            return path;
        }

        Problems.Add(node.Wrong(problem));
        return null;
    }

    public bool IsFact(string name) => Facts.Contains(name);

    public static bool IsPart(string place, string name, int parts) =>
        place.Length == name.Length + 1 && place.StartsWith(name, StringComparison.Ordinal) && place[^1] - '0' is >= 1 and var part && part <= Math.Min(parts, EntityPlan.MostIdParts);
}
