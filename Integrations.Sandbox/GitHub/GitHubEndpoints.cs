using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Integrations.Sandbox.GitHub;

/// <summary>Users, repositories, issues, pull requests and search of GitHub's REST API.</summary>
internal sealed class GitHubEndpoints(AccountWorlds<GitHubWorld> worlds, GitHubGuard guard, TimeProvider time)
{
    private const int SearchReach = 1000;

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/meta", (HttpContext http) => GitHubAnswers.Ok(http, new { verifiable_password_authentication = false }));
        api.MapGet("/rate_limit", (Delegate)RateLimit);
        api.MapGet("/user", (HttpContext http) => Read(http, (world, documents) => GitHubAnswers.Ok(http, documents.Profile(world.Self, isSelf: true))));
        api.MapGet("/user/emails", (Delegate)Emails);
        api.MapGet("/user/repos", (Delegate)UserRepositories);
        api.MapGet("/user/installations", (Delegate)Installations);
        api.MapGet("/user/installations/{id:long}/repositories", (HttpContext http, long id) => Read(http, (world, documents) => RepositoryList(http, world, documents)));
        api.MapGet("/users/{login}", (HttpContext http, string login) => Read(http, (world, documents) =>
            world.Person(login) is { } person ? GitHubAnswers.Ok(http, documents.Profile(person, isSelf: false)) : GitHubAnswers.NotFound()));

        foreach (var prefix in (string[])["/repos/{owner}/{repo}", "/repositories/{id:long}"])
        {
            var repository = api.MapGroup(prefix);
            repository.MapGet("", (HttpContext http) => InRepository(http, (world, documents, found) =>
                GitHubAnswers.Ok(http, documents.Repository(found, OpenIssues(world, found)))));
            repository.MapGet("/issues", (HttpContext http) => InRepository(http, (world, documents, found) => ListIssues(http, world, documents, found)));
            repository.MapPost("/issues", (Delegate)CreateIssueAsync);
            repository.MapGet("/issues/{number:int}", (HttpContext http, int number) => OnIssue(http, number, (_, documents, issue) =>
                GitHubAnswers.Ok(http, documents.SingleIssue(issue))));
            repository.MapPatch("/issues/{number:int}", ChangeIssueAsync);
            repository.MapGet("/issues/{number:int}/comments", (HttpContext http, int number) => OnIssue(http, number, (_, documents, issue) =>
                GitHubAnswers.Ok(http, GitHubAnswers.Page(http, issue.Comments).Select(comment => documents.Comment(issue, comment)))));
            repository.MapPost("/issues/{number:int}/comments", AddCommentAsync);
            repository.MapGet("/pulls", (HttpContext http) => InRepository(http, (world, documents, found) => ListPulls(http, world, documents, found)));
            repository.MapGet("/pulls/{number:int}", (HttpContext http, int number) => OnIssue(http, number, (world, documents, issue) =>
                issue.Pull is null ? GitHubAnswers.NotFound() : GitHubAnswers.Ok(http, documents.PullRequest(issue, OpenIssues(world, issue.Repository)))));
            repository.MapPost("/pulls/{number:int}/requested_reviewers", RequestReviewersAsync);
        }

        api.MapGet("/search/issues", (Delegate)SearchIssues);
        api.MapGet("/search/repositories", (Delegate)SearchRepositories);
        api.MapGet("/search/users", (Delegate)SearchUsers);
        api.Map("/{**path}", () => GitHubAnswers.NotFound());
    }

    private IResult RateLimit(HttpContext http)
    {
        var access = SandboxAccess.Of(http);
        var core = guard.Limit(access, "core");
        return SandboxJson.Answer(new { resources = new { core, search = guard.Limit(access, "search") }, rate = core });
    }

    private IResult Emails(HttpContext http) => SandboxAccess.Of(http).May("user:email") || SandboxAccess.Of(http).May("user")
        ? GitHubAnswers.Ok(http, new[] { new { email = SandboxAccess.Of(http).Account.Email, primary = true, verified = true, visibility = "private" } })
        : GitHubAnswers.NotFound();

    private IResult UserRepositories(HttpContext http) => Read(http, (world, documents) =>
    {
        var query = http.Request.Query;
        if (query.ContainsKey("type") && (query.ContainsKey("visibility") || query.ContainsKey("affiliation")))
        {
            return GitHubAnswers.Unprocessable("If you specify visibility or affiliation, you cannot specify type.");
        }

        var found = Visible(http, world).Where(r => query["visibility"].ToString() switch { "public" => !r.IsPrivate, "private" => r.IsPrivate, _ => true });
        found = query["sort"] == "updated" || query["sort"] == "pushed" ? found.OrderByDescending(r => r.UpdatedAt) : found.OrderBy(r => r.FullName, StringComparer.Ordinal);
        return GitHubAnswers.Ok(http, GitHubAnswers.Page(http, found.ToList()).Select(r => documents.Repository(r, OpenIssues(world, r))));
    });

    private IResult Installations(HttpContext http) => Read(http, (world, documents) =>
    {
        var id = SandboxSeed.Number("installation", world.Account.Organization);
        return GitHubAnswers.Ok(http, new
        {
            total_count = 1,
            installations = new[]
            {
                new
                {
                    id,
                    account = documents.User(world.Account.Organization, "Organization"),
                    repository_selection = "all",
                    access_tokens_url = $"{documents.Api}/app/installations/{id}/access_tokens",
                    repositories_url = $"{documents.Api}/installation/repositories",
                    html_url = $"https://github.com/organizations/{world.Account.Organization}/settings/installations/{id}",
                    app_id = 1001,
                    app_slug = "integrations-hub",
                    target_id = GitHubDocuments.UserId(world.Account.Organization),
                    target_type = "Organization",
                    permissions = new { issues = "write", metadata = "read", pull_requests = "write" },
                    events = Array.Empty<string>(),
                    single_file_name = (string?)null,
                    created_at = "2025-02-03T10:00:00Z",
                    updated_at = "2025-02-03T10:00:00Z",
                    suspended_by = (object?)null,
                    suspended_at = (string?)null,
                },
            },
        });
    });

    private static IResult RepositoryList(HttpContext http, GitHubWorld world, GitHubDocuments documents)
    {
        var all = Visible(http, world).ToList();
        return GitHubAnswers.Ok(http, new
        {
            total_count = all.Count,
            repositories = GitHubAnswers.Page(http, all).Select(r => documents.Repository(r, OpenIssues(world, r))),
        });
    }

    private static IResult ListIssues(HttpContext http, GitHubWorld world, GitHubDocuments documents, GitHubRepository repository)
    {
        if (!repository.HasIssues)
        {
            return GitHubAnswers.Error(StatusCodes.Status410Gone, "Issues are disabled for this repo");
        }

        var found = Listed(http, world.Issues.Where(issue => issue.Repository == repository));
        return GitHubAnswers.Ok(http, GitHubAnswers.Page(http, found).Select(documents.Issue));
    }

    private static IResult ListPulls(HttpContext http, GitHubWorld world, GitHubDocuments documents, GitHubRepository repository)
    {
        var found = Listed(http, world.Issues.Where(issue => issue.Repository == repository && issue.Pull is not null));
        return GitHubAnswers.Ok(http, GitHubAnswers.Page(http, found).Select(issue => documents.PullRequest(issue, OpenIssues(world, repository))));
    }

    private static List<GitHubIssue> Listed(HttpContext http, IEnumerable<GitHubIssue> issues)
    {
        var state = http.Request.Query["state"].ToString() is { Length: > 0 } asked ? asked : "open";
        var found = issues.Where(issue => state == "all" || issue.State == state);
        if (DateTimeOffset.TryParse(http.Request.Query["since"], out var since))
        {
            found = found.Where(issue => issue.UpdatedAt >= since);
        }

        return Sorted(found, http.Request.Query["sort"], http.Request.Query["direction"]);
    }

    private async Task<IResult> CreateIssueAsync(HttpContext http)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        return InRepository(http, (world, documents, repository) =>
        {
            if (!MayWrite(http, repository))
            {
                return GitHubAnswers.NotFound();
            }

            if (!repository.HasIssues)
            {
                return GitHubAnswers.Error(StatusCodes.Status410Gone, "Issues are disabled for this repo");
            }

            if (body is null)
            {
                return GitHubAnswers.Error(StatusCodes.Status400BadRequest, "Problems parsing JSON");
            }

            if (body.Text("title") is not { Length: > 0 } title)
            {
                return GitHubAnswers.Invalid("Issue", "title", "missing_field");
            }

            if (title.Length > 256)
            {
                return GitHubAnswers.Invalid("Issue", "title", "too_long");
            }

            if (UnknownLogin(world, body) is not null)
            {
                return GitHubAnswers.Invalid("Issue", "assignees", "invalid");
            }

            var issue = world.Open(repository, title, body.Text("body"), time.GetUtcNow());
            Fill(world, issue, body);
            return GitHubAnswers.Created(http, documents.SingleIssue(issue), $"{documents.Api}/repos/{repository.FullName}/issues/{issue.Number}");
        });
    }

    private async Task<IResult> ChangeIssueAsync(HttpContext http, int number)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        return OnIssue(http, number, (world, documents, issue) =>
        {
            if (!MayWrite(http, issue.Repository))
            {
                return GitHubAnswers.NotFound();
            }

            if (body is null)
            {
                return GitHubAnswers.Error(StatusCodes.Status400BadRequest, "Problems parsing JSON");
            }

            if (body.Text("state") is { } state && state is not ("open" or "closed"))
            {
                return GitHubAnswers.Invalid("Issue", "state", "invalid");
            }

            issue.Title = body.Text("title") ?? issue.Title;
            issue.Body = body.ContainsKey("body") ? body.Text("body") : issue.Body;
            if (body.Text("state") is { } wanted && wanted != issue.State)
            {
                Move(world, issue, wanted, body.Text("state_reason"));
            }

            Fill(world, issue, body);
            issue.UpdatedAt = time.GetUtcNow();
            return GitHubAnswers.Ok(http, documents.SingleIssue(issue));
        });
    }

    private void Move(GitHubWorld world, GitHubIssue issue, string state, string? reason)
    {
        if (state == "closed")
        {
            GitHubWorld.Close(issue, issue.Pull is null ? reason ?? "completed" : null, time.GetUtcNow(), world.Self);
        }
        else
        {
            (issue.State, issue.StateReason, issue.ClosedAt, issue.ClosedBy) = ("open", "reopened", null, null);
        }
    }

    private async Task<IResult> AddCommentAsync(HttpContext http, int number)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        return OnIssue(http, number, (world, documents, issue) =>
        {
            if (!MayWrite(http, issue.Repository))
            {
                return GitHubAnswers.NotFound();
            }

            if (body.Text("body") is not { Length: > 0 } text)
            {
                return GitHubAnswers.Invalid("IssueComment", "body", "missing_field");
            }

            var comment = new GitHubComment(world.NextId(), world.Self, text, time.GetUtcNow());
            issue.Comments.Add(comment);
            issue.UpdatedAt = comment.At;
            return GitHubAnswers.Created(http, documents.Comment(issue, comment), $"{documents.Api}/repos/{issue.Repository.FullName}/issues/comments/{comment.Id}");
        });
    }

    private async Task<IResult> RequestReviewersAsync(HttpContext http, int number)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        return OnIssue(http, number, (world, documents, issue) =>
        {
            if (issue.Pull is not { } pull || !MayWrite(http, issue.Repository))
            {
                return GitHubAnswers.NotFound();
            }

            var logins = Texts(body, "reviewers").ToList();
            if (logins.Exists(login => string.Equals(login, issue.Author.Login, StringComparison.OrdinalIgnoreCase)))
            {
                return GitHubAnswers.Unprocessable("Review cannot be requested from pull request author.");
            }

            if (logins.Exists(login => world.Person(login) is null))
            {
                return GitHubAnswers.Unprocessable("Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the repository.");
            }

            issue.Pull = pull with { Reviewers = [.. pull.Reviewers.Union(logins.Select(login => world.Person(login)!))] };
            issue.UpdatedAt = time.GetUtcNow();
            return GitHubAnswers.Created(http, documents.PullRequest(issue, OpenIssues(world, issue.Repository)));
        });
    }

    private IResult SearchIssues(HttpContext http) => Read(http, (world, documents) =>
    {
        if (SearchProblem(http) is { } problem)
        {
            return problem;
        }

        var query = GitHubQuery.Parse(http.Request.Query["q"].ToString(), world);
        if (!query.NamesKind)
        {
            return GitHubAnswers.Unprocessable("Query must include 'is:issue' or 'is:pull-request'");
        }

        if (query.Unseen.Count > 0)
        {
            return GitHubAnswers.Error(StatusCodes.Status422UnprocessableEntity, "Validation Failed", new[]
            {
                new { message = "The listed users and repositories cannot be searched either because the resources do not exist or you do not have permission to view them.", resource = "Search", field = "q", code = "invalid" },
            });
        }

        var visible = Visible(http, world).ToHashSet();
        var found = Sorted(world.Issues.Where(issue => visible.Contains(issue.Repository) && query.Matches(issue)), http.Request.Query["sort"], http.Request.Query["order"]);
        return GitHubAnswers.Ok(http, new
        {
            total_count = found.Count,
            incomplete_results = false,
            search_type = "lexical",
            items = GitHubAnswers.Page(http, found, SearchReach).Select(issue => Scored(documents.Issue(issue))),
        });
    });

    private IResult SearchRepositories(HttpContext http) => Read(http, (world, documents) =>
    {
        if (SearchProblem(http) is { } problem)
        {
            return problem;
        }

        var (words, qualifiers) = Split(http.Request.Query["q"].ToString());
        var owners = qualifiers.Where(q => q.StartsWith("user:", StringComparison.Ordinal) || q.StartsWith("org:", StringComparison.Ordinal)).Select(q => q[(q.IndexOf(':', StringComparison.Ordinal) + 1)..]).ToList();
        var found = Visible(http, world)
            .Where(r => words.TrueForAll(word => Contains(r.Name, word) || (!qualifiers.Contains("in:name") && Contains(r.Description, word))))
            // Owners that are named side by side mean any of them.
            .Where(r => owners.Count == 0 || owners.Contains(r.Owner, StringComparer.OrdinalIgnoreCase))
            .OrderByDescending(r => r.UpdatedAt).ToList();
        return GitHubAnswers.Ok(http, new
        {
            total_count = found.Count,
            incomplete_results = false,
            items = GitHubAnswers.Page(http, found, SearchReach).Select(r => Scored(documents.Repository(r, OpenIssues(world, r)))),
        });
    });

    private IResult SearchUsers(HttpContext http) => Read(http, (world, documents) =>
    {
        if (SearchProblem(http) is { } problem)
        {
            return problem;
        }

        var (words, qualifiers) = Split(http.Request.Query["q"].ToString());
        var found = qualifiers.Contains("type:org")
            ? []
            : world.People.Where(person => words.TrueForAll(word => Contains(person.Login, word) || Contains(person.Name, word))).ToList();
        return GitHubAnswers.Ok(http, new
        {
            total_count = found.Count,
            incomplete_results = false,
            items = GitHubAnswers.Page(http, found, SearchReach).Select(person => Scored(documents.User(person.Login))),
        });
    });

    private static IResult? SearchProblem(HttpContext http)
    {
        if (http.Request.Query["q"].ToString().Trim().Length == 0)
        {
            return GitHubAnswers.Invalid("Search", "q", "missing");
        }

        var size = Math.Clamp(GitHubAnswers.Number(http, "per_page", 30), 1, 100);
        return GitHubAnswers.Number(http, "page", 1) * size > SearchReach + size - 1
            ? GitHubAnswers.Unprocessable("Only the first 1000 search results are available")
            : null;
    }

    /// <summary>Runs with the caller's world, one request at a time.</summary>
    private IResult Read(HttpContext http, Func<GitHubWorld, GitHubDocuments, IResult> work)
    {
        var documents = GitHubDocuments.For(http);
        return worlds.Use(SandboxAccess.Of(http).Account, world => work(world, documents));
    }

    private IResult InRepository(HttpContext http, Func<GitHubWorld, GitHubDocuments, GitHubRepository, IResult> work) => Read(http, (world, documents) =>
    {
        var route = http.Request.RouteValues;
        if (route.TryGetValue("id", out var id))
        {
            var numbered = Visible(http, world).FirstOrDefault(r => r.Id.ToString() == id?.ToString());
            return numbered is null ? GitHubAnswers.NotFound() : work(world, documents, numbered);
        }

        var (owner, name) = (route["owner"]!.ToString()!, route["repo"]!.ToString()!);
        if (string.Equals(name, GitHubWorld.RenamedFrom, StringComparison.OrdinalIgnoreCase) && world.Repository(owner, "widgets") is { } renamed)
        {
            return Moved(http, documents, renamed, $"/repos/{owner}/{name}");
        }

        return world.Repository(owner, name) is { } found && Visible(http, world).Contains(found)
            ? work(world, documents, found)
            : GitHubAnswers.NotFound();
    });

    private IResult OnIssue(HttpContext http, int number, Func<GitHubWorld, GitHubDocuments, GitHubIssue, IResult> work) =>
        InRepository(http, (world, documents, repository) =>
            world.Issue(repository, number) is { } issue ? work(world, documents, issue) : GitHubAnswers.NotFound());

    private static IResult Moved(HttpContext http, GitHubDocuments documents, GitHubRepository repository, string old)
    {
        var path = http.Request.Path.Value!;
        var rest = path[(path.IndexOf(old, StringComparison.OrdinalIgnoreCase) + old.Length)..];
        var address = $"{documents.Api}/repositories/{repository.Id}{rest}{http.Request.QueryString}";
        http.Response.Headers.Location = address;
        // Reads are answered 301, writes 307: the method is to stay (docs.github.com, "Follow redirects", 2026-11).
        var isReading = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        return SandboxJson.Answer(
            new { message = isReading ? "Moved Permanently" : "Temporary Redirect", url = address, documentation_url = "https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects" },
            isReading ? StatusCodes.Status301MovedPermanently : StatusCodes.Status307TemporaryRedirect);
    }

    /// <summary>Private repositories need the scope <c>repo</c>; a fine-grained token was given one repository.</summary>
    private static IEnumerable<GitHubRepository> Visible(HttpContext http, GitHubWorld world)
    {
        var access = SandboxAccess.Of(http);
        return world.Repositories.Where(r => GitHubGuard.IsFineGrained(access) ? r.Name == "widgets" : !r.IsPrivate || access.May("repo"));
    }

    private static bool MayWrite(HttpContext http, GitHubRepository repository)
    {
        var access = SandboxAccess.Of(http);
        return access.May("repo") || (!repository.IsPrivate && access.May("public_repo"));
    }

    private static int OpenIssues(GitHubWorld world, GitHubRepository repository) =>
        world.Issues.Count(issue => issue.Repository == repository && issue.State == "open");

    private static List<GitHubIssue> Sorted(IEnumerable<GitHubIssue> issues, string? sort, string? direction)
    {
        Func<GitHubIssue, DateTimeOffset> time = sort == "updated" ? issue => issue.UpdatedAt : issue => issue.CreatedAt;
        var sorted = sort == "comments" ? issues.OrderByDescending(issue => issue.Comments.Count) : issues.OrderByDescending(time);
        var found = sorted.ThenByDescending(issue => issue.Id).ToList();
        if (direction == "asc")
        {
            found.Reverse();
        }

        return found;
    }

    private static void Fill(GitHubWorld world, GitHubIssue issue, JsonObject body)
    {
        if (body["labels"] is JsonArray)
        {
            issue.Labels.Clear();
            issue.Labels.AddRange(Texts(body, "labels").Select(world.Label));
        }

        if (body["assignees"] is JsonArray)
        {
            issue.Assignees.Clear();
            issue.Assignees.AddRange(Texts(body, "assignees").Select(world.Person).OfType<DemoPerson>());
        }
    }

    private static string? UnknownLogin(GitHubWorld world, JsonObject body) =>
        Texts(body, "assignees").FirstOrDefault(login => world.Person(login) is null);

    private static IEnumerable<string> Texts(JsonObject? body, string member) => body?[member] is JsonArray items
        ? items.Select(item => item is JsonValue value && value.TryGetValue<string>(out var text) ? text : item.Text("name")).OfType<string>()
        : [];

    private static Dictionary<string, object?> Scored(Dictionary<string, object?> document)
    {
        document["score"] = 1.0;
        return document;
    }

    private static (List<string> Words, List<string> Qualifiers) Split(string query)
    {
        var parts = query.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToLookup(part => part.Contains(':', StringComparison.Ordinal));
        return ([.. parts[false].Select(word => word.Trim('"'))], [.. parts[true]]);
    }

    private static bool Contains(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
