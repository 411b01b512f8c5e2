using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;

namespace Integrations.Core.Demo;

/// <summary>One of the invented organizations: its accounts, its people and what is in their diary.</summary>
/// <param name="Id">Fixed, so that a renamed organization is still known to be seeded.</param>
internal sealed record DemoOrganization(
    Guid Id, string Name, string Plan, IReadOnlyList<DemoAccount> Accounts, IReadOnlyList<DemoPerson> People, IReadOnlyList<DemoMeeting> Meetings)
{
    public static DemoAccount SuperAdmin { get; } = new("super@demo.test", "Sigrid Super", Role.SuperAdmin);

    /// <summary>Whose credentials of the older system wait to be brought over.</summary>
    public const string LegacyOwner = "user@acme.test";

    public static DemoOrganization Acme { get; } = new(
        new("01900000-0000-7000-8000-0000000000a1"),
        "Acme",
        Plans.All[^1],
        [new("admin@acme.test", "Alma Admin", Role.TenantAdmin), new(LegacyOwner, "Uma User", Role.User)],
        [
            new("Ada Lindqvist", "ada@acme.test", "Product lead"),
            new("Ben Okafor", "ben@acme.test", "Backend engineer"),
            new("Chiara Rossi", "chiara@acme.test", "Designer"),
            new("Dmitri Volkov", "dmitri@acme.test", "Support engineer"),
            new("Emi Tanaka", "emi@acme.test", "Frontend engineer"),
            new("Farid Haddad", "farid@acme.test", "Site reliability engineer"),
        ],
        DemoMeetings.Acme);

    public static DemoOrganization Globex { get; } = new(
        new("01900000-0000-7000-8000-0000000000b2"),
        "Globex",
        Plans.Free,
        [new("admin@globex.test", "Greta Admin", Role.TenantAdmin)],
        [
            new("Gus Harbor", "gus@globex.test", "Operations lead"),
            new("Hana Field", "hana@globex.test", "Data analyst"),
            new("Ivo Brandt", "ivo@globex.test", "Account manager"),
            new("Lena Frost", "lena@globex.test", "Product manager"),
        ],
        DemoMeetings.Globex);

    public static IReadOnlyList<DemoOrganization> All { get; } = [Acme, Globex];
}
