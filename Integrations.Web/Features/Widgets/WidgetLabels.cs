using Integrations.Connectors.Entities;
using Integrations.Core.Widgets;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Widgets;

/// <summary>Widgets and their fields in words.</summary>
internal static class WidgetLabels
{
    public static string Kind(WidgetKind kind) => kind switch
    {
        WidgetKind.Status => Text.T("Status: whether it works"),
        WidgetKind.Activity => Text.T("Activity: what happened in the last day"),
        _ => Text.T("Data: what the vendor holds"),
    };

    public static string Name(WidgetKind kind) => kind switch
    {
        WidgetKind.Status => Text.T("Status"),
        WidgetKind.Activity => Text.T("Activity"),
        _ => Text.T("Data"),
    };

    /// <summary>The hub's own fields in words, a vendor's as <see cref="Spelled"/>.</summary>
    public static string Field(string name) => name switch
    {
        "title" => Text.T("Title"),
        "description" => Text.T("Description"),
        "url" => Text.T("Url"),
        "connectedAt" => Text.T("Connected at"),
        "lastUsedAt" => Text.T("Last used at"),
        "lastSyncAt" => Text.T("Last sync at"),
        "error" => Text.T("Error"),
        "time" => Text.T("Time"),
        "action" => Text.T("Action"),
        "message" => Text.T("Message"),
        "duration" => Text.T("Duration"),
        EntityFields.Start => Text.T("Start (of an event)"),
        EntityFields.End => Text.T("End (of an event)"),
        EntityFields.AllDay => Text.T("All day"),
        EntityFields.TimeZone => Text.T("Time zone"),
        EntityFields.Organizer => Text.T("Organizer"),
        EntityFields.Attendees => Text.T("Attendees"),
        EntityFields.JoinUrl => Text.T("Join url"),
        EntityFields.Location => Text.T("Location"),
        EntityFields.Status => Text.T("Status"),
        EntityFields.Assignee => Text.T("Assignee"),
        EntityFields.Author => Text.T("Author"),
        EntityFields.CreatedAt => Text.T("Created at"),
        EntityFields.UpdatedAt => Text.T("Updated at"),
        EntityFields.Labels => Text.T("Labels"),
        EntityFields.MimeType => Text.T("Mime type"),
        EntityFields.Size => Text.T("Size"),
        EntityFields.Email => Text.T("Email"),
        EntityFields.Username => Text.T("Username"),
        EntityFields.AvatarUrl => Text.T("Avatar url"),
        EntityFields.Container => Text.T("Container"),
        EntityFields.Key => Text.T("Key"),
        _ => Spelled(name),
    };

    /// <summary><c>storyPoints</c> reads <c>Story points</c>, <c>due_date</c> reads <c>Due date</c>.</summary>
    internal static string Spelled(string name)
    {
        var words = string.Concat(name.Select(letter => letter == '_' ? " " : char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString())).Trim();
        return words.Length == 0 ? name : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
