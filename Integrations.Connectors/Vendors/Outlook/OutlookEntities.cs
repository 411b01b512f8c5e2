using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;
using Microsoft.Graph.Models;

namespace Integrations.Connectors.Vendors.Outlook;

/// <summary>Events and messages of Graph in our words.</summary>
internal static class OutlookEntities
{
    public const string Event = "event";
    public const string Message = "message";

    /// <summary>In front of a message's id, so that one id says what it is; an event's id stands alone.</summary>
    public const string MessagePrefix = "message:";

    /// <summary>An event that a delta tells in part, where the rest could not be read: only what it tells is said.</summary>
    /// <returns>As <see cref="FromEvent"/>.</returns>
    public static ExternalEntity? FromDelta(Event item)
    {
        if (FromEvent(item) is not { } entity)
        {
            return null;
        }

        string[] untold =
        [
            .. Where(item.Subject is null, "title"),
            .. Where(item.Body is null && item.BodyPreview is null, "description"),
            .. Where(item.WebLink is null, "url"),
            .. Where(item.IsAllDay is null, EntityFields.AllDay),
            .. Where(item.IsCancelled is null, EntityFields.Status),
            .. Where(item.OriginalStartTimeZone is null, EntityFields.TimeZone),
            .. Where(item.Location is null, EntityFields.Location),
            .. Where(item.Organizer is null, EntityFields.Organizer, "organizerName"),
            .. Where(item.Attendees is null, EntityFields.Attendees, "attendeeNames"),
            .. Where(item.OnlineMeeting is null, EntityFields.JoinUrl),
            .. Where(item.ShowAs is null, "showAs"),
            .. Where(item.Sensitivity is null, EntityFields.Sensitivity),
            .. Where(item.SeriesMasterId is null, "seriesId"),
            .. Where(item.ICalUId is null, "iCalUId"),
            .. Where(item.CreatedDateTime is null, EntityFields.CreatedAt),
            .. Where(item.LastModifiedDateTime is null, EntityFields.UpdatedAt),
        ];
        foreach (var name in untold)
        {
            // Such as a status that was only taken for granted.
            entity.Metadata.Remove(name);
        }

        return entity with { Untold = untold };

        static string[] Where(bool isUntold, params string[] names) => isUntold ? names : [];
    }

    /// <returns>Null for an item without an id, which nothing can be done with.</returns>
    public static ExternalEntity? FromEvent(Event item)
    {
        if (item.Id is not { Length: > 0 } id)
        {
            return null;
        }

        var metadata = new JsonObject
        {
            [EntityFields.Start] = Graph.Time(item.Start).Iso(),
            [EntityFields.End] = Graph.Time(item.End).Iso(),
            [EntityFields.AllDay] = item.IsAllDay == true,
            [EntityFields.TimeZone] = EntityText.Value(item.OriginalStartTimeZone),
            [EntityFields.Location] = EntityText.Value(item.Location?.DisplayName),
            [EntityFields.Organizer] = EntityText.Value(item.Organizer?.EmailAddress?.Address),
            ["organizerName"] = EntityText.Value(item.Organizer?.EmailAddress?.Name),
            [EntityFields.Attendees] = Texts(item.Attendees, a => a.Address),
            ["attendeeNames"] = Texts(item.Attendees, a => a.Name),
            [EntityFields.JoinUrl] = EntityText.Link(item.OnlineMeeting?.JoinUrl),
            [EntityFields.Status] = item.IsCancelled == true ? "cancelled" : item.ShowAs == FreeBusyStatus.Tentative ? "tentative" : "confirmed",
            ["showAs"] = Graph.Word(item.ShowAs),
            [EntityFields.Sensitivity] = Graph.Word(item.Sensitivity),
            ["seriesId"] = EntityText.Value(item.SeriesMasterId),
            ["iCalUId"] = EntityText.Value(item.ICalUId),
            [EntityFields.CreatedAt] = item.CreatedDateTime.Iso(),
            [EntityFields.UpdatedAt] = item.LastModifiedDateTime.Iso(),
        };
        return new ExternalEntity(
            id, Event, EntityText.Title(item.Subject),
            Words(item), EntityText.Link(item.WebLink))
        {
            Metadata = Known(metadata),
        };
    }

    public static ExternalEntity? FromMessage(Message item)
    {
        if (item.Id is not { Length: > 0 } id)
        {
            return null;
        }

        var metadata = new JsonObject
        {
            [EntityFields.Author] = EntityText.Value(item.From?.EmailAddress?.Address),
            ["authorName"] = EntityText.Value(item.From?.EmailAddress?.Name),
            ["recipients"] = Texts(item.ToRecipients, r => r.Address),
            [EntityFields.CreatedAt] = item.ReceivedDateTime.Iso(),
        };
        return new ExternalEntity(
            MessagePrefix + id, Message, EntityText.Title(item.Subject),
            EntityText.Description(item.BodyPreview), EntityText.Link(item.WebLink))
        {
            Metadata = Known(metadata),
        };
    }

    /// <summary>Text was asked for; where HTML comes all the same, its words are taken.</summary>
    private static string? Words(Event item) =>
        item.Body?.Content is not { } content ? EntityText.Description(item.BodyPreview)
        : item.Body.ContentType == BodyType.Html ? HtmlText.Plain(content)
        : EntityText.Description(content);

    private static JsonArray Texts(IEnumerable<Recipient>? people, Func<EmailAddress, string?> of) =>
        [.. (people ?? []).Select(person => person?.EmailAddress).OfType<EmailAddress>().Select(address => EntityText.Value(of(address))).OfType<string>().Select(text => (JsonNode)text)];

    private static JsonObject Known(JsonObject metadata)
    {
        foreach (var name in metadata.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            metadata.Remove(name);
        }

        return metadata;
    }
}
