namespace Integrations.Sandbox.Accounts;

/// <summary>What stands in the calendars of the demo organizations, whichever vendor keeps them.</summary>
internal static class DemoCalendar
{
    private const int OrdinaryMeetings = 150;
    private const int HugeMeetings = 10_000;

    /// <summary>The meetings that the hub's demo organization knows too, at the same times; each has its twin in the calendars.</summary>
    public static IReadOnlyList<DemoMeeting> Agreed(DateTimeOffset now)
    {
        var today = Midnight(now);
        var monday = today.AddDays(((int)DayOfWeek.Monday - (int)today.DayOfWeek + 6) % 7 + 1);
        return
        [
            Meeting("Weekly product sync", today, "10:00", "10:30", "What shipped, what is stuck, what is next.", "Room 4", "ada", "ben", "chiara", "emi"),
            Meeting("Design review: onboarding", today, "14:00", "15:00", "Walk through the new onboarding screens.", null, "chiara", "ada", "emi"),
            Meeting("1:1 Ada / Ben", today.AddDays(1), "09:00", "09:30", "Goals, blockers, feedback both ways.", null, "ada", "ben"),
            Meeting("Sprint planning", monday, "09:00", "10:30", "Pick what fits, agree who takes it.", "Room 2", "ben", "ada", "chiara", "dmitri", "emi", "farid"),
            Meeting("Incident retro: payment webhooks", today.AddDays(-1), "15:00", "16:00", "Timeline, causes, what we change. No blame.", null, "dmitri", "ada", "ben", "farid"),
            Meeting("Customer call: Northwind", today.AddDays(2), "13:00", "13:45", "Their roll-out plan and open questions.", null, "emi", "ada", "farid"),
        ];
    }

    /// <summary>Everything in one account's calendar, in order of time.</summary>
    /// <param name="vendor">Varies the meetings between vendors.</param>
    public static IReadOnlyList<DemoMeeting> For(string vendor, SandboxAccount account, DateTimeOffset now)
    {
        if (account.Behaviour == SandboxBehaviour.Empty)
        {
            return [];
        }

        var random = SandboxSeed.For(vendor, account);
        var people = DemoPeople.Around(account);
        var meetings = account.Organization == "acme" ? Agreed(now).ToList() : [];
        var count = account.Behaviour == SandboxBehaviour.Huge ? HugeMeetings : OrdinaryMeetings;
        while (meetings.Count < count)
        {
            meetings.Add(Ordinary(random, people, Midnight(now).AddDays(random.Between(-45, 76)), meetings.Count));
        }

        return [.. meetings.OrderBy(meeting => meeting.Start)];
    }

    private static DemoMeeting Ordinary(Random random, IReadOnlyList<DemoPerson> people, DateTimeOffset day, int number)
    {
        var theme = random.Pick(DemoThemes.All);
        var attendees = people.OrderBy(_ => random.Between(0, 1_000)).Take(random.Between(2, 5)).ToList();
        if (number % 25 == 24)
        {
            return new DemoMeeting($"{attendees[0].FirstName} on leave", day, day.AddDays(random.Between(1, 4)), [attendees[0]], "Back soon.") { AllDay = true };
        }

        var start = day.AddHours(random.Between(7, 17)).AddMinutes(random.Between(0, 2) * 30);
        return new DemoMeeting(
            theme.Meeting, start, start.AddMinutes(random.Pick([30, 30, 45, 60, 90])), attendees, theme.Text, random.Chance(0.4) ? $"Room {random.Between(1, 9)}" : null)
        {
            Online = random.Chance(0.6),
        };
    }

    private static DemoMeeting Meeting(string title, DateTimeOffset day, string start, string end, string text, string? location, params ReadOnlySpan<string> logins)
    {
        var attendees = new List<DemoPerson>();
        foreach (var login in logins)
        {
            attendees.Add(DemoPeople.Acme.Single(person => person.Email == $"{login}@acme.test"));
        }

        return new DemoMeeting(title, day + TimeSpan.Parse(start), day + TimeSpan.Parse(end), attendees, text, location) { Online = true };
    }

    private static DateTimeOffset Midnight(DateTimeOffset now) => new(now.UtcDateTime.Date, TimeSpan.Zero);
}
