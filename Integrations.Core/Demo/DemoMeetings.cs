namespace Integrations.Core.Demo;

/// <summary>The diary of the demo organizations. The sandbox's calendars know the first six of Acme too, so that links can be tried.</summary>
internal static class DemoMeetings
{
    public static IReadOnlyList<DemoMeeting> Acme { get; } =
    [
        new("Weekly product sync", In(0), new(10, 0), 30, "Ada", "Ben", "Chiara", "Emi") { Notes = "What shipped, what is stuck, what is next." },
        new("Design review: onboarding", In(0), new(14, 0), 60, "Chiara", "Emi", "Ada") { Notes = "Second round of the checklist screens." },
        new("1:1 Ada / Ben", In(1), new(9, 0), 30, "Ada", "Ben"),
        new("Sprint planning", NextMonday, new(9, 0), 90) { Location = "Room Fjord" },
        new("Incident retro: payment webhooks", In(-1), new(15, 0), 60, "Ben", "Dmitri", "Farid") { Notes = "Timeline, what helped, what we change." },
        new("Customer call: Northwind", In(2), new(13, 0), 45, "Ada", "Dmitri"),

        new("Support handover", In(0), new(8, 30), 15, "Dmitri", "Farid"),
        new("Accessibility walk-through", In(0), new(16, 0), 45, "Chiara", "Emi"),
        new("Pricing page copy", In(1), new(11, 0), 30, "Ada", "Chiara"),
        new("Export performance review", In(1), new(14, 30), 45, "Ben", "Farid"),
        new("Search roadmap", In(2), new(10, 0), 60, "Ada", "Ben", "Emi"),
        new("Queue migration check", In(3), new(9, 30), 30, "Ben", "Farid"),
        new("Billing: rounding rules", In(3), new(13, 0), 45, "Ada", "Ben", "Dmitri"),
        new("Design review: dark mode", In(4), new(14, 0), 60, "Chiara", "Emi"),
        new("Localization sync", In(4), new(15, 30), 30, "Chiara", "Dmitri", "Emi"),
        new("Demo day", In(5), new(15, 0), 60) { Location = "Room Fjord" },
        new("On-call rotation", In(6), new(9, 0), 30, "Ben", "Dmitri", "Farid"),
        new("Weekly product sync", In(7), new(10, 0), 30, "Ada", "Ben", "Chiara", "Emi"),
        new("Spring release: go or no go", In(8), new(11, 0), 60),
        new("Customer interview: Globex", In(9), new(13, 0), 45, "Ada", "Chiara"),
        new("Data quality review", In(10), new(10, 30), 45, "Ben", "Emi"),
        new("Roadmap review", In(14), new(13, 0), 90),
        new("Sign-in flow walk-through", In(-2), new(11, 0), 45, "Chiara", "Emi", "Ben"),
        new("Mobile performance", In(-3), new(9, 0), 60, "Emi", "Farid"),
        new("Quarterly planning", In(-5), new(9, 0), 180),
        new("Weekly product sync", In(-7), new(10, 0), 30, "Ada", "Ben", "Chiara", "Emi"),
    ];

    public static IReadOnlyList<DemoMeeting> Globex { get; } =
    [
        new("Vendor onboarding: Acme", In(0), new(11, 0), 45, "Gus", "Ivo"),
        new("Operations weekly", In(1), new(10, 0), 30),
        new("Dashboard review", In(2), new(14, 0), 60, "Hana", "Lena"),
        new("Quarterly business review", In(6), new(9, 0), 120),
    ];

    private static Func<DateOnly, DateOnly> In(int days) => seeding => seeding.AddDays(days);

    private static DateOnly NextMonday(DateOnly seeding) => seeding.AddDays(((DayOfWeek.Monday - seeding.DayOfWeek + 6) % 7) + 1);
}
