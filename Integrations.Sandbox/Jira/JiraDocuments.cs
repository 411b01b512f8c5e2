using System.Globalization;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.Jira;

/// <summary>Jira's objects as JSON: version 3 of the Cloud, or version 2 of Data Center.</summary>
/// <param name="rest">Address up to and with <c>/rest/api/3</c>, as the client sees it.</param>
/// <param name="site">Address of the web site.</param>
internal sealed class JiraDocuments(string rest, string site, bool isCloud)
{
    private static readonly string[] Navigable =
    [
        "summary", "description", "status", "issuetype", "priority", "project", "assignee", "reporter", "creator", "labels", "created", "updated",
        "duedate", "resolutiondate", "resolution",
    ];

    public string Site => site;

    public bool IsCloud => isCloud;

    /// <summary>No colon in the offset, as Jira writes it.</summary>
    public static string Time(DateTimeOffset time)
    {
        var local = TimeZoneInfo.ConvertTime(time, JiraWorld.Zone);
        return local.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture) + local.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
    }

    public Dictionary<string, object?>? User(DemoPerson? person, bool isSelf = false)
    {
        if (person is null)
        {
            return null;
        }

        var id = JiraWorld.AccountId(person);
        var avatar = $"https://avatar-management.services.atlassian.com/initials/{person.Name[0]}.png";
        var document = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["self"] = isCloud ? $"{rest}/user?accountId={Uri.EscapeDataString(id)}" : $"{rest}/user?username={person.Login}",
            ["emailAddress"] = isSelf || !isCloud ? person.Email : "",
            ["avatarUrls"] = new Dictionary<string, string>(StringComparer.Ordinal) { ["16x16"] = avatar, ["24x24"] = avatar, ["32x32"] = avatar, ["48x48"] = avatar },
            ["displayName"] = person.Name,
            ["active"] = true,
            ["timeZone"] = "Europe/Oslo",
            ["locale"] = "en_US",
        };
        if (isCloud)
        {
            document["accountId"] = id;
            document["accountType"] = "atlassian";
        }
        else
        {
            document["key"] = $"JIRAUSER{SandboxSeed.Number(person.Email) % 100_000}";
            document["name"] = person.Login;
        }

        return document;
    }

    public Dictionary<string, object?> Project(JiraProject project, bool isSingle = false)
    {
        var document = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["expand"] = "description,lead,issueTypes,url,projectKeys,permissions,insight",
            ["self"] = $"{rest}/project/{project.Id}",
            ["id"] = project.Id,
            ["key"] = project.Key,
            ["name"] = project.Name,
            ["avatarUrls"] = new Dictionary<string, string>(StringComparer.Ordinal) { ["48x48"] = $"{rest}/universal_avatar/view/type/project/avatar/{project.Id}" },
            ["projectTypeKey"] = "software",
            ["simplified"] = false,
            ["style"] = "classic",
            ["isPrivate"] = false,
        };
        if (isSingle)
        {
            document["description"] = $"Everything about {project.Area}";
            document["lead"] = User(project.Lead);
            document["issueTypes"] = JiraWorld.Types.Select(IssueType).ToList();
        }

        return document;
    }

    public object IssueType((string Id, string Name) type) => new
    {
        self = $"{rest}/issuetype/{type.Id}",
        id = type.Id,
        name = type.Name,
        description = $"A {type.Name.ToLowerInvariant()}",
        subtask = false,
        hierarchyLevel = 0,
        iconUrl = $"{site}/rest/api/2/universal_avatar/view/type/issuetype/avatar/{type.Id}?size=medium",
    };

    /// <param name="fields">Names as asked for; null gives every field.</param>
    public Dictionary<string, object?> Issue(JiraIssue issue, IReadOnlyList<string>? fields)
    {
        var document = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["expand"] = "operations,versionedRepresentations,editmeta,changelog,renderedFields",
            ["id"] = issue.Id,
            ["self"] = $"{rest}/issue/{issue.Id}",
            ["key"] = issue.Key,
        };
        var all = Fields(issue);
        document["fields"] = all.Where(field => IsWanted(field.Key, fields)).ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal);
        return document;
    }

    public object Comment(JiraIssue issue, JiraComment comment) => new
    {
        self = $"{rest}/issue/{issue.Id}/comment/{comment.Id}",
        id = comment.Id,
        author = User(comment.Author),
        updateAuthor = User(comment.Author),
        body = Rich(comment.Body),
        created = Time(comment.At),
        updated = Time(comment.At),
        jsdPublic = true,
    };

    public object Transition(JiraStatus status) => new
    {
        id = status.TransitionId,
        name = status.Name,
        to = Status(status),
        hasScreen = false,
        isGlobal = true,
        isInitial = false,
        isAvailable = true,
        isConditional = false,
        isLooped = false,
    };

    private static bool IsWanted(string field, IReadOnlyList<string>? fields)
    {
        if (fields is null || fields.Count == 0)
        {
            return true;
        }

        if (fields.Contains($"-{field}"))
        {
            return false;
        }

        var includesAll = fields.Contains("*all") || fields.All(name => name.StartsWith('-'));
        return includesAll || fields.Contains(field) || (fields.Contains("*navigable") && Navigable.Contains(field));
    }

    private Dictionary<string, object?> Fields(JiraIssue issue) => new(StringComparer.Ordinal)
    {
        ["summary"] = issue.Summary,
        ["description"] = Rich(issue.Description),
        ["status"] = Status(issue.Status),
        ["issuetype"] = IssueType(JiraWorld.Types.First(type => type.Id == issue.Type)),
        ["priority"] = Named("priority", JiraWorld.Priorities.First(priority => priority.Id == issue.Priority)),
        ["project"] = Project(issue.Project),
        ["assignee"] = User(issue.Assignee),
        ["reporter"] = User(issue.Reporter),
        ["creator"] = User(issue.Reporter),
        ["labels"] = issue.Labels.ToArray(),
        ["created"] = Time(issue.Created),
        ["updated"] = Time(issue.Updated),
        ["duedate"] = issue.DueDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["resolutiondate"] = issue.Resolved is { } resolved ? Time(resolved) : null,
        ["resolution"] = issue.Resolved is null ? null : Named("resolution", ("10000", "Done")),
        ["comment"] = new
        {
            comments = issue.Comments.Select(comment => Comment(issue, comment)).ToList(),
            self = $"{rest}/issue/{issue.Id}/comment",
            maxResults = issue.Comments.Count,
            total = issue.Comments.Count,
            startAt = 0,
        },
    };

    private object Status(JiraStatus status) => new
    {
        self = $"{rest}/status/{status.Id}",
        description = "",
        iconUrl = $"{site}/",
        name = status.Name,
        id = status.Id,
        statusCategory = new { self = $"{rest}/statuscategory/{status.CategoryId}", id = status.CategoryId, key = status.Category, colorName = status.Color, name = status.CategoryName },
    };

    private object Named(string kind, (string Id, string Name) item) =>
        new { self = $"{rest}/{kind}/{item.Id}", iconUrl = $"{site}/images/icons/{item.Name.ToLowerInvariant()}.svg", name = item.Name, id = item.Id };

    /// <summary>A document in the Cloud, plain text in Data Center.</summary>
    private object? Rich(JsonObject? document) => document is null ? null : isCloud ? document : Adf.ToText(document);
}
