using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.Jira;

/// <summary>The projects, issues and people that one account sees.</summary>
internal sealed class JiraWorld
{
    private const int HugeCount = 10_000;
    private int _nextId = 10_400;
    private int _nextCommentId = 20_000;

    private JiraWorld(SandboxAccount account)
    {
        Account = account;
        People = DemoPeople.Around(account);
    }

    public static IReadOnlyList<JiraStatus> Statuses { get; } =
    [
        new("10000", "To Do", 2, "new", "blue-gray", "11"), new("3", "In Progress", 4, "indeterminate", "yellow", "21"), new("10002", "Done", 3, "done", "green", "31"),
    ];

    public static IReadOnlyList<(string Id, string Name)> Types { get; } = [("10001", "Story"), ("10002", "Task"), ("10004", "Bug")];

    public static IReadOnlyList<(string Id, string Name)> Priorities { get; } = [("1", "Highest"), ("2", "High"), ("3", "Medium"), ("4", "Low"), ("5", "Lowest")];

    public SandboxAccount Account { get; }

    public IReadOnlyList<DemoPerson> People { get; }

    public DemoPerson Self => People[0];

    public List<JiraProject> Projects { get; } = [];

    public List<JiraIssue> Issues { get; } = [];

    /// <summary>Accounts keep the zone in which JQL reads their dates.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Oslo", out var zone) ? zone : TimeZoneInfo.Utc;

    public static JiraWorld Create(SandboxAccount account, DateTimeOffset now)
    {
        var world = new JiraWorld(account);
        world.Projects.AddRange(DemoThemes.Areas.Select((area, index) => new JiraProject(
            $"{10_001 + index}", area switch { "website" => "WEB", "mobile" => "MOB", "platform" => "PLT", _ => "WID" }, char.ToUpperInvariant(area[0]) + area[1..], area, world.Self)));
        if (account.Behaviour == SandboxBehaviour.Empty)
        {
            world.Projects.Clear();
            return world;
        }

        world.AddIssues(now);
        return world;
    }

    public static string AccountId(DemoPerson person) => $"712020:{SandboxSeed.Guid("atlassian", person.Email):D}";

    public string NextCommentId() => (_nextCommentId++).ToString();

    public DemoPerson? Person(string? idOrName) =>
        People.FirstOrDefault(person => idOrName is not null && (AccountId(person) == idOrName || string.Equals(person.Login, idOrName, StringComparison.OrdinalIgnoreCase)));

    public JiraProject? Project(string? idOrKey) =>
        Projects.Find(project => project.Id == idOrKey || string.Equals(project.Key, idOrKey, StringComparison.OrdinalIgnoreCase));

    public JiraIssue? Issue(string idOrKey) =>
        Issues.Find(issue => issue.Id == idOrKey || string.Equals(issue.Key, idOrKey, StringComparison.OrdinalIgnoreCase));

    public JiraIssue Add(JiraProject project, string summary, string type, DateTimeOffset now)
    {
        var issue = new JiraIssue
        {
            Id = (_nextId++).ToString(),
            Key = $"{project.Key}-{++project.LastNumber}",
            Project = project,
            Summary = summary,
            Type = type,
            Created = now,
            Updated = now,
            Reporter = Self,
        };
        Issues.Add(issue);
        return issue;
    }

    private void AddIssues(DateTimeOffset now)
    {
        var random = SandboxSeed.For("jira", Account);
        var count = Account.Behaviour == SandboxBehaviour.Huge ? HugeCount : DemoThemes.All.Count * 12;
        for (var i = 0; i < count; i++)
        {
            var theme = DemoThemes.All[i % DemoThemes.All.Count];
            var project = Projects.First(p => p.Area == theme.Area);
            var created = now.AddMinutes(-random.Between(60, 60 * 24 * 150));
            var issue = Add(project, i < DemoThemes.All.Count ? theme.Title : $"{theme.Title} ({i / DemoThemes.All.Count + 1})", random.Pick(Types).Id, created);
            issue.Updated = created + ((now - created) * random.Between(0, 100) / 100);
            issue.Description = Adf.FromText(theme.Text);
            issue.Status = random.Pick(Statuses);
            issue.Resolved = issue.Status.Category == "done" ? issue.Updated : null;
            issue.Priority = random.Pick(Priorities).Id;
            issue.Reporter = random.Pick(People);
            issue.Assignee = random.Chance(0.7) ? random.Pick(People) : null;
            issue.Labels.Add(theme.Area);
            issue.DueDate = random.Chance(0.5) ? DateOnly.FromDateTime(now.UtcDateTime).AddDays(random.Between(-20, 45)) : null;
            if (random.Chance(0.4))
            {
                issue.Comments.Add(new JiraComment(NextCommentId(), random.Pick(People), Adf.FromText("Seen on two machines here as well."), issue.Updated));
            }
        }
    }
}
