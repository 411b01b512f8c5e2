using System.Globalization;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Jira;

/// <summary>What both kinds of Jira do with issues: create, edit, comment, move, assign.</summary>
internal sealed class JiraRecords(AccountWorlds<JiraWorld> worlds, TimeProvider time, Func<HttpContext, JiraDocuments> documents)
{
    private const int LongestSummary = 255;

    /// <summary>Runs with the caller's world; strangers get an empty one.</summary>
    public IResult Read(HttpContext http, Func<JiraWorld, JiraDocuments, IResult> work)
    {
        var access = http.Features.Get<SandboxAccess>();
        return worlds.Use(access?.Account ?? SandboxAccounts.Empty, world =>
        {
            try
            {
                return work(world, documents(http));
            }
            catch (JqlException refused)
            {
                return JiraAnswers.BadRequest(refused.Message);
            }
        });
    }

    public IResult OnIssue(HttpContext http, string idOrKey, Func<JiraWorld, JiraDocuments, JiraIssue, IResult> work) =>
        Read(http, (world, docs) => world.Issue(idOrKey) is { } issue ? work(world, docs, issue) : JiraAnswers.NoIssue());

    public Jql Query(JiraWorld world, string jql) => Jql.Parse(jql, world, time.GetUtcNow());

    public async Task<IResult> CreateAsync(HttpContext http)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        return Read(http, (world, docs) =>
        {
            if (body?["fields"] is not JsonObject fields)
            {
                return JiraAnswers.InvalidPayload();
            }

            var errors = new Dictionary<string, string>(StringComparer.Ordinal);
            var project = world.Project(fields["project"].Text("id") ?? fields["project"].Text("key"));
            if (project is null)
            {
                errors["project"] = "Specify a valid project ID or key";
            }

            var type = Find(JiraWorld.Types, fields["issuetype"]);
            if (type is null)
            {
                errors["issuetype"] = "Specify an issue type";
            }

            if (string.IsNullOrWhiteSpace(fields.Text("summary")))
            {
                errors["summary"] = "You must specify a summary of the issue.";
            }

            Check(world, docs, fields, errors);
            if (errors.Count > 0)
            {
                return JiraAnswers.FieldErrors(errors);
            }

            var issue = world.Add(project!, fields.Text("summary")!, type!.Value.Id, time.GetUtcNow());
            Fill(world, docs, issue, fields);
            return JiraAnswers.Ok(new { id = issue.Id, key = issue.Key, self = docs.Issue(issue, ["id"])["self"] }, StatusCodes.Status201Created);
        });
    }

    public async Task<IResult> EditAsync(HttpContext http, string issue)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        return OnIssue(http, issue, (world, docs, found) =>
        {
            if (body?["fields"] is not JsonObject fields)
            {
                return JiraAnswers.InvalidPayload();
            }

            var errors = new Dictionary<string, string>(StringComparer.Ordinal);
            Check(world, docs, fields, errors);
            if (errors.Count > 0)
            {
                return JiraAnswers.FieldErrors(errors);
            }

            Fill(world, docs, found, fields);
            found.Updated = time.GetUtcNow();
            return Results.NoContent();
        });
    }

    public async Task<IResult> CommentAsync(HttpContext http, string issue)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        return OnIssue(http, issue, (world, docs, found) =>
        {
            if (Document(docs, body?["body"]) is not { } text)
            {
                return JiraAnswers.FieldErrors(new Dictionary<string, string>(StringComparer.Ordinal) { ["comment"] = docs.IsCloud ? "Comment body is not valid!" : "Comment body can not be empty!" });
            }

            var comment = new JiraComment(world.NextCommentId(), world.Self, text, time.GetUtcNow());
            found.Comments.Add(comment);
            found.Updated = comment.At;
            return JiraAnswers.Ok(docs.Comment(found, comment), StatusCodes.Status201Created);
        });
    }

    public async Task<IResult> MoveAsync(HttpContext http, string issue)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        return OnIssue(http, issue, (_, _, found) =>
        {
            var id = body?["transition"].Text("id");
            if (id is null)
            {
                return JiraAnswers.BadRequest("Missing 'transition' identifier");
            }

            if (JiraWorld.Statuses.FirstOrDefault(status => status.TransitionId == id) is not { } next)
            {
                return JiraAnswers.BadRequest($"Transition id '{id}' is not valid for this issue.");
            }

            found.Status = next;
            found.Updated = time.GetUtcNow();
            found.Resolved = next.Category == "done" ? found.Updated : null;
            return Results.NoContent();
        });
    }

    public async Task<IResult> AssignAsync(HttpContext http, string issue)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        return OnIssue(http, issue, (world, docs, found) =>
        {
            var who = body.Text(docs.IsCloud ? "accountId" : "name");
            if (who is not (null or "-1") && world.Person(who) is null)
            {
                return JiraAnswers.FieldErrors(new Dictionary<string, string>(StringComparer.Ordinal) { ["assignee"] = $"User '{who}' cannot be assigned issues." });
            }

            found.Assignee = who == "-1" ? found.Project.Lead : world.Person(who);
            found.Updated = time.GetUtcNow();
            return Results.NoContent();
        });
    }

    public IResult Transitions(HttpContext http, string issue) => OnIssue(http, issue, (_, docs, _) =>
        JiraAnswers.Ok(new { expand = "transitions", transitions = JiraWorld.Statuses.Select(docs.Transition) }));

    public IResult Comments(HttpContext http, string issue) => OnIssue(http, issue, (_, docs, found) =>
    {
        var (start, size) = Range(http, 50, 5000);
        return JiraAnswers.Ok(new
        {
            startAt = start,
            maxResults = size,
            total = found.Comments.Count,
            comments = found.Comments.Skip(start).Take(size).Select(comment => docs.Comment(found, comment)),
        });
    });

    /// <summary>Names of fields from the query: repeated, comma-joined or both.</summary>
    public static List<string>? Names(HttpContext http, string parameter)
    {
        var names = http.Request.Query[parameter].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        return names.Count == 0 ? null : names;
    }

    public static (int Start, int Size) Range(HttpContext http, int size, int largest) => (
        int.TryParse(http.Request.Query["startAt"], out var start) ? Math.Max(start, 0) : 0,
        int.TryParse(http.Request.Query["maxResults"], out var asked) ? Math.Clamp(asked, 0, largest) : size);

    private static void Check(JiraWorld world, JiraDocuments docs, JsonObject fields, Dictionary<string, string> errors)
    {
        foreach (var (name, value) in fields)
        {
            var problem = name switch
            {
                "summary" when fields.Text(name) is { } text && (text.Length > LongestSummary || text.Contains('\n', StringComparison.Ordinal)) =>
                    text.Length > LongestSummary ? "Summary can't exceed 255 characters." : "The summary is invalid because it contains newline characters.",
                "description" when value is not null && Document(docs, value) is null =>
                    docs.IsCloud ? "Operation value must be an Atlassian Document (see the Atlassian Document Format)" : "Operation value must be a string",
                "labels" when Labels(value).FirstOrDefault(label => label.Contains(' ', StringComparison.Ordinal)) is { } spaced =>
                    $"The label '{spaced}' contains spaces which is invalid.",
                "priority" when Find(JiraWorld.Priorities, value) is null => "The priority selected is invalid.",
                "assignee" when value is not null && world.Person(Who(docs, value)) is null => $"User '{Who(docs, value)}' cannot be assigned issues.",
                "duedate" when value is not null && !DateOnly.TryParseExact(fields.Text(name), "yyyy-MM-dd", out _) =>
                    "Error parsing date string: Enter the date in the format yyyy-MM-dd",
                "summary" or "description" or "labels" or "priority" or "assignee" or "duedate" or "project" or "issuetype" => null,
                _ => $"Field '{name}' cannot be set. It is not on the appropriate screen, or unknown.",
            };
            if (problem is not null)
            {
                errors[name] = problem;
            }
        }
    }

    private static void Fill(JiraWorld world, JiraDocuments docs, JiraIssue issue, JsonObject fields)
    {
        issue.Summary = fields.Text("summary") ?? issue.Summary;
        issue.Type = fields.ContainsKey("issuetype") ? Find(JiraWorld.Types, fields["issuetype"])?.Id ?? issue.Type : issue.Type;
        issue.Priority = fields.ContainsKey("priority") ? Find(JiraWorld.Priorities, fields["priority"])!.Value.Id : issue.Priority;
        issue.Description = fields.ContainsKey("description") ? Document(docs, fields["description"]) : issue.Description;
        issue.Assignee = fields.ContainsKey("assignee") ? world.Person(Who(docs, fields["assignee"])) : issue.Assignee;
        issue.DueDate = fields.Text("duedate") is { } due ? DateOnly.ParseExact(due, "yyyy-MM-dd", CultureInfo.InvariantCulture) : issue.DueDate;
        if (fields.ContainsKey("labels"))
        {
            issue.Labels.Clear();
            issue.Labels.AddRange(Labels(fields["labels"]));
        }
    }

    private static string? Who(JiraDocuments docs, JsonNode? person) =>
        docs.IsCloud ? person.Text("accountId") ?? person.Text("id") : person.Text("name");

    private static IEnumerable<string> Labels(JsonNode? value) =>
        value is JsonArray labels ? labels.OfType<JsonValue>().Select(label => label.ToString()) : [];

    private static (string Id, string Name)? Find(IReadOnlyList<(string Id, string Name)> list, JsonNode? value) =>
        list.Where(item => item.Id == value.Text("id") || string.Equals(item.Name, value.Text("name"), StringComparison.OrdinalIgnoreCase))
            .Select(item => ((string, string)?)item).FirstOrDefault();

    private static JsonObject? Document(JiraDocuments docs, JsonNode? value)
    {
        if (docs.IsCloud)
        {
            return Adf.IsDocument(value) ? (JsonObject)value!.DeepClone() : null;
        }

        return value is JsonValue plain && plain.TryGetValue<string>(out var text) && text.Length > 0 ? Adf.FromText(text) : null;
    }
}
