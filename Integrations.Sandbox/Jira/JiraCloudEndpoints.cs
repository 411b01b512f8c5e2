using System.Text;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Integrations.Sandbox.Jira;

/// <summary>Jira Cloud's REST API, version 3.</summary>
internal sealed class JiraCloudEndpoints(AccountWorlds<JiraWorld> worlds, TimeProvider time)
{
    private const int LargestAsked = 5000;

    /// <summary>However many are asked for, a page with fields never holds more.</summary>
    private const int LargestGiven = 100;

    private static readonly string[] SearchMembers = ["jql", "nextPageToken", "maxResults", "fields", "expand", "properties", "fieldsByKeys", "failFast", "reconcileIssues"];

    private readonly JiraRecords _records = new(worlds, time, Documents);

    public void Map(IEndpointRouteBuilder api)
    {
        foreach (var old in (string[])["/2/search", "/3/search"])
        {
            api.Map(old, () => JiraAnswers.Error(
                StatusCodes.Status410Gone,
                "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046"));
        }

        var v3 = api.MapGroup("/3");
        v3.MapGet("/myself", (Delegate)Myself);
        v3.MapGet("/serverInfo", (Delegate)ServerInfo);
        v3.MapGet("/search/jql", (Delegate)SearchByQuery);
        v3.MapPost("/search/jql", (Delegate)SearchByBodyAsync);
        v3.MapPost("/search/approximate-count", (Delegate)CountAsync);
        v3.MapPost("/issue", (Delegate)_records.CreateAsync);
        v3.MapGet("/issue/{issue}", (HttpContext http, string issue) => _records.OnIssue(http, issue, (_, docs, found) =>
            JiraAnswers.Ok(docs.Issue(found, JiraRecords.Names(http, "fields")))));
        v3.MapPut("/issue/{issue}", _records.EditAsync);
        v3.MapGet("/issue/{issue}/comment", _records.Comments);
        v3.MapPost("/issue/{issue}/comment", _records.CommentAsync);
        v3.MapGet("/issue/{issue}/transitions", _records.Transitions);
        v3.MapPost("/issue/{issue}/transitions", _records.MoveAsync);
        v3.MapPut("/issue/{issue}/assignee", _records.AssignAsync);
        v3.MapGet("/issue/createmeta/{project}/issuetypes", IssueTypes);
        v3.MapGet("/issue/createmeta/{project}/issuetypes/{type}", CreateFields);
        v3.MapGet("/project/search", (Delegate)Projects);
        v3.MapGet("/project/{project}", (HttpContext http, string project) => _records.Read(http, (world, docs) => world.Project(project) is { } found
            ? JiraAnswers.Ok(docs.Project(found, isSingle: true))
            : JiraAnswers.Error(StatusCodes.Status404NotFound, $"No project could be found with key '{project}'.")));
        v3.MapGet("/user", (Delegate)OneUser);
        v3.MapGet("/user/search", (Delegate)Users);
        v3.MapGet("/user/assignable/search", (Delegate)Users);
        api.Map("/{**path}", () => JiraAnswers.Error(StatusCodes.Status404NotFound, "null for uri"));
    }

    private static JiraDocuments Documents(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        var rest = path[..(path.IndexOf("/rest/api/", StringComparison.OrdinalIgnoreCase) + "/rest/api/".Length)] + "3";
        var organization = http.Features.Get<SandboxAccess>()?.Account.Organization ?? "acme";
        return new(SandboxAddress.Root(http) + rest["/sandbox".Length..], SandboxAddress.Of(http, $"https://{organization}.atlassian.net"), isCloud: true);
    }

    private IResult Myself(HttpContext http) => _records.Read(http, (world, docs) =>
    {
        var user = docs.User(world.Self, isSelf: true)!;
        user["groups"] = new { size = 3, items = Array.Empty<object>() };
        user["applicationRoles"] = new { size = 1, items = Array.Empty<object>() };
        user["expand"] = "groups,applicationRoles";
        return JiraAnswers.Ok(user);
    });

    private IResult ServerInfo(HttpContext http) => _records.Read(http, (_, docs) => JiraAnswers.Ok(new
    {
        baseUrl = docs.Site,
        displayUrl = docs.Site,
        version = "1001.0.0-SNAPSHOT",
        versionNumbers = new[] { 1001, 0, 0 },
        deploymentType = "Cloud",
        buildNumber = 100_285,
        buildDate = "2026-11-17T10:22:41.000+0100",
        serverTime = JiraDocuments.Time(time.GetUtcNow()),
        scmInfo = "57a0ca5b4a0bb0ac5f3fee4764acb1c14e4d7e71",
        serverTitle = "Jira",
        defaultLocale = new { locale = "en_US" },
    }));

    private IResult SearchByQuery(HttpContext http)
    {
        var query = http.Request.Query;
        if (query.Keys.Any(name => !SearchMembers.Contains(name)))
        {
            return JiraAnswers.InvalidPayload();
        }

        int? size = !query.ContainsKey("maxResults") ? 50 : int.TryParse(query["maxResults"], out var asked) ? asked : null;
        return Search(http, query["jql"], size, query["nextPageToken"], JiraRecords.Names(http, "fields"));
    }

    private async Task<IResult> SearchByBodyAsync(HttpContext http)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        if (body is null || body.Any(member => !SearchMembers.Contains(member.Key)) || body["expand"] is JsonArray)
        {
            return JiraAnswers.InvalidPayload();
        }

        int? size = !body.ContainsKey("maxResults") ? 50 : body["maxResults"] is JsonValue value && value.TryGetValue<int>(out var asked) ? asked : null;
        var fields = body["fields"] is JsonArray names ? names.Select(name => name?.ToString() ?? "").ToList() : null;
        return Search(http, body.Text("jql"), size, body.Text("nextPageToken"), fields);
    }

    private IResult Search(HttpContext http, string? jql, int? size, string? token, List<string>? fields)
    {
        if (size is not (>= 1 and <= LargestAsked))
        {
            return JiraAnswers.BadRequest("The value of maxResults must be between 1 and 5000.");
        }

        return _records.Read(http, (world, docs) =>
        {
            var query = _records.Query(world, jql ?? "");
            if (!query.IsBounded)
            {
                return JiraAnswers.BadRequest("Unbounded JQL queries are not allowed here. Please add a search restriction to your query.");
            }

            if (Position(token) is not { } start)
            {
                return JiraAnswers.BadRequest("The provided next page token is invalid.");
            }

            var found = query.Run();
            var page = found.Skip(start).Take(Math.Min(size.Value, LargestGiven)).ToList();
            var end = start + page.Count;
            var body = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["issues"] = page.Select(issue => fields is null or [] ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = issue.Id } : docs.Issue(issue, fields)).ToList(),
                ["isLast"] = end >= found.Count,
            };
            if (end < found.Count)
            {
                body["nextPageToken"] = Convert.ToBase64String(Encoding.ASCII.GetBytes($"at={end}"));
            }

            return JiraAnswers.Ok(body);
        });
    }

    private static int? Position(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return 0;
        }

        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var count)
            && Encoding.ASCII.GetString(bytes, 0, count) is ['a', 't', '=', .. var at] && int.TryParse(at, out var start)
            ? start
            : null;
    }

    private async Task<IResult> CountAsync(HttpContext http)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        return _records.Read(http, (world, _) => _records.Query(world, body.Text("jql") ?? "") is { IsBounded: true } query
            ? JiraAnswers.Ok(new { count = query.Run().Count })
            : JiraAnswers.BadRequest("Unbounded JQL queries are not allowed here. Please add a search restriction to your query."));
    }

    private IResult IssueTypes(HttpContext http, string project) => _records.Read(http, (world, docs) => world.Project(project) is null
        ? JiraAnswers.BadRequest("The project does not exist or you do not have permission to create issues in it.")
        : JiraAnswers.Ok(new { startAt = 0, maxResults = 50, total = JiraWorld.Types.Count, issueTypes = JiraWorld.Types.Select(docs.IssueType) }));

    private IResult CreateFields(HttpContext http, string project, string type) => _records.Read(http, (world, _) =>
    {
        if (world.Project(project) is null || !JiraWorld.Types.Any(known => known.Id == type))
        {
            return JiraAnswers.BadRequest("The project or issue type does not exist.");
        }

        var fields = new[]
        {
            Field("summary", "Summary", isRequired: true, "string"), Field("issuetype", "Issue Type", isRequired: true, "issuetype"),
            Field("project", "Project", isRequired: true, "project"), Field("description", "Description", isRequired: false, "string"),
            Field("priority", "Priority", isRequired: false, "priority"), Field("labels", "Labels", isRequired: false, "array"),
            Field("assignee", "Assignee", isRequired: false, "user"), Field("duedate", "Due date", isRequired: false, "date"),
        };
        return JiraAnswers.Ok(new { startAt = 0, maxResults = 50, total = fields.Length, fields });
    });

    private static object Field(string id, string name, bool isRequired, string type) => new
    {
        required = isRequired,
        schema = new { type, system = id },
        name,
        key = id,
        hasDefaultValue = false,
        operations = new[] { "set" },
        fieldId = id,
    };

    private IResult Projects(HttpContext http) => _records.Read(http, (world, docs) =>
    {
        var (start, size) = JiraRecords.Range(http, 50, 100);
        var query = http.Request.Query["query"].ToString();
        var found = world.Projects.Where(project => project.Key.Contains(query, StringComparison.OrdinalIgnoreCase) || project.Name.Contains(query, StringComparison.OrdinalIgnoreCase))
            .OrderBy(project => project.Name, StringComparer.Ordinal).ToList();
        var body = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["self"] = SandboxAddress.WithQuery(http),
            ["maxResults"] = size,
            ["startAt"] = start,
            ["total"] = found.Count,
            ["isLast"] = start + size >= found.Count,
            ["values"] = found.Skip(start).Take(size).Select(project => docs.Project(project)),
        };
        if (start + size < found.Count)
        {
            body["nextPage"] = SandboxAddress.WithQuery(http, ("startAt", (start + size).ToString()));
        }

        return JiraAnswers.Ok(body);
    });

    private IResult OneUser(HttpContext http) => _records.Read(http, (world, docs) =>
        world.Person(http.Request.Query["accountId"]) is { } person
            ? JiraAnswers.Ok(docs.User(person, person == world.Self))
            : JiraAnswers.Error(StatusCodes.Status404NotFound, "Specified user does not exist or you do not have required permissions"));

    private IResult Users(HttpContext http) => _records.Read(http, (world, docs) =>
    {
        var query = http.Request.Query["query"].ToString();
        if (query.Length == 0 && !http.Request.Query.ContainsKey("accountId") && !http.Request.Query.ContainsKey("project"))
        {
            return JiraAnswers.BadRequest("Either a query or an accountId has to be provided.");
        }

        var (start, size) = JiraRecords.Range(http, 50, 1000);
        return JiraAnswers.Ok(world.People
            .Where(person => person.Email.StartsWith(query, StringComparison.OrdinalIgnoreCase) || person.Name.Split(' ').Append(person.Name).Any(part => part.StartsWith(query, StringComparison.OrdinalIgnoreCase)))
            .Skip(start).Take(size).Select(person => docs.User(person, person == world.Self)));
    });
}
