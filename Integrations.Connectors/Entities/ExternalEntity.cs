using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Integrations.Connectors.Entities;

/// <summary>A vendor's thing (event, issue, file, message) in our words.</summary>
/// <param name="Id">Enough to read it again through the same connection, such as <c>owner/repo#12</c>.</param>
/// <param name="Type">One of the manifest's entities, such as <c>event</c> or <c>issue</c>.</param>
/// <param name="Title">Never empty; a vendor's untitled thing gets <see cref="Untitled"/> or its id.</param>
/// <param name="Description">Plain text, cut to 2,000 characters.</param>
/// <param name="Url">http(s), for people; null where the vendor has none.</param>
public sealed record ExternalEntity(string Id, string Type, string Title, string? Description, string? Url)
{
    /// <summary>The title of what the vendor gave none. Pages show it in the language of who looks.</summary>
    public const string Untitled = "(untitled)";

    /// <summary>In UTF-16 code units. A longer title is cut, and ends with "…".</summary>
    public const int TitleMaxLength = 500;

    /// <summary>In UTF-16 code units; longer ones are cut the same way.</summary>
    public const int DescriptionMaxLength = 2_000;

    /// <summary>Everything else worth showing. Keys of <see cref="EntityFields"/> mean the same for every vendor.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>
    /// What the source could not tell, such as a listing that shows less than the thing itself: <c>title</c>, <c>description</c>,
    /// <c>url</c>, or members of the metadata. A copy keeps what it has of these (RELIABILITY K3).
    /// </summary>
    [JsonIgnore]
    public IReadOnlyCollection<string> Untold { get; init; } = [];

    /// <summary><see cref="EntityFields.Start"/> as a time; null when absent or no time. Without an offset it counts as UTC.</summary>
    public DateTimeOffset? Start => Time(EntityFields.Start);

    /// <summary><see cref="EntityFields.End"/>, read as <see cref="Start"/> is.</summary>
    public DateTimeOffset? End => Time(EntityFields.End);

    /// <summary><see cref="EntityFields.UpdatedAt"/>, read as <see cref="Start"/> is.</summary>
    public DateTimeOffset? UpdatedAt => Time(EntityFields.UpdatedAt);

    /// <summary><see cref="EntityFields.Organizer"/>: an e-mail address where the vendor tells one.</summary>
    public string? Organizer => Text(EntityFields.Organizer);

    /// <summary><see cref="EntityFields.JoinUrl"/>; null where there is no video meeting.</summary>
    public string? JoinUrl => Text(EntityFields.JoinUrl);

    /// <summary><see cref="EntityFields.Attendees"/>. Elements that are no text are left out; empty where no one is invited.</summary>
    public IReadOnlyList<string> Attendees => Metadata[EntityFields.Attendees] is JsonArray people
        ? [.. people.Select(p => p is JsonValue v && v.TryGetValue<string>(out var s) ? s : null).OfType<string>()]
        : [];

    /// <summary>A metadata member as text; null when absent or not a string.</summary>
    public string? Text(string field) => Metadata[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private DateTimeOffset? Time(string field) =>
        DateTimeOffset.TryParse(Text(field), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
