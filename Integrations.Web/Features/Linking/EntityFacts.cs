using Integrations.Connectors.Entities;
using Integrations.Core.Linking;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Linking;

/// <summary>What is worth a line about an external thing, by the fields that mean the same for every vendor.</summary>
internal static class EntityFacts
{
    /// <summary>The manifests' word for a vendor's account of a person.</summary>
    public const string PersonEntity = "user";

    /// <summary>Key, state, people, and the time where it has one, apart by dots; empty when nothing is known.</summary>
    public static string Line(ExternalEntity entity, TimeZoneInfo zone, bool withTime)
    {
        string?[] parts =
        [
            withTime ? When(entity, zone) : null,
            entity.Organizer is { } organizer ? Text.T("by {0}", organizer) : null,
            Different(entity, EntityFields.Key),
            entity.Start is null ? entity.Text(EntityFields.Status) : null,
            entity.Text(EntityFields.Assignee) is { } assignee ? Text.T("assigned to {0}", assignee) : null,
            Different(entity, EntityFields.Username),
            Different(entity, EntityFields.Email),
            // Of an event it is the calendar's address, which the organizer says better.
            entity.Start is null && entity.Text(EntityFields.Container) is { } container && entity.Text(EntityFields.Key)?.StartsWith(container, StringComparison.Ordinal) != true ? container : null,
        ];
        return TextDirection.Join(" · ", parts.OfType<string>().Where(part => part.Length > 0));
    }

    /// <summary><c>Sat 21 Nov, 10:00 – 10:30</c>, or the day alone; null without a start.</summary>
    public static string? When(ExternalEntity entity, TimeZoneInfo zone)
    {
        if (entity.Start is not { } start)
        {
            return null;
        }

        // A whole day is the same day everywhere: its date is not turned into the person's zone.
        return IsAllDay(entity)
            ? Text.T("{0}, all day", Times.ShortDay(DateOnly.FromDateTime(start.DateTime)))
            : $"{Times.ShortDay(zone.Day(start))}, {(entity.End is { } end ? zone.Range(start, end) : zone.Local(start).ToString("HH:mm"))}";
    }

    /// <summary>The day that a calendar shows it on; null without a start.</summary>
    public static DateOnly? Day(ExternalEntity entity, TimeZoneInfo zone) => entity.Start is not { } start ? null
        : IsAllDay(entity) ? DateOnly.FromDateTime(start.DateTime)
        : zone.Day(start);

    /// <summary>What a button says: a vendor's user is someone's account. Within a sentence English writes nouns small, German does not.</summary>
    public static string LinkOne(LinkableEntity kind) => kind.Name == PersonEntity
        ? Text.T("Link account")
        : Text.T("Link {0}", Languages.IsEnglish ? kind.DisplayName.ToLowerInvariant() : kind.DisplayName);

    private static bool IsAllDay(ExternalEntity entity) =>
        entity.Metadata[EntityFields.AllDay] is System.Text.Json.Nodes.JsonValue value && value.TryGetValue<bool>(out var allDay) && allDay;

    private static string? Different(ExternalEntity entity, string field) =>
        entity.Text(field) is { } text && !TextMatch.Contains(entity.Title, text) ? text : null;
}
