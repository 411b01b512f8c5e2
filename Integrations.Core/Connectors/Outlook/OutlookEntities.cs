using System.Text.Json;
using System.Text.Json.Nodes;

namespace Integrations.Core.Connectors.Outlook;

/// <summary>Events and messages of Graph in our words.</summary>
internal static class OutlookEntities
{
    public const string Event = "event";
    public const string Message = "message";

    /// <summary>In front of a message's id, so that one id says what it is; an event's id stands alone.</summary>
    public const string MessagePrefix = "message:";

    /// <summary>What an occurrence shares with its series, and a delta may leave out.</summary>
    public static IReadOnlyCollection<string> UntoldByDelta { get; } =
    [
        "title", "description", "url", EntityFields.AllDay, EntityFields.Status, EntityFields.TimeZone, EntityFields.Location, EntityFields.Organizer, "organizerName", EntityFields.Attendees, "attendeeNames", EntityFields.JoinUrl, "showAs", "sensitivity",
        "seriesId", "iCalUId", EntityFields.CreatedAt, EntityFields.UpdatedAt,
    ];

    /// <returns>Null for an item without an id, which nothing can be done with.</returns>
    public static ExternalEntity? FromEvent(JsonElement item)
    {
        if (item.Text("id") is not { Length: > 0 } id)
        {
            return null;
        }

        var metadata = new JsonObject
        {
            [EntityFields.Start] = Graph.EventTime(item, "start").Iso(),
            [EntityFields.End] = Graph.EventTime(item, "end").Iso(),
            [EntityFields.AllDay] = item.Flag("isAllDay"),
            [EntityFields.TimeZone] = EntityText.Value(item.Text("originalStartTimeZone")),
            [EntityFields.Location] = EntityText.Value(item.Text("location", "displayName")),
            [EntityFields.Organizer] = EntityText.Value(Address(item.Member("organizer"))),
            ["organizerName"] = EntityText.Value(item.Text("organizer", "emailAddress", "name")),
            [EntityFields.Attendees] = new JsonArray([.. item.Items("attendees").Select(a => EntityText.Value(Address(a))).OfType<string>().Select(a => JsonValue.Create(a))]),
            ["attendeeNames"] = new JsonArray([.. item.Items("attendees").Select(a => EntityText.Value(a.Text("emailAddress", "name"))).OfType<string>().Select(a => JsonValue.Create(a))]),
            [EntityFields.JoinUrl] = EntityText.Link(item.Text("onlineMeeting", "joinUrl")),
            [EntityFields.Status] = item.Flag("isCancelled") ? "cancelled" : item.Text("showAs") == "tentative" ? "tentative" : "confirmed",
            ["showAs"] = EntityText.Value(item.Text("showAs")),
            ["sensitivity"] = EntityText.Value(item.Text("sensitivity")),
            ["seriesId"] = EntityText.Value(item.Text("seriesMasterId")),
            ["iCalUId"] = EntityText.Value(item.Text("iCalUId")),
            [EntityFields.CreatedAt] = item.Time("createdDateTime").Iso(),
            [EntityFields.UpdatedAt] = item.Time("lastModifiedDateTime").Iso(),
        };
        return new ExternalEntity(
            id, Event, EntityText.Title(item.Text("subject")),
            Words(item), EntityText.Link(item.Text("webLink")))
        {
            Metadata = Known(metadata),
        };
    }

    public static ExternalEntity? FromMessage(JsonElement item)
    {
        if (item.Text("id") is not { Length: > 0 } id)
        {
            return null;
        }

        var metadata = new JsonObject
        {
            [EntityFields.Author] = EntityText.Value(Address(item.Member("from"))),
            ["authorName"] = EntityText.Value(item.Text("from", "emailAddress", "name")),
            ["recipients"] = new JsonArray([.. item.Items("toRecipients").Select(r => EntityText.Value(Address(r))).OfType<string>().Select(a => JsonValue.Create(a))]),
            [EntityFields.CreatedAt] = item.Time("receivedDateTime").Iso(),
        };
        return new ExternalEntity(
            MessagePrefix + id, Message, EntityText.Title(item.Text("subject"), "(no subject)"),
            EntityText.Description(item.Text("bodyPreview")), EntityText.Link(item.Text("webLink")))
        {
            Metadata = Known(metadata),
        };
    }

    /// <summary>Text was asked for; where HTML comes all the same, its words are taken.</summary>
    private static string? Words(JsonElement item) =>
        item.Text("body", "content") is not { } content ? EntityText.Description(item.Text("bodyPreview"))
        : string.Equals(item.Text("body", "contentType"), "html", StringComparison.OrdinalIgnoreCase) ? HtmlText.Plain(content)
        : EntityText.Description(content);

    private static string? Address(JsonElement? recipient) => recipient?.Text("emailAddress", "address");

    private static JsonObject Known(JsonObject metadata)
    {
        foreach (var name in metadata.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            metadata.Remove(name);
        }

        return metadata;
    }
}
