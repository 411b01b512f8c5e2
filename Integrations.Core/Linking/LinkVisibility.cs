using Integrations.Core.Linking.Accounts;
using Integrations.Core.Permissions;

namespace Integrations.Core.Linking;

/// <summary>Who sees which meetings, people and links: written here once, and the start of every query (SECURITY A1).</summary>
internal static class LinkVisibility
{
    /// <summary>Everyone in the organization.</summary>
    public static IQueryable<Meeting> VisibleTo(this IQueryable<Meeting> meetings, Caller caller) =>
        meetings.Where(meeting => meeting.OrganizationId == caller.OrganizationId);

    /// <summary>Everyone in the organization.</summary>
    public static IQueryable<Person> VisibleTo(this IQueryable<Person> people, Caller caller) =>
        people.Where(person => person.OrganizationId == caller.OrganizationId);

    /// <summary>The organization's; its services ask for an administrator besides.</summary>
    public static IQueryable<RefusedAccount> VisibleTo(this IQueryable<RefusedAccount> accounts, Caller caller) =>
        accounts.Where(account => account.OrganizationId == caller.OrganizationId);

    /// <summary>The organization's links, and of the private ones only the caller's own: an administrator does not see other people's.</summary>
    public static IQueryable<EntityLink> VisibleTo(this IQueryable<EntityLink> links, Caller caller)
    {
        var own = $"{caller.UserId:N}";
        return links.Where(link => link.OrganizationId == caller.OrganizationId && (link.OwnerKey == "" || link.OwnerKey == own));
    }
}
