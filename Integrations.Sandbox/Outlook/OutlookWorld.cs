using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.Outlook;

/// <summary>One person's mailbox: calendar, mail, subscriptions.</summary>
internal sealed class OutlookWorld
{
    private const int Messages = 60;
    private const int SeriesWeeks = 6;

    private OutlookWorld(string accountId) => AccountId = accountId;

    public string AccountId { get; }

    /// <summary>Changes when the sandbox is reset: delta tokens of another epoch are gone.</summary>
    public string Epoch { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Grows with every change; the events remember theirs, so that a delta token is a version.</summary>
    public int Version { get; private set; } = 1;

    public List<OutlookEvent> Events { get; } = [];

    public List<OutlookMessage> Mail { get; } = [];

    public List<OutlookSubscription> Subscriptions { get; } = [];

    public void Touch(OutlookEvent item, DateTimeOffset now) => (item.Version, item.Modified) = (++Version, now);

    public OutlookEvent? Find(string id) => Events.Find(item => !item.Deleted && (item.ImmutableId == id || item.MutableId == id));

    public static OutlookWorld Create(SandboxAccount account, DateTimeOffset now)
    {
        var world = new OutlookWorld(SandboxSeed.Guid("outlook", account.Email).ToString());
        var owner = new DemoPerson(account.Name, account.Email);
        var number = 0;
        foreach (var meeting in DemoCalendar.For("outlook", account, now))
        {
            world.Events.Add(new OutlookEvent(SandboxSeed.Guid("outlook", account.Email, $"event-{number++}"))
            {
                Subject = meeting.Title,
                Text = meeting.Text,
                Start = meeting.Start,
                End = meeting.End,
                AllDay = meeting.AllDay,
                Location = meeting.Location,
                Organizer = meeting.Attendees[0],
                Attendees = [.. meeting.Attendees],
                Online = meeting.Online,
                Created = meeting.Start.AddDays(-14),
                Modified = meeting.Start.AddDays(-7),
                ShowAs = meeting.AllDay ? "oof" : "busy",
            });
        }

        if (account.Behaviour != SandboxBehaviour.Empty)
        {
            world.AddSeries(account, owner, now);
            world.AddMail(account, owner, now);
        }

        return world;
    }

    /// <summary>A weekly series: one master, which only <c>/me/events</c> lists, and its occurrences, which only windows show.</summary>
    private void AddSeries(SandboxAccount account, DemoPerson owner, DateTimeOffset now)
    {
        var first = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(-7 * SeriesWeeks / 2).AddHours(8);
        var master = new OutlookEvent(SandboxSeed.Guid("outlook", account.Email, "series"))
        {
            Subject = "Team stand-up",
            Text = "Fifteen minutes, standing.",
            Start = first,
            End = first.AddMinutes(15),
            Organizer = owner,
            Attendees = [.. DemoPeople.Around(account).Take(4)],
            Type = "seriesMaster",
            Online = true,
            Created = first.AddDays(-30),
            Modified = first.AddDays(-30),
        };
        Events.Add(master);
        for (var week = 0; week < SeriesWeeks; week++)
        {
            Events.Add(new OutlookEvent(SandboxSeed.Guid("outlook", account.Email, $"series-{week}"))
            {
                Subject = master.Subject,
                Text = master.Text,
                Start = first.AddDays(7 * week),
                End = first.AddDays(7 * week).AddMinutes(15),
                Organizer = owner,
                Attendees = master.Attendees,
                Type = "occurrence",
                Series = master,
                Online = true,
                Created = master.Created,
                Modified = master.Modified,
            });
        }
    }

    private void AddMail(SandboxAccount account, DemoPerson owner, DateTimeOffset now)
    {
        var random = SandboxSeed.For("outlook-mail", account);
        var colleagues = DemoPeople.Around(account).Skip(1).ToList();
        for (var index = 0; index < Messages; index++)
        {
            var theme = random.Pick(DemoThemes.All);
            Mail.Add(new OutlookMessage(
                $"AAkMsg{SandboxSeed.Guid("outlook", account.Email, $"mail-{index}"):N}", theme.Title, theme.Text, random.Pick(colleagues), owner,
                now.AddHours(-3 - (index * 7)).AddSeconds(-now.Second)));
        }
    }
}
