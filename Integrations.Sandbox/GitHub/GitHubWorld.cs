using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.GitHub;

/// <summary>The repositories, issues and pull requests that one account sees.</summary>
internal sealed class GitHubWorld
{
    private const int HugeCount = 10_000;
    private static readonly GitHubLabel[] LabelChoices =
    [
        new("bug", "d73a4a", "Something isn't working"), new("enhancement", "a2eeef", "New feature or request"),
        new("documentation", "0075ca", "Improvements or additions to documentation"), new("good first issue", "7057ff", "Good for newcomers"),
    ];

    private long _nextId = 2_748_190_000;

    private GitHubWorld(SandboxAccount account, IReadOnlyList<DemoPerson> people, DateTimeOffset now)
    {
        Account = account;
        People = people;
        Now = now;
    }

    public SandboxAccount Account { get; }

    public IReadOnlyList<DemoPerson> People { get; }

    public DemoPerson Self => People[0];

    public List<GitHubRepository> Repositories { get; } = [];

    public List<GitHubIssue> Issues { get; } = [];

    /// <summary>The former name of a repository, whose routes answer 301.</summary>
    public static string RenamedFrom => "gadgets";

    private DateTimeOffset Now { get; }

    public long NextId() => _nextId++;

    public static GitHubWorld Create(SandboxAccount account, DateTimeOffset now)
    {
        var world = new GitHubWorld(account, DemoPeople.Around(account), now);
        if (account.Behaviour == SandboxBehaviour.Empty)
        {
            return world;
        }

        var random = SandboxSeed.For("github", account);
        foreach (var area in DemoThemes.Areas)
        {
            world.AddRepository(area, $"The {area} of {account.Organization}", isPrivate: area != "website", hasIssues: true);
        }

        world.AddRepository("archive", "Old things, kept for reference", isPrivate: false, hasIssues: false);
        world.AddIssues(random);
        return world;
    }

    public DemoPerson? Person(string login) =>
        People.FirstOrDefault(person => string.Equals(person.Login, login, StringComparison.OrdinalIgnoreCase));

    public GitHubLabel Label(string name) =>
        LabelChoices.FirstOrDefault(label => string.Equals(label.Name, name, StringComparison.OrdinalIgnoreCase)) ?? new GitHubLabel(name, "ededed", null);

    public GitHubRepository? Repository(string owner, string name) => Repositories.Find(r =>
        string.Equals(r.Owner, owner, StringComparison.OrdinalIgnoreCase) && string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase));

    public GitHubIssue? Issue(GitHubRepository repository, int number) =>
        Issues.Find(issue => issue.Repository == repository && issue.Number == number);

    /// <summary>Adds an issue opened by the account itself.</summary>
    public GitHubIssue Open(GitHubRepository repository, string title, string? body, DateTimeOffset now)
    {
        var issue = new GitHubIssue
        {
            Id = NextId(),
            Number = repository.NextNumber++,
            Repository = repository,
            Title = title,
            Body = body,
            Author = Self,
            CreatedAt = now,
            UpdatedAt = now,
        };
        Issues.Add(issue);
        return issue;
    }

    private void AddRepository(string name, string description, bool isPrivate, bool hasIssues) => Repositories.Add(new GitHubRepository
    {
        Id = SandboxSeed.Number("github", Account.Organization, name),
        Owner = Account.Organization,
        Name = name,
        Description = description,
        IsPrivate = isPrivate,
        HasIssues = hasIssues,
        Archived = !hasIssues,
        Language = name switch { "website" => "TypeScript", "mobile" => "Kotlin", _ => "C#" },
        CreatedAt = Now.AddYears(-2),
        UpdatedAt = Now.AddHours(-SandboxSeed.Number(name) % 200),
    });

    private void AddIssues(Random random)
    {
        var count = Account.Behaviour == SandboxBehaviour.Huge ? HugeCount : DemoThemes.All.Count * 12;
        for (var i = 0; i < count; i++)
        {
            var theme = DemoThemes.All[i % DemoThemes.All.Count];
            var repository = Repository(Account.Organization, theme.Area)!;
            var created = Now.AddMinutes(-random.Between(60, 60 * 24 * 150));
            var updated = created + ((Now - created) * random.Between(0, 100) / 100);
            var issue = Open(repository, i < DemoThemes.All.Count ? theme.Title : $"{theme.Title} ({i / DemoThemes.All.Count + 1})", theme.Text, created);
            issue.UpdatedAt = updated;
            issue.Author = random.Pick(People);
            issue.Labels.Add(random.Pick(LabelChoices));
            issue.Assignees.AddRange(random.Chance(0.6) ? [random.Pick(People)] : []);
            if (random.Chance(0.4))
            {
                issue.Comments.Add(new GitHubComment(NextId(), random.Pick(People), "Seen on two machines here as well.", updated));
            }

            if (i % 4 == 3)
            {
                issue.Pull = new GitHubPull($"change-{issue.Number}", IsDraft: random.Chance(0.2));
            }

            if (random.Chance(0.35))
            {
                Close(issue, issue.Pull is null ? "completed" : null, updated, issue.Author);
                issue.Pull = issue.Pull is { } pull ? pull with { MergedAt = updated, IsDraft = false } : null;
            }
        }
    }

    public static void Close(GitHubIssue issue, string? reason, DateTimeOffset now, DemoPerson by) =>
        (issue.State, issue.StateReason, issue.ClosedAt, issue.ClosedBy) = ("closed", reason, now, by);
}
