using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;

namespace Integrations.Sandbox.Google;

/// <summary>What one Google account holds.</summary>
internal sealed class GoogleWorld
{
    private long _revision = 1_000;

    private GoogleWorld(SandboxAccount account, DateTimeOffset now)
    {
        (Account, Now) = (account, now);
        People = DemoPeople.Around(account);
    }

    public SandboxAccount Account { get; }

    public IReadOnlyList<DemoPerson> People { get; }

    /// <summary>When the records were made.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Sync tokens of an earlier world mean nothing here.</summary>
    public string Epoch { get; } = Guid.NewGuid().ToString("N")[..8];

    public List<SandboxCalendar> Calendars { get; } = [];

    /// <summary>Rooms by meeting code.</summary>
    public Dictionary<string, SandboxRoom> Rooms { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What was held in rooms, of the last 30 days.</summary>
    public List<SandboxConference> Conferences { get; } = [];

    public Dictionary<string, SandboxFile> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Deleted for good, with the revision of it.</summary>
    public Dictionary<string, long> RemovedFiles { get; } = new(StringComparer.Ordinal);

    public List<SandboxChannel> Channels { get; } = [];

    public long Revision => _revision;

    public SandboxCalendar Primary => Calendars[0];

    public static GoogleWorld Create(SandboxAccount account, DateTimeOffset now)
    {
        var world = new GoogleWorld(account, now);
        CalendarSeed.Fill(world);
        world.HoldConferences();
        DriveSeed.Fill(world);
        return world;
    }

    public long NextRevision() => ++_revision;

    public SandboxCalendar? Calendar(string id) => id == "primary"
        ? Primary
        : Calendars.Find(calendar => string.Equals(calendar.Id, id, StringComparison.OrdinalIgnoreCase));

    public DemoPerson? Person(string email) => People.FirstOrDefault(person => person.Email == email);

    /// <summary>Whatever the calendars say took place with a room, took place there.</summary>
    private void HoldConferences()
    {
        foreach (var held in Calendars.SelectMany(calendar => calendar.Events).Where(held => !held.IsSeries && held.Start > Now.AddDays(-30) && held.Start < Now))
        {
            if (held.Document["conferenceData"].Text("conferenceId") is { } code && Rooms.TryGetValue(code, out var room))
            {
                var people = (held.Document["attendees"] as JsonArray ?? []).Select(person => person.Text("email")).OfType<string>().ToList();
                Conferences.Add(new SandboxConference(SandboxSeed.Guid("conference", Account.Email, held.Id).ToString("D"), room, held.Start.AddSeconds(4.12), held.End, people));
            }
        }
    }

    /// <summary>A new room; its code is as Meet's: three, four and three letters.</summary>
    public SandboxRoom OpenRoom(string seed, bool byApp)
    {
        var number = SandboxSeed.Guid("room", Account.Email, seed).ToByteArray();
        var letters = string.Concat(number.Take(10).Select(value => (char)('a' + (value % 26))));
        var code = $"{letters[..3]}-{letters[3..7]}-{letters[7..]}";
        var room = new SandboxRoom(Convert.ToBase64String(number)[..12].Replace('+', 'x').Replace('/', 'y'), code, byApp);
        return Rooms.TryAdd(code, room) ? room : Rooms[code];
    }
}
