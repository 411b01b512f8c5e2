using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Integrations.Sandbox.Jira;

/// <summary>Jira Data Center's REST API, version 2: plain texts, login names, pages with totals.</summary>
internal sealed class JiraDataCenterEndpoints(AccountWorlds<JiraWorld> worlds, TimeProvider time)
{
    private readonly JiraRecords _records = new(worlds, time, http =>
        new(SandboxAddress.Of(http, "https://jira.example/rest/api/2"), SandboxAddress.Of(http, "https://jira.example"), isCloud: false));

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/myself", (HttpContext http) => _records.Read(http, (world, docs) => JiraAnswers.Ok(docs.User(world.Self, isSelf: true))));
        api.MapGet("/serverInfo", (HttpContext http) => _records.Read(http, (_, docs) => JiraAnswers.Ok(new
        {
            baseUrl = docs.Site,
            version = "10.3.2",
            versionNumbers = new[] { 10, 3, 2 },
            deploymentType = "Server",
            buildNumber = 1_030_002,
            serverTitle = "Jira",
        })));
        api.MapGet("/search", (HttpContext http) => Search(http, http.Request.Query["jql"], JiraRecords.Range(http, 50, 1000), JiraRecords.Names(http, "fields")));
        api.MapPost("/search", (Delegate)SearchAsync);
        api.MapPost("/issue", (Delegate)_records.CreateAsync);
        api.MapGet("/issue/{issue}", (HttpContext http, string issue) => _records.OnIssue(http, issue, (_, docs, found) =>
            JiraAnswers.Ok(docs.Issue(found, JiraRecords.Names(http, "fields")))));
        api.MapPut("/issue/{issue}", _records.EditAsync);
        api.MapGet("/issue/{issue}/comment", _records.Comments);
        api.MapPost("/issue/{issue}/comment", _records.CommentAsync);
        api.MapGet("/issue/{issue}/transitions", _records.Transitions);
        api.MapPost("/issue/{issue}/transitions", _records.MoveAsync);
        api.MapPut("/issue/{issue}/assignee", _records.AssignAsync);
        api.MapGet("/issue/createmeta/{project}/issuetypes", (HttpContext http, string project) => _records.Read(http, (world, docs) => world.Project(project) is null
            ? JiraAnswers.BadRequest("The project does not exist.")
            : JiraAnswers.Ok(new { startAt = 0, maxResults = 50, total = JiraWorld.Types.Count, isLast = true, values = JiraWorld.Types.Select(docs.IssueType) })));
        api.MapGet("/project", (HttpContext http) => _records.Read(http, (world, docs) => JiraAnswers.Ok(world.Projects.Select(project => docs.Project(project)))));
        api.MapGet("/project/{project}", (HttpContext http, string project) => _records.Read(http, (world, docs) => world.Project(project) is { } found
            ? JiraAnswers.Ok(docs.Project(found, isSingle: true))
            : JiraAnswers.Error(StatusCodes.Status404NotFound, $"No project could be found with key '{project}'.")));
        api.MapGet("/user", (HttpContext http) => _records.Read(http, (world, docs) => world.Person(http.Request.Query["username"]) is { } person
            ? JiraAnswers.Ok(docs.User(person))
            : JiraAnswers.Error(StatusCodes.Status404NotFound, "The user does not exist")));
        api.MapGet("/user/search", (Delegate)Users);
        api.MapGet("/user/assignable/search", (Delegate)Users);
        api.Map("/{**path}", () => JiraAnswers.Error(StatusCodes.Status404NotFound, "null for uri"));
    }

    private async Task<IResult> SearchAsync(HttpContext http)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        if (body is null)
        {
            return JiraAnswers.InvalidPayload();
        }

        var fields = body["fields"] is JsonArray names ? names.Select(name => name?.ToString() ?? "").ToList() : null;
        return Search(http, body.Text("jql"), (Number(body["startAt"], 0), Number(body["maxResults"], 50)), fields);
    }

    private IResult Search(HttpContext http, string? jql, (int Start, int Size) range, List<string>? fields) => _records.Read(http, (world, docs) =>
    {
        var found = _records.Query(world, jql ?? "").Run();
        return JiraAnswers.Ok(new
        {
            expand = "schema,names",
            startAt = range.Start,
            maxResults = range.Size,
            total = found.Count,
            issues = found.Skip(range.Start).Take(range.Size).Select(issue => docs.Issue(issue, fields)),
        });
    });

    private IResult Users(HttpContext http) => _records.Read(http, (world, docs) =>
    {
        var name = http.Request.Query["username"].ToString();
        if (name.Length == 0)
        {
            return JiraAnswers.BadRequest("The username query parameter was not provided");
        }

        return JiraAnswers.Ok(world.People
            .Where(person => name == "." || person.Login.Contains(name, StringComparison.OrdinalIgnoreCase) || person.Name.Contains(name, StringComparison.OrdinalIgnoreCase) || person.Email.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            .Select(person => docs.User(person)));
    });

    private static int Number(JsonNode? value, int otherwise) =>
        value is JsonValue number && number.TryGetValue<int>(out var result) ? Math.Max(result, 0) : otherwise;
}
