using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;

namespace Integrations.Connectors.Declarative.Plans;

/// <summary>How a listing goes on. A position is a number or a token of the vendor's, never an address: it comes back through callers.</summary>
internal sealed record PagingPlan
{
    private const int LongestToken = 2_000;

    public static PagingPlan OnePage { get; } = new() { Kind = "none" };

    /// <summary><c>cursor</c>, <c>page</c>, <c>offset</c>, <c>link</c> (the header) or <c>next</c> (an address in the answer); <c>none</c> for a single page.</summary>
    public required string Kind { get; init; }

    /// <summary>The largest page that the vendor gives.</summary>
    public int Most { get; init; } = 100;

    /// <summary>The vendor's page size, where it takes no other; null where it is asked for.</summary>
    public int? Fixed { get; init; }

    /// <summary>The number of the first page.</summary>
    public int First { get; init; } = 1;

    /// <summary>Where the token, or the next address, stands.</summary>
    public ValuePath? At { get; init; }

    /// <summary>Says that there is more.</summary>
    public ValuePath? More { get; init; }

    /// <summary>Says that this was the last.</summary>
    public ValuePath? Last { get; init; }

    /// <summary>The parameter of the next address that is the position.</summary>
    public string? Parameter { get; init; }

    /// <summary>The vendor gives no more results of one listing than these; null where it gives all.</summary>
    public int? UpTo { get; init; }

    /// <summary>The name of the place that holds the position.</summary>
    public string Place => Kind switch
    {
        "page" => "page",
        "offset" => "offset",
        _ => "cursor",
    };

    public bool Knows(string position) => Kind switch
    {
        "none" => false,
        "page" or "offset" => position.Length <= 9 && !position.AsSpan().ContainsAnyExceptInRange('0', '9'),
        _ => position.Length is > 0 and <= LongestToken && !position.AsSpan().ContainsAnyExceptInRange(' ', '~'),
    };

    /// <summary>The position of the first page; null where it has none.</summary>
    public string? Start => Kind switch
    {
        "page" => Number(First),
        "offset" => "0",
        _ => null,
    };

    /// <summary>Puts a position where a request has its place; none for the first page of a listing by tokens.</summary>
    public void Set(Places places, string? position)
    {
        if (position is not null)
        {
            places.Set(Place, Kind is "page" or "offset" && int.TryParse(position, out var number) ? JsonValue.Create(number) : JsonValue.Create(position));
        }
    }

    /// <summary>The next page of a search; none after the last, and where the vendor gives no more.</summary>
    /// <param name="response">The answer, for its headers.</param>
    /// <param name="answer">Its body.</param>
    /// <param name="position">Of this page.</param>
    /// <param name="count">How many items it held.</param>
    /// <param name="size">How many were asked for.</param>
    public NextPlace Next(VendorResponse response, JsonElement answer, string? position, int count, int size) =>
        // By numbers an empty page is the last. A token that the vendor gives beside nothing leads on, as where it filters behind its pages: a search reads few pages at a time.
        (count > 0 || Kind is not ("page" or "offset")) && Further(response, answer, position, count, size) is var further && !(further.Position is { } next && IsBeyond(next, size, seen: 0)) ? further : NextPlace.None;

    /// <summary>The next page as the vendor says it, which may hold nothing, or be more than it gives; none after the last.</summary>
    /// <param name="response">The answer, for its headers.</param>
    /// <param name="answer">Its body.</param>
    /// <param name="position">Of this page.</param>
    /// <param name="count">How many items it held.</param>
    /// <param name="size">How many were asked for.</param>
    public NextPlace Further(VendorResponse response, JsonElement answer, string? position, int count, int size)
    {
        var (more, last) = (More?.First(answer)?.ValueKind, Last?.First(answer)?.ValueKind);
        if (more is JsonValueKind.False || last is JsonValueKind.True)
        {
            return NextPlace.None;
        }

        var isSaid = more is JsonValueKind.True || last is JsonValueKind.False;
        var address = Kind switch
        {
            "link" => LinkHeader.Next(response.HeaderLines("Link")),
            "next" => At!.First(answer)?.Read(),
            _ => null,
        };
        var next = Kind switch
        {
            "cursor" => At!.First(answer)?.TextOrNumber(),
            "page" => GoesOn(isSaid, count, size) && int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Number(page + 1) : null,
            "offset" => GoesOn(isSaid, count, size) && int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? Number(offset + count) : null,
            "link" or "next" => address is null ? null : QueryOf(address, Parameter!),
            _ => null,
        };
        return string.IsNullOrEmpty(next)
                // An address that does not have the parameter cannot be asked for; an empty text is how many vendors write "none".
                ? isSaid || (next is null && !string.IsNullOrEmpty(address)) ? NextPlace.Unsaid : NextPlace.None
            : !Knows(next) ? NextPlace.Unknown
            : next != position ? new NextPlace(next)
            // What is asked for again would be empty again.
            : count == 0 ? NextPlace.None
            : NextPlace.Same;
    }

    /// <summary>Whether a page reaches beyond what the vendor gives of one listing, so that it would be refused or empty.</summary>
    /// <param name="next">Its position.</param>
    /// <param name="size">How many are asked for.</param>
    /// <param name="seen">How many items came before it; a token does not tell.</param>
    public bool IsBeyond(string next, int size, int seen) => UpTo is { } most && Kind switch
    {
        "page" => int.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? (page - First + 1) * (long)size : long.MaxValue,
        "offset" => int.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset + (long)size : long.MaxValue,
        _ => seen + (long)size,
    } > most;

    private bool GoesOn(bool isSaid, int count, int size) => More is not null || Last is not null ? isSaid : count >= size;

    /// <summary>One parameter of an address. The address itself is not followed: what it says beside that is known already.</summary>
    internal static string? QueryOf(string address, string parameter)
    {
        var query = address.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? null
            : address[(query + 1)..].Split('#')[0].Split('&').Select(pair => pair.Split('=', 2)).FirstOrDefault(pair => pair.Length == 2 && Uri.UnescapeDataString(pair[0]) == parameter) is { } found
                ? Uri.UnescapeDataString(found[1].Replace('+', ' '))
                : null;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
