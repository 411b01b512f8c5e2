using System.Globalization;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Slack;

/// <summary>
/// Slack searches messages only, and for people's tokens only. Channels and people are listed and matched here.
/// </summary>
internal static class SlackSearch
{
    // Slack recommends at most 200; listing methods allow 20 calls a minute, so one page of ours takes few of them.
    private const string ListPageSize = "200";
    private const int MaxPages = 5;
    private const int MaxMessages = 100;
    private const int MaxMessagePages = 100;

    public static Task<Result<EntityPage>> SearchAsync(VendorSession session, EntityQuery query, CancellationToken cancellationToken)
    {
        var isBot = session.Facts[SlackConnector.TokenKind] == SlackConnector.Bot;
        var onlyMessages = query.EntityTypes.Count > 0 && query.EntityTypes.All(type => type.Equals(SlackEntities.Message, StringComparison.OrdinalIgnoreCase));
        var listings = new List<SearchListing>();
        if (query.Wants(SlackEntities.Channel))
        {
            listings.Add(List(
                session, query, "conversations.list", "channels", item => SlackEntities.FromChannel(item, session.Facts[SlackConnector.WorkspaceUrl]),
                ("types", "public_channel,private_channel"), ("exclude_archived", "true")));
        }

        if (query.Wants(SlackEntities.User))
        {
            listings.Add(List(
                session, query, "users.list", "members", item => SlackEntities.IsPerson(item) ? SlackEntities.FromUser(item, session.Facts[SlackConnector.WorkspaceUrl]) : null));
        }

        // Asked for alone, Slack's refusal of a bot is the answer; in a mixed search the rest still counts.
        if (query.Wants(SlackEntities.Message) && MessageQuery(query) is { Length: > 0 } words && (!isBot || onlyMessages))
        {
            listings.Add(Messages(session, query, words) with { Name = "messages", Extra = !onlyMessages });
        }

        return ListingSearch.RunAsync(listings, query, wanted => Math.Min(wanted, MaxMessages), MaxPages, cancellationToken);
    }

    private static SearchListing List(
        VendorSession session, EntityQuery query, string method, string member, Func<JsonElement, ExternalEntity?> map, params (string Name, string? Value)[] more) => new(
        async (position, _, cancellationToken) =>
        {
            var read = await SlackApi.ReadAsync(session, method, cancellationToken, [.. more, ("limit", ListPageSize), ("cursor", position)]);
            // A page may be short or empty while the cursor says that there is more.
            return read.Map(page => new SearchListingPage([.. page.Items(member).Select(map)], page.Text("response_metadata", "next_cursor") is { Length: > 0 } next ? next : null));
        },
        entity => query.MatchesText(entity) && query.MatchesDates(entity.UpdatedAt))
        {
            Name = member == "members" ? "people" : member,
            Extra = method == "users.list" && query.EntityTypes.Count == 0,
        };

    private static SearchListing Messages(VendorSession session, EntityQuery query, string words) => new(
        async (position, count, cancellationToken) =>
        {
            var page = position is null ? 1 : int.Parse(position, CultureInfo.InvariantCulture);
            var read = await SlackApi.ReadAsync(
                session, "search.messages", cancellationToken,
                ("query", words), ("count", $"{Math.Min(count, MaxMessages)}"), ("page", $"{page}"), ("sort", "timestamp"), ("sort_dir", "desc"));
            return read.Map(answer => new SearchListingPage(
                [.. answer.Items("messages", "matches").Select(FromMatch)],
                page < Math.Min(answer.Number("messages", "pagination", "page_count") ?? 1, MaxMessagePages) ? $"{page + 1}" : null));
        },
        // The words of the vendor's search are its own affair; the dates are checked, because Slack knows days only.
        entity => query.MatchesDates(VendorJson.ParseTime(entity.Text(EntityFields.CreatedAt))))
    {
        Knows = position => int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and <= MaxMessagePages,
    };

    /// <summary>The person's words, and the dates as Slack's modifiers, whose days are exclusive and in the person's own zone.</summary>
    private static string MessageQuery(EntityQuery query)
    {
        var parts = new List<string>();
        if (SlackText.QueryWords(query.Text) is { Length: > 0 } words)
        {
            parts.Add(words);
        }
        else if (!string.IsNullOrWhiteSpace(query.Text))
        {
            return "";
        }

        // Two days of room: one because the days are exclusive, one because the person's zone is unknown.
        if (query.Start is { } start && start > DateTimeOffset.MinValue.AddDays(2))
        {
            parts.Add($"after:{start.UtcDateTime.AddDays(-2):yyyy-MM-dd}");
        }

        if (query.End is { } end && end < DateTimeOffset.MaxValue.AddDays(-2))
        {
            parts.Add($"before:{end.UtcDateTime.AddDays(2):yyyy-MM-dd}");
        }

        return string.Join(' ', parts);
    }

    private static ExternalEntity? FromMatch(JsonElement match) =>
        match.Text("channel", "id") is { Length: > 0 } channel && match.Text("ts") is { Length: > 0 } ts
            ? SlackEntities.FromMessage(
                channel, ts, match.Text("channel", "name"), match.Text("username"), match.Text("text"), match.Text("permalink"),
                match.Flag("channel", "is_private") || match.Flag("channel", "is_im") || match.Flag("channel", "is_mpim"))
            : null;
}
