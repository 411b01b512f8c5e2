using System.Globalization;
using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.Slack;

/// <summary>A workspace as one person sees it.</summary>
internal sealed class SlackWorld
{
    private const int Messages = 160;
    private const int HugeChannels = 10_000;

    private long _lastTs;

    public List<SlackChannel> Channels { get; } = [];

    public List<SlackPerson> People { get; } = [];

    public List<SlackMessage> Posts { get; } = [];

    public SlackChannel? Channel(string? idOrName) =>
        Channels.Find(channel => channel.Id == idOrName) ?? Channels.Find(channel => "#" + channel.Name == idOrName || channel.Name == idOrName);

    public SlackPerson? Person(string? id) => People.Find(person => person.Id == id);

    public static string PersonId(DemoPerson person) => "U" + Code("user", person.Email);

    public static string TeamId(SandboxAccount account) => "T" + Code("team", account.Organization);

    public static string BotId(SandboxAccount account) => "U" + Code("bot", account.Organization);

    /// <summary>Nine characters as Slack's ids have them.</summary>
    public static string Code(params string[] texts) =>
        Convert.ToHexString(SandboxSeed.Guid([.. texts.Prepend("slack")]).ToByteArray())[..9];

    /// <summary>Adds a message; its ts is unique, also within one second.</summary>
    public SlackMessage Post(SlackChannel channel, string author, string handle, string text, DateTimeOffset at, string? threadTs = null)
    {
        var micros = Math.Max(at.ToUnixTimeMilliseconds() * 1_000, _lastTs + 1);
        _lastTs = Math.Max(_lastTs, micros);
        var ts = string.Create(CultureInfo.InvariantCulture, $"{micros / 1_000_000}.{micros % 1_000_000:000000}");
        var message = new SlackMessage(channel, ts, author, handle, text, threadTs);
        Posts.Add(message);
        return message;
    }

    public static SlackWorld Create(SandboxAccount account, DateTimeOffset now)
    {
        var world = new SlackWorld();
        var random = SandboxSeed.For("slack", account);
        foreach (var person in account.Behaviour == SandboxBehaviour.Empty ? [new DemoPerson(account.Name, account.Email)] : DemoPeople.Around(account))
        {
            world.People.Add(new SlackPerson(PersonId(person), person.Login.Replace('-', '.'), person.Name, person.FirstName.ToLowerInvariant(), person.Email, now.AddDays(-random.Between(1, 90))));
        }

        world.People.Add(new SlackPerson("USLACKBOT", "slackbot", "Slackbot", "Slackbot", null, now.AddYears(-2)));
        world.People.Add(new SlackPerson(BotId(account), "integrations-hub", "Integrations Hub", "", null, now.AddDays(-30)) { IsBot = true });
        world.People.Add(new SlackPerson("U" + Code("gone", account.Organization), "olga.former", "Olga Former", "olga", null, now.AddDays(-200)) { Deleted = true });
        if (account.Behaviour != SandboxBehaviour.Empty)
        {
            world.AddSubscriptions(account, now);
            world.AddMessages(random, now);
        }

        return world;
    }

    private void AddSubscriptions(SandboxAccount account, DateTimeOffset now)
    {
        var creator = People[0].Id;
        var rooms = new List<(string Name, string Purpose, bool Private, bool Member, bool Archived)>
        {
            ("general", "Company-wide announcements", false, true, false),
            ("random", "Everything else", false, true, false),
            ("leads", "Planning among leads", true, true, false),
            ("old-office", "Closed since the move", false, false, true),
            ("support", "Questions from customers", false, false, false),
        };
        rooms.AddRange(DemoThemes.Areas.Select(area => (area, $"Everything about {area}", false, true, false)));
        rooms.AddRange(DemoThemes.Areas.Select(area => ($"{area}-alerts", $"What the {area} monitoring says", false, true, false)));
        if (account.Behaviour == SandboxBehaviour.Huge)
        {
            rooms.AddRange(Enumerable.Range(1, HugeChannels - rooms.Count).Select(number => ($"project-{number:00000}", $"Project {number}", false, false, false)));
        }

        foreach (var (name, purpose, isPrivate, isMember, isArchived) in rooms)
        {
            Channels.Add(new SlackChannel("C" + Code("channel", account.Email, name), name, isPrivate, creator, now.AddDays(-400)) { Purpose = purpose, IsMember = isMember, IsArchived = isArchived });
        }
    }

    private void AddMessages(Random random, DateTimeOffset now)
    {
        var people = People.Where(person => person is { Email: not null }).ToList();
        for (var index = Messages; index > 0; index--)
        {
            var theme = random.Pick(DemoThemes.All);
            var author = random.Pick(people);
            Post(Channels.Single(channel => channel.Name == theme.Area), author.Id, author.Handle, $"{theme.Title}: {theme.Text}", now.AddHours(-9 * index).AddMinutes(random.Between(0, 60)));
        }
    }
}
