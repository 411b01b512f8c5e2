namespace Integrations.Connectors.Entities;

/// <summary>Metadata members with one meaning for every vendor; times are ISO 8601 with offset.</summary>
public static class EntityFields
{
    /// <summary>When an event or a run begins. Of an all-day event it is the midnight that its day begins with.</summary>
    public const string Start = "start";

    /// <summary>When it ends, exclusive; absent or null while a run goes on.</summary>
    public const string End = "end";

    /// <summary>True, as JSON: the event covers whole days, and the times of <see cref="Start"/> and <see cref="End"/> mean only their dates.</summary>
    public const string AllDay = "allDay";

    /// <summary>The zone that an event was planned in, or that an account lives in: an IANA name, or Outlook's Windows name.</summary>
    public const string TimeZone = "timeZone";

    /// <summary>Who invited: an e-mail address, or a name where the vendor tells no address.</summary>
    public const string Organizer = "organizer";

    /// <summary>Who is invited: an array of texts, e-mail addresses wherever the vendor tells them.</summary>
    public const string Attendees = "attendees";

    /// <summary>Where the video meeting of an event is joined; http(s), and anyone who has it may be let in.</summary>
    public const string JoinUrl = "joinUrl";

    /// <summary>Where an event takes place, as a person wrote it: an address, a room or a link.</summary>
    public const string Location = "location";

    /// <summary>How far a thing is, in the vendor's own words: <c>confirmed</c>, <c>open</c>, <c>In Progress</c>. Not comparable between vendors.</summary>
    public const string Status = "status";

    /// <summary>Who has it to do: the vendor's name or handle of one person; the first, where there are several.</summary>
    public const string Assignee = "assignee";

    /// <summary>Who made it: a name, a handle or an e-mail address, by vendor.</summary>
    public const string Author = "author";

    /// <summary>When it was made, or a message was sent.</summary>
    public const string CreatedAt = "createdAt";

    /// <summary>Its last change at the vendor. Date ranges of a search look at it wherever there is no <see cref="Start"/>.</summary>
    public const string UpdatedAt = "updatedAt";

    /// <summary>Tags that people put on it: an array of the vendor's texts.</summary>
    public const string Labels = "labels";

    /// <summary>A file's media type (RFC 9110 section 8.3.1), the vendor's own types included.</summary>
    public const string MimeType = "mimeType";

    /// <summary>A file's length in bytes, a JSON number; null where the vendor counts none, such as for its own document formats.</summary>
    public const string Size = "size";

    /// <summary>A person's e-mail address, of entities that are people.</summary>
    public const string Email = "email";

    /// <summary>A person's handle at the vendor, without an @; the account's id where the vendor has no handles (Jira).</summary>
    public const string Username = "username";

    /// <summary>A person's picture; http(s).</summary>
    public const string AvatarUrl = "avatarUrl";

    /// <summary>What it lies in: a repository, project, channel, folder or calendar, by the name or key that people know.</summary>
    public const string Container = "container";

    /// <summary>The short name that people call it by, such as <c>ABC-12</c> or <c>owner/repo</c>; else an id of the vendor.</summary>
    public const string Key = "key";

    /// <summary>How far the owner shows it: <c>private</c> and <c>confidential</c> are for them alone. Vendors say it in one of the two.</summary>
    public const string Sensitivity = "sensitivity";

    /// <summary>The same as <see cref="Sensitivity"/>, of vendors that call it so (Google Calendar: <c>default</c>, <c>public</c>, <c>private</c>, <c>confidential</c>).</summary>
    public const string Visibility = "visibility";
}
