namespace Integrations.Connectors.Entities;

/// <summary>Metadata members with one meaning for every vendor; times are ISO 8601 with offset.</summary>
public static class EntityFields
{
    public const string Start = "start";
    public const string End = "end";
    public const string AllDay = "allDay";
    public const string TimeZone = "timeZone";
    public const string Organizer = "organizer";
    public const string Attendees = "attendees";
    public const string JoinUrl = "joinUrl";
    public const string Location = "location";
    public const string Status = "status";
    public const string Assignee = "assignee";
    public const string Author = "author";
    public const string CreatedAt = "createdAt";
    public const string UpdatedAt = "updatedAt";
    public const string Labels = "labels";
    public const string MimeType = "mimeType";
    public const string Size = "size";
    public const string Email = "email";
    public const string Username = "username";
    public const string AvatarUrl = "avatarUrl";
    public const string Container = "container";
    public const string Key = "key";

    /// <summary>How far the owner shows it: <c>private</c> and <c>confidential</c> are for them alone. Vendors say it in one of the two.</summary>
    public const string Sensitivity = "sensitivity";
    public const string Visibility = "visibility";
}
