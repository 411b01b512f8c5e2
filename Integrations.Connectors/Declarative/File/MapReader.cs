using System.Text.Json;
using Integrations.Connectors.Declarative.Templates;

namespace Integrations.Connectors.Declarative.File;

/// <summary>Where an answer has the members of a thing.</summary>
internal sealed class MapReader(ApiScope scope)
{
    public List<KeyValuePair<string, MappedValue>> Read(FileNode? node, Func<string, bool> knows) =>
        [.. (node?.Members ?? []).Select(member => KeyValuePair.Create(member.Key, new MappedValue([.. (member.Value.Kind == JsonValueKind.Array ? member.Value.Items : [member.Value]).Select(one => Source(one, knows)).OfType<MappedSource>()])))];

    private MappedSource? Source(FileNode node, Func<string, bool> knows)
    {
        if (node.Kind == JsonValueKind.String)
        {
            return scope.Path(node) is { } plain ? new MappedSource { Path = plain } : null;
        }

        if (node.Find("path") is null == node.Find("text") is null)
        {
            scope.Problems.Add(node.Wrong("Say either 'path' or 'text'."));
            return null;
        }

        if (node.FindText("member") is { } fact && (node.Find("path") is null || !scope.IsFact(fact)))
        {
            scope.Problems.Add(node.Find("member")!.Wrong($"'member' goes with 'path' and is a field, a setting or a fact of the connection; {FileProblem.Quote(fact)} is none."));
        }

        var with = (node.Find("with")?.Members ?? []).Select(member => (member.Key, Path: scope.Path(member.Value))).Where(member => member.Path is not null).ToDictionary(member => member.Key, member => member.Path!, StringComparer.Ordinal);
        var source = new MappedSource
        {
            Path = node.Find("path") is { } path ? scope.Path(path) : null,
            Member = node.FindText("member"),
            Text = node.Find("text") is { } text ? scope.Text(text, name => knows(name) || with.ContainsKey(name), "in 'with', the thing's id or a fact of the connection") : null,
            With = with,
            Form = node.FindText("as"),
            Join = node.FindText("join") ?? "",
            Without = node.FindTexts("without"),
        };
        return source.Path is null && source.Text is null ? null : source;
    }
}
