using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Integrations.Sandbox;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Contracts;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Sandbox;

/// <summary>Every operation that the sandbox serves answers as the vendor's own description says.</summary>
public sealed class SandboxContractTests : IAsyncLifetime
{
    private readonly ContractRecorder _recorder = new(new HttpClientHandler { AllowAutoRedirect = false });
    private SandboxServer _server = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await SandboxServer.StartAsync(new MovableClock());
        _http = new HttpClient(_recorder);
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("IntegrationsHub", "1.0"));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("https://api.github.com")]
    [InlineData("https://github.example/api/v3")]
    public async Task GitHub_EveryOperation_FitsItsDescription(string api)
    {
        var contract = Contract.Open("github.openapi.json");
        var token = new AuthenticationHeaderValue("Bearer", Field("github", "api_key", SandboxAccounts.Ada, "token"));
        var found = (await SendAsync(HttpMethod.Get, $"{api}/search/issues?q=is%3Apr%20is%3Aopen%20author%3A{DemoPeople.Acme[1].Login}&sort=updated&order=desc&per_page=5", token))!["items"]![0]!;
        var (pull, repository) = ((int)found["number"]!, ((string)found["repository_url"]!).Split('/')[^1]);
        foreach (var path in (string[])
            [
                "/user", "/user/emails", "/user/repos?affiliation=owner&sort=updated&per_page=100", "/user/installations", "/rate_limit", "/meta",
                "/search/repositories?q=widgets%20in:name", "/search/users?q=ada%20type:user", "/search/issues?q=is:issue&page=2&per_page=10", $"/users/{SandboxAccounts.Ada.Login}",
                "/repos/acme/widgets", "/repos/acme/widgets/issues?state=all&per_page=3", "/repos/acme/widgets/issues/1", "/repos/acme/widgets/issues/1/comments",
                $"/repos/acme/{repository}/pulls/{pull}", $"/repos/acme/{repository}/pulls?state=all&per_page=2",
                "/repos/acme/widgets/issues/999999", "/repos/acme/archive/issues/1", "/search/issues?q=export",
            ])
        {
            await SendAsync(HttpMethod.Get, api + path, token);
        }

        await SendAsync(HttpMethod.Post, $"{api}/repos/acme/widgets/issues", token, new { title = "Zebra", body = "Stripes", labels = new[] { "bug" }, assignees = new[] { SandboxAccounts.Ada.Login } });
        await SendAsync(HttpMethod.Post, $"{api}/repos/acme/widgets/issues", token, new { body = "no title" });
        await SendAsync(HttpMethod.Patch, $"{api}/repos/acme/widgets/issues/1", token, new { state = "closed", state_reason = "completed" });
        await SendAsync(HttpMethod.Post, $"{api}/repos/acme/widgets/issues/1/comments", token, new { body = "Seen" });
        await SendAsync(HttpMethod.Post, $"{api}/repos/acme/{repository}/pulls/{pull}/requested_reviewers", token, new { reviewers = new[] { SandboxAccounts.Ada.Login } });
        await SendAsync(HttpMethod.Get, $"{api}/user", new AuthenticationHeaderValue("Bearer", "wrong"));

        contract.Verify(_recorder.Exchanges);
        contract.Covers(
            _recorder.Exchanges, "GET /user", "GET /user/emails", "GET /user/repos", "GET /user/installations", "GET /rate_limit", "GET /meta", "GET /users/{username}",
            "GET /search/repositories", "GET /search/users", "GET /search/issues", "GET /repos/{owner}/{repo}", "GET /repos/{owner}/{repo}/issues",
            "POST /repos/{owner}/{repo}/issues", "GET /repos/{owner}/{repo}/issues/{issue_number}", "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
            "GET /repos/{owner}/{repo}/issues/{issue_number}/comments", "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
            "GET /repos/{owner}/{repo}/pulls", "GET /repos/{owner}/{repo}/pulls/{pull_number}", "POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers");
    }

    [Fact]
    public async Task Jira_EveryOperation_FitsItsDescription()
    {
        var contract = Contract.Open("jira.openapi.json");
        const string api = "https://acme.atlassian.net/rest/api/3";
        var ada = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"ada@acme.test:{Field("jira", "basic", SandboxAccounts.Ada, "apiToken")}")));
        var accountId = (string)(await SendAsync(HttpMethod.Get, $"{api}/myself", ada))!["accountId"]!;
        var body = new { version = 1, type = "doc", content = new[] { new { type = "paragraph", content = new[] { new { type = "text", text = "Stripes" } } } } };
        await SendAsync(HttpMethod.Post, $"{api}/issue", ada, new { fields = new { project = new { key = "WID" }, issuetype = new { id = "10004" }, summary = "Zebra", description = body } });
        await SendAsync(HttpMethod.Post, $"{api}/issue", ada, new { fields = new { project = new { key = "WID" }, issuetype = new { id = "10004" } } });
        await SendAsync(HttpMethod.Post, $"{api}/search/jql", ada, new { jql = "created >= -52w ORDER BY updated DESC", maxResults = 50, fields = new[] { "*all" } });
        await SendAsync(HttpMethod.Post, $"{api}/search/jql", ada, new { jql = "ORDER BY updated" });
        await SendAsync(HttpMethod.Post, $"{api}/search/approximate-count", ada, new { jql = "project = WID" });
        await SendAsync(HttpMethod.Post, $"{api}/issue/WID-1/comment", ada, new { body });
        await SendAsync(HttpMethod.Post, $"{api}/issue/WID-1/transitions", ada, new { transition = new { id = "31" } });
        await SendAsync(HttpMethod.Put, $"{api}/issue/WID-1/assignee", ada, new { accountId });
        await SendAsync(HttpMethod.Put, $"{api}/issue/WID-1", ada, new { fields = new { summary = "Zebras" } });
        foreach (var path in (string[])
            [
                "/serverInfo", "/search/jql?jql=project%20%3D%20WID&maxResults=5&fields=summary", "/issue/WID-1", "/issue/WID-999999", "/issue/WID-1/comment",
                "/issue/WID-1/transitions", "/issue/createmeta/WID/issuetypes", "/issue/createmeta/WID/issuetypes/10004", "/project/search?query=w&maxResults=1",
                "/project/WID", "/project/NONE", "/user/search?query=ada", $"/user?accountId={Uri.EscapeDataString(accountId)}",
            ])
        {
            await SendAsync(HttpMethod.Get, api + path, ada);
        }

        contract.Verify(_recorder.Exchanges);
        contract.Covers(
            _recorder.Exchanges, "GET /rest/api/3/myself", "GET /rest/api/3/serverInfo", "GET /rest/api/3/search/jql", "POST /rest/api/3/search/jql",
            "POST /rest/api/3/search/approximate-count", "POST /rest/api/3/issue", "GET /rest/api/3/issue/{issueIdOrKey}", "PUT /rest/api/3/issue/{issueIdOrKey}",
            "GET /rest/api/3/issue/{issueIdOrKey}/comment", "POST /rest/api/3/issue/{issueIdOrKey}/comment", "GET /rest/api/3/issue/{issueIdOrKey}/transitions",
            "POST /rest/api/3/issue/{issueIdOrKey}/transitions", "PUT /rest/api/3/issue/{issueIdOrKey}/assignee", "GET /rest/api/3/project/search",
            "GET /rest/api/3/project/{projectIdOrKey}", "GET /rest/api/3/user/search", "GET /rest/api/3/user",
            "GET /rest/api/3/issue/createmeta/{projectIdOrKey}/issuetypes", "GET /rest/api/3/issue/createmeta/{projectIdOrKey}/issuetypes/{issueTypeId}");
    }

    private string Field(string provider, string kind, SandboxAccount account, string field) =>
        _server.Credentials.First(credential => credential.Provider == provider && credential.Kind == kind && credential.Account == account.Email).Fields[field];

    private async Task<JsonNode?> SendAsync(HttpMethod method, string address, AuthenticationHeaderValue authorization, object? body = null)
    {
        using var request = new HttpRequestMessage(method, _server.Address(address)) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = authorization;
        using var answer = await _http.SendAsync(request);
        return answer.Content.Headers.ContentType?.MediaType == "application/json" ? await answer.Content.ReadFromJsonAsync<JsonNode>() : null;
    }
}
