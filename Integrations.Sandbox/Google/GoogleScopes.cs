using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Google;

/// <summary>The scopes that the three APIs know.</summary>
internal static class GoogleScopes
{
    public const string Root = "https://www.googleapis.com/auth/";

    public static IReadOnlySet<string> Known { get; } = new[]
    {
        "userinfo.email", "userinfo.profile", "calendar", "calendar.readonly", "calendar.events", "calendar.events.readonly", "calendar.calendarlist.readonly",
        "calendar.calendars.readonly", "calendar.freebusy", "meetings.space.created", "meetings.space.readonly", "meetings.space.settings",
        "drive", "drive.file", "drive.readonly", "drive.metadata.readonly", "drive.appdata", "drive.meet.readonly",
    }.Select(name => Root + name).Append("openid").ToHashSet(StringComparer.Ordinal);

    /// <summary>Google answers <c>email</c> and <c>profile</c> with their long names.</summary>
    public static string Expand(string scope) => scope is "email" or "profile" ? $"{Root}userinfo.{scope}" : scope;

    public static bool MayAny(this SandboxAccess access, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (access.May(Root + name))
            {
                return true;
            }
        }

        return false;
    }
}
