using System.Text.Json;
using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Declarative.Templates;

namespace Integrations.Connectors.Declarative.File;

/// <summary>Searches and lists of a vendor's things, page by page.</summary>
internal sealed class ListingReader(ApiScope scope, RequestReader requests)
{
    private static readonly string[] OfASearch = ["text", "limit", "start", "end", "startMs", "endMs"];
    private static readonly string[] OfChanges = ["limit", "since", "delta"];

    public ListingPlan? Read(FileNode? node) => node is null ? null : Read(node, OfASearch, "the text, the limit, the start, the end");

    /// <summary>A listing of what changed, or of what is gone.</summary>
    public ListingPlan? ReadChanges(FileNode node) => Read(node, OfChanges, "the limit, the time since when, the vendor's token");

    private ListingPlan? Read(FileNode node, string[] asked, string known)
    {
        var paging = Paging(node.Find("paging"));
        var request = requests.Read(
            node.Find("request")!, place => scope.IsFact(place) || asked.Contains(place, StringComparer.Ordinal) || (place == paging.Place && paging.Kind != "none"),
            $"{known}{(paging.Kind == "none" ? "" : $", the {paging.Place}")} or a fact of the connection", reads: true);
        var next = node.Find("paging")?.Find("request");
        var further = next is null ? null
            : requests.Read(next, place => scope.IsFact(place) || asked.Contains(place, StringComparer.Ordinal) || place == paging.Place, $"{known}, the {paging.Place} or a fact of the connection", reads: true);
        var words = node.Find("words") is { } rule
            ? new WordsPlan(rule.FindText("escaped") ?? "", rule.FindText("removed") ?? "", rule.FindNumber("maxLength") ?? WordsPlan.AsTyped.MostLength)
            : null;
        CheckWords(node.Find("request")!, words);
        if (next is not null)
        {
            CheckWords(next, words);
        }

        CheckPaging(node.Find("paging"), paging, request, further);
        return request is null || scope.PathOf(node.FindText("items")!, node) is not { } items ? null : new ListingPlan
        {
            Request = request,
            Further = further,
            Items = items,
            Paging = paging,
            MatchedHere = node.Flag("matchedHere"),
            WithoutText = node.Flag("withoutText"),
            Words = words ?? WordsPlan.AsTyped,
        };
    }

    /// <summary>Typed words beside other words are in a query language; what would end their place there has to be dealt with.</summary>
    private void CheckWords(FileNode request, WordsPlan? words)
    {
        foreach (var node in Texts(request.Find("query")).Concat(Texts(request.Find("json"))).Concat(Texts(request.Find("variables"))).Concat(Texts(request.Find("form"))))
        {
            if (Template.Parse(node.Text, out _) is not { } template || !template.Names.Contains("text", StringComparer.Ordinal) || template.Whole is not null)
            {
                continue;
            }

            var quotes = template.Literals.SelectMany(literal => literal).Where(c => c is '"' or '\'').Distinct().ToList();
            if (words is null)
            {
                scope.Problems.Add(node.Wrong("The typed text stands beside other words here, where the vendor would read it as part of its query language. Say in 'words' which characters are escaped or removed."));
            }
            else if (quotes.Exists(quote => !$"{words.Escaped}{words.Removed}".Contains(quote, StringComparison.Ordinal)) || (words.Escaped.Length > 0 && !$"{words.Escaped}{words.Removed}".Contains('\\', StringComparison.Ordinal)))
            {
                scope.Problems.Add(node.Wrong("The typed text stands in quotes here: 'words' has to escape or remove that quote, and the backslash where one escapes."));
            }
        }
    }

    /// <summary>A listing that cannot go on would be taken for a whole one.</summary>
    private void CheckPaging(FileNode? node, PagingPlan paging, RequestPlan? request, RequestPlan? further)
    {
        if (node is null || request is null)
        {
            return;
        }

        if (node.Find("request") is { } own)
        {
            if (paging.Kind is "page" or "offset")
            {
                scope.Problems.Add(own.Wrong("By numbers each page is asked for by the same call; a 'request' for further pages goes with a token."));
            }
            else if (request.Names.Contains(paging.Place) || further?.Names.Contains(paging.Place) == false)
            {
                scope.Problems.Add(own.Wrong($"Where further pages have a 'request' of their own, {{{paging.Place}}} stands in that one and in no other."));
            }

            return;
        }

        if (!request.Names.Contains(paging.Place))
        {
            scope.Problems.Add(node.Wrong($"The request has no {{{paging.Place}}}, so that each page would be the first one again: put {{{paging.Place}}} where the vendor takes the place in the listing, or leave out 'paging'."));
        }
    }

    private PagingPlan Paging(FileNode? node)
    {
        if (node is null)
        {
            return PagingPlan.OnePage;
        }

        var kind = node.FindText("kind")!;
        var at = node.Find("at") is { } place ? scope.Path(place) : null;
        if (kind is "cursor" or "next" && at is null)
        {
            scope.Problems.Add(node.Wrong("'at' is missing: where the answer says how it goes on."));
        }

        if (kind is "link" or "next" && node.Find("parameter") is null)
        {
            scope.Problems.Add(node.Wrong("'parameter' is missing: the query parameter of the next address that is the place in the listing."));
        }

        return new PagingPlan
        {
            Kind = kind,
            Most = node.FindNumber("most") ?? node.FindNumber("fixed") ?? PagingPlan.OnePage.Most,
            Fixed = node.FindNumber("fixed"),
            First = node.FindNumber("first") ?? 1,
            At = at,
            More = node.Find("more") is { } more ? scope.Path(more) : null,
            Last = node.Find("last") is { } last ? scope.Path(last) : null,
            Parameter = node.FindText("parameter"),
            UpTo = node.FindNumber("upTo"),
        };
    }

    private static IEnumerable<FileNode> Texts(FileNode? node) => node?.Kind switch
    {
        JsonValueKind.String => [node],
        JsonValueKind.Object => node.Members.SelectMany(member => Texts(member.Value)),
        JsonValueKind.Array => node.Items.SelectMany(Texts),
        _ => [],
    };
}
