using System.Text.Json;
using Integrations.Connectors.Declarative.Events;

namespace Integrations.Connectors.Declarative.File;

/// <summary>Values of a delivery: a path of its body, or an object that names a header or a parameter.</summary>
internal sealed class EventPartReader(ApiScope scope)
{
    /// <summary>The hub's own parameter of an inbound address.</summary>
    private const string KeyParameter = "key";

    public IReadOnlyList<EventPart> ReadAll(FileNode? node) =>
        node is null ? [] : [.. (node.Kind == JsonValueKind.Array ? node.Items : [node]).Select(Read).OfType<EventPart>()];

    public EventPart? Read(FileNode node)
    {
        if (node.Kind == JsonValueKind.String)
        {
            return scope.Path(node) is { } plain ? new EventPart { Path = plain } : null;
        }

        if (node.Members.Count != 1)
        {
            scope.Problems.Add(node.Wrong("Say one of 'header', 'query' and 'path'."));
            return null;
        }

        if (node.FindText("query") is { } name && name.Equals(KeyParameter, StringComparison.OrdinalIgnoreCase))
        {
            scope.Problems.Add(node.Wrong($"The parameter '{KeyParameter}' is the hub's own."));
        }

        var path = node.Find("path") is { } place ? scope.Path(place) : null;
        return node.Find("path") is not null && path is null ? null : new EventPart { Header = node.FindText("header"), Query = node.FindText("query"), Path = path };
    }
}
