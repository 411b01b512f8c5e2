using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.Google;

/// <summary>Calendars full of meetings from a month ago to a month ahead, the demo organization's own among them.</summary>
internal static class CalendarSeed
{
    private const int DaysAround = 30;
    private const int HugeCount = 10_000;
    private static readonly string[] Places = ["Room Aurora", "Room Borealis", "Room Cirrus", "Café, 2nd floor"];
    private static readonly string[] Responses = ["accepted", "accepted", "accepted", "needsAction", "tentative", "declined"];

    public static void Fill(GoogleWorld world)
    {
        var email = world.Account.Email;
        var own = Add(world, new SandboxCalendar(email, email, "owner", Selected: true, IsPrimary: true));
        if (world.Account.Behaviour == SandboxBehaviour.Empty)
        {
            return;
        }

        var random = SandboxSeed.For("google", world.Account);
        if (world.Account.Behaviour == SandboxBehaviour.Huge)
        {
            FillHuge(world, own, random);
            return;
        }

        var engineering = Add(world, Shared(world, "Engineering", "writer", selected: true));
        var product = Add(world, Shared(world, "Product & Design", "writer", selected: true));
        var holidays = Add(world, new SandboxCalendar("en.german#holiday@group.v.calendar.google.com", "Public holidays", "reader", Selected: true));
        var running = Add(world, Shared(world, "Running club", "owner", selected: false));
        AddDemoMeetings(world, own, engineering);
        AddThemes(world, [own, engineering, product], random);
        AddDays(world, own, holidays, running);
    }

    private static SandboxCalendar Add(GoogleWorld world, SandboxCalendar calendar)
    {
        world.Calendars.Add(calendar);
        return calendar;
    }

    private static SandboxCalendar Shared(GoogleWorld world, string name, string role, bool selected) =>
        new($"c_{SandboxSeed.Guid("calendar", world.Account.Organization, name):N}@group.calendar.google.com", name, role, selected);

    /// <summary>The meetings that the hub's demo organization knows, some under a slightly different name.</summary>
    private static void AddDemoMeetings(GoogleWorld world, SandboxCalendar own, SandboxCalendar engineering)
    {
        var today = Day(world);
        // The next Monday after today, also on a Monday.
        var monday = today.AddDays(((int)DayOfWeek.Monday - (int)today.DayOfWeek + 6) % 7 + 1);
        AddSeries(world, own, new Meeting("Weekly product sync", today.AddHours(10), 30, ["ada", "ben", "chiara", "emi"], "Agenda: <b>numbers</b>, blockers, next week.<br>Notes are in the shared folder.") { Place = Places[0] });
        AddMeeting(world, own, new Meeting("Design review – onboarding", today.AddHours(14), 60, ["chiara", "emi", "ada"], "Walk through the onboarding screens and collect feedback."));
        AddSeries(world, own, new Meeting("1:1 Ada / Ben", today.AddDays(1).AddHours(9), 30, ["ada", "ben"], "Goals, feedback, anything else."));
        AddMeeting(world, own, new Meeting("Sprint planning (all teams)", monday.AddHours(9), 90, ["ada", "ben", "chiara", "dmitri", "emi", "farid"], "Bring estimates for the top of the backlog.") { Place = Places[1] });
        AddMeeting(world, engineering, new Meeting("Incident retro: payment webhooks", today.AddDays(-1).AddHours(15), 60, ["ben", "dmitri", "farid"], "What happened, what helped, what we change. Bring the timeline."));
        AddMeeting(world, own, new Meeting("Customer call: Northwind", today.AddDays(2).AddHours(13), 45, ["ada", "dmitri"], "Roadmap questions and the open invoice.") { Guests = ["grace@northwind.test"] });
    }

    private static void AddThemes(GoogleWorld world, SandboxCalendar[] calendars, Random random)
    {
        var today = Day(world);
        for (var offset = -DaysAround; offset <= DaysAround; offset++)
        {
            var day = today.AddDays(offset);
            if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            {
                continue;
            }

            var count = random.Between(2, 5);
            for (var i = 0; i < count; i++)
            {
                var theme = random.Pick(DemoThemes.All);
                var start = day.AddHours(random.Between(8, 17)).AddMinutes(15 * random.Between(0, 4));
                var guests = world.People.OrderBy(_ => random.Between(0, 1_000)).Take(random.Between(1, 4)).Select(person => person.Email.Split('@')[0]);
                AddMeeting(world, random.Pick(calendars), new Meeting(theme.Meeting, start, random.Pick((int[])[30, 45, 60, 60, 90]), [.. guests.Prepend(world.Account.Email.Split('@')[0]).Distinct(StringComparer.Ordinal)], theme.Text)
                {
                    Place = random.Chance(0.5) ? random.Pick(Places) : null,
                    HasRoom = random.Chance(0.6),
                    Status = random.Chance(0.08) ? "tentative" : "confirmed",
                });
            }
        }
    }

    private static void AddDays(GoogleWorld world, SandboxCalendar own, SandboxCalendar holidays, SandboxCalendar running)
    {
        var today = Day(world);
        AddWholeDays(world, own, "Out of office: conference", today.AddDays(11), days: 2);
        AddWholeDays(world, own, "Release day", today.AddDays(6), days: 1);
        AddWholeDays(world, holidays, "Founders' Day", today.AddDays(16), days: 1);
        AddWholeDays(world, holidays, "Harvest holiday", today.AddDays(-12), days: 1);
        for (var week = -4; week <= 4; week++)
        {
            AddMeeting(world, running, new Meeting("Evening run", today.AddDays((7 * week) + 2).AddHours(17), 60, [], "Meet at the gate.") { HasRoom = false });
        }
    }

    private static void FillHuge(GoogleWorld world, SandboxCalendar own, Random random)
    {
        var first = Day(world).AddDays(-DaysAround);
        for (var i = 0; i < HugeCount; i++)
        {
            var theme = DemoThemes.All[i % DemoThemes.All.Count];
            var start = first.AddMinutes(i * 2.0 * DaysAround * 24 * 60 / HugeCount);
            AddMeeting(world, own, new Meeting($"{theme.Meeting} #{i + 1}", start, 30, [random.Pick(world.People).Email.Split('@')[0]], theme.Text));
        }
    }

    /// <summary>Nine weeks of a weekly meeting: the series, and its instances around today.</summary>
    private static void AddSeries(GoogleWorld world, SandboxCalendar calendar, Meeting meeting)
    {
        const int weeks = 4;
        var first = meeting with { Start = meeting.Start.AddDays(-7 * weeks) };
        var series = AddMeeting(world, calendar, first);
        series.Document["recurrence"] = new JsonArray($"RRULE:FREQ=WEEKLY;COUNT={(2 * weeks) + 1}");
        for (var week = -weeks; week <= weeks; week++)
        {
            var start = meeting.Start.AddDays(7 * week);
            var instance = (JsonObject)series.Document.DeepClone();
            instance.Remove("recurrence");
            instance["id"] = $"{series.Id}_{start:yyyyMMdd'T'HHmmss'Z'}";
            instance["htmlLink"] = CalendarDocuments.Link(calendar, (string)instance["id"]!);
            instance["recurringEventId"] = series.Id;
            instance["originalStartTime"] = CalendarDocuments.Time(start);
            instance["start"] = CalendarDocuments.Time(start);
            instance["end"] = CalendarDocuments.Time(start.AddMinutes(meeting.Minutes));
            calendar.Add(new SandboxEvent(instance, start, start.AddMinutes(meeting.Minutes)) { Revision = world.NextRevision() });
        }
    }

    private static SandboxEvent AddMeeting(GoogleWorld world, SandboxCalendar calendar, Meeting meeting)
    {
        // The account's own name stands in for Ada's, so that every account has the demo meetings.
        var self = world.Account.Email.Split('@')[0];
        var people = meeting.People.Select(name => name == "ada" && !calendar.IsPrimary ? name : name == "ada" ? self : name)
            .Select(name => $"{name}@{world.Account.Email.Split('@')[1]}")
            .Concat(meeting.Guests).Distinct(StringComparer.Ordinal).ToList();
        var end = meeting.Start.AddMinutes(meeting.Minutes);
        var id = CalendarDocuments.SeedId(world, calendar, meeting.Title, meeting.Start);
        if (calendar.Event(id) is { } twin)
        {
            return twin;
        }

        var document = CalendarDocuments.New(world, calendar, id, meeting.Title, CalendarDocuments.Time(meeting.Start), CalendarDocuments.Time(end), world.Now.AddDays(-40));
        document["status"] = meeting.Status;
        document["description"] = meeting.Text;
        if (meeting.Place is not null)
        {
            document["location"] = meeting.Place;
        }

        if (people.Count > 0)
        {
            document["organizer"] = CalendarDocuments.Organizer(world, calendar, people[0]);
            document["creator"] = CalendarDocuments.Organizer(world, calendar, people[0]);
            document["attendees"] = new JsonArray([.. people.Select((person, index) => (JsonNode)CalendarDocuments.Attendee(
                world, person, isOrganizer: index == 0, index == 0 ? "accepted" : Responses[SandboxSeed.Number(id, person) % Responses.Length]))]);
        }

        if (meeting.HasRoom)
        {
            CalendarDocuments.AddRoom(document, world.OpenRoom(id, byApp: false), requestId: null);
        }

        var added = new SandboxEvent(document, meeting.Start, end) { Revision = world.NextRevision() };
        calendar.Add(added);
        return added;
    }

    private static void AddWholeDays(GoogleWorld world, SandboxCalendar calendar, string title, DateTimeOffset first, int days)
    {
        var document = CalendarDocuments.New(
            world, calendar, CalendarDocuments.SeedId(world, calendar, title, first), title,
            new JsonObject { ["date"] = $"{first:yyyy-MM-dd}" }, new JsonObject { ["date"] = $"{first.AddDays(days):yyyy-MM-dd}" }, world.Now.AddDays(-40));
        document["transparency"] = "transparent";
        calendar.Add(new SandboxEvent(document, first, first.AddDays(days)) { Revision = world.NextRevision() });
    }

    private static DateTimeOffset Day(GoogleWorld world) => new(world.Now.UtcDateTime.Date, TimeSpan.Zero);

    /// <param name="People">The names before the @, the organizer first.</param>
    private sealed record Meeting(string Title, DateTimeOffset Start, int Minutes, IReadOnlyList<string> People, string Text)
    {
        public IReadOnlyList<string> Guests { get; init; } = [];

        public string? Place { get; init; }

        public bool HasRoom { get; init; } = true;

        public string Status { get; init; } = "confirmed";
    }
}
