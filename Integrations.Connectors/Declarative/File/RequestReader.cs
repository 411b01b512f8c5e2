using System.Text.Json;
using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Declarative.Templates;

namespace Integrations.Connectors.Declarative.File;

/// <summary>Requests of a file, with their templates in every place.</summary>
internal sealed class RequestReader(ApiScope scope)
{
    private static readonly string[] ClosedHeaders = ["host", "content-length", "content-type", "transfer-encoding", "connection", "cookie", "authorization", "expect", "upgrade"];

    public RequestPlan? Read(FileNode node, Func<string, bool> knows, string known, bool reads)
    {
        var pathNode = node.Find("path")!;
        var path = scope.Text(pathNode, knows, known);
        var filled = path?.Fill(_ => "x") ?? "/";
        if (!filled.StartsWith('/') || filled.Contains("//", StringComparison.Ordinal) || filled.Split('/').Any(segment => segment is "." or "..") || filled.AsSpan().ContainsAny("?#\\%"))
        {
            scope.Problems.Add(pathNode.Wrong(pathNode.Text.Contains("://", StringComparison.Ordinal)
                ? "A path begins with a slash and stays below the base: a file calls one address only, so that what stands at another host has to be left out."
                : "A path begins with a slash and stays below the base: no '..', no '//', no '%', no query (that is 'query')."));
        }

        var bodies = new[] { "json", "form", "graphql" }.Where(body => node.Find(body) is not null).ToList();
        if (bodies.Count > 1)
        {
            scope.Problems.Add(node.Wrong($"A request has one body, and this has {string.Join(" and ", bodies)}."));
        }

        if (node.Find("variables") is not null && node.Find("graphql") is null)
        {
            scope.Problems.Add(node.Wrong("'variables' belong to 'graphql'."));
        }

        var method = node.FindText("method") ?? (bodies.Contains("graphql", StringComparer.Ordinal) ? "POST" : "GET");
        if (method == "GET" && bodies.Count > 0)
        {
            scope.Problems.Add(node.Wrong("A GET has no body; say the 'method'."));
        }

        if (reads && method is not ("GET" or "POST"))
        {
            scope.Problems.Add(node.Find("method")!.Wrong($"This request reads only, and {method} changes something at the vendor: take GET, or POST where the vendor reads by it."));
        }

        var json = (node.Find("json") ?? node.Find("variables")) is { } body ? new JsonTemplate(body, text => scope.Text(text, knows, known)) : null;
        return path is null ? null : new RequestPlan
        {
            Method = new HttpMethod(method),
            Path = path,
            Query = Pairs(node.Find("query"), knows, known, isHeader: false),
            Headers = [.. scope.Headers, .. Pairs(node.Find("headers"), knows, known, isHeader: true)],
            Json = json,
            GraphQL = node.FindText("graphql"),
            Form = node.Find("form") is { } form ? Pairs(form, knows, known, isHeader: false) : null,
            Repeatable = reads || node.Flag("repeatable"),
        };
    }

    public List<KeyValuePair<string, Template>> Pairs(FileNode? node, Func<string, bool> knows, string known, bool isHeader)
    {
        var pairs = new List<KeyValuePair<string, Template>>();
        foreach (var (name, value) in node?.Members ?? [])
        {
            if (isHeader && ClosedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                scope.Problems.Add(value.Wrong($"The header '{name}' is set by the hub; a credential belongs in \"credentials\"."));
            }

            foreach (var one in value.Kind == JsonValueKind.Array ? value.Items : [value])
            {
                if (scope.Text(one, knows, known) is { } template)
                {
                    if (isHeader && template.Literals.Any(literal => literal.Any(c => c is < ' ' or > '~')))
                    {
                        scope.Problems.Add(one.Wrong("A header holds plain letters, digits and signs only."));
                    }

                    pairs.Add(new(name, template));
                }
            }
        }

        return pairs;
    }
}
