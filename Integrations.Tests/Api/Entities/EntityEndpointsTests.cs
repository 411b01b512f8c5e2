using System.Text.Json;
using Integrations.Connectors.Entities;
using Integrations.Core.Management;
using Integrations.Core.Search;

namespace Integrations.Tests.Api.Entities;

/// <summary>Document 000's routes, from its own text.</summary>
public sealed class EntityEndpointsTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private string Base => $"/api/integrations/{hub.GitHub}";

    [Fact]
    public async Task Test_OfAWorkingConnection_IsSuccess()
    {
        var answer = await ApiHub.SendAsync(hub.Admin, "POST", $"{Base}/test");

        Assert.Equal(200, answer.Status);
        Assert.Equal("""{"success":true}""", answer.Text);
    }

    [Fact]
    public async Task Test_ThatCannotPass_Is200WithTheReason()
    {
        var failing = await hub.ConnectAsync(hub.StrangerCaller, "github", "Paused");
        await hub.Get<InstanceService>().DeactivateAsync(hub.StrangerCaller, failing, CancellationToken.None);

        var answer = await ApiHub.SendAsync(hub.Stranger, "POST", $"/api/integrations/{failing}/test");

        Assert.Equal(200, answer.Status);
        Assert.False(answer["success"].GetBoolean());
        Assert.NotEmpty(answer["error"].GetString()!);
    }

    [Fact, Proves("A7")]
    public async Task Test_OfTheOrganizationsIntegration_ByAUser_IsForbidden()
    {
        var answer = await ApiHub.SendAsync(hub.User, "POST", $"{Base}/test");

        Assert.Equal(403, answer.Status);
        Assert.False(answer["success"].GetBoolean());
    }

    [Fact]
    public async Task Search_ByText_FindsExternalEntitiesInTheDocumentedShape()
    {
        var answer = await ApiHub.SendAsync(hub.User, "POST", $"{Base}/search", new { query = "a", limit = 5, unknown = 1 });

        Assert.Equal(200, answer.Status);
        Assert.True(answer["success"].GetBoolean());
        var first = answer["results"][0];
        Assert.InRange(answer["results"].GetArrayLength(), 1, 5);
        Assert.NotEmpty(first.GetProperty("id").GetString()!);
        Assert.NotEmpty(first.GetProperty("title").GetString()!);
        Assert.StartsWith("http", first.GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Object, first.GetProperty("metadata").ValueKind);
    }

    [Fact]
    public async Task Search_WithTheDocumentsOwnRequest_IsUnderstood()
    {
        const string Documented = """{ "query": "search term", "startDate": "2024-01-01", "endDate": "2024-12-31", "limit": 50 }""";
        var answer = await ApiHub.SendAsync(hub.User, "POST", $"{Base}/search", Documented);

        Assert.Equal(200, answer.Status);
        Assert.Equal(JsonValueKind.Array, answer["results"].ValueKind);
    }

    [Theory]
    [InlineData("""{"limit":0}""", "limit")]
    [InlineData("""{"limit":100000}""", "limit")]
    [InlineData("""{"limit":"5"}""", "limit")]
    [InlineData("""{"query":5}""", "query")]
    [InlineData("""{"startDate":"yesterday"}""", "startDate")]
    [InlineData("""{"startDate":"2024-02-30"}""", "startDate")]
    [InlineData("""{"startDate":"2024-12-31","endDate":"2024-01-01"}""", "endDate")]
    [InlineData("""not json""", "JSON")]
    [InlineData("""[]""", "")]
    public async Task Search_ThatCannotBeUnderstood_Is400AndNamesTheField(string body, string named)
    {
        var answer = await ApiHub.SendAsync(hub.User, "POST", $"{Base}/search", body);

        Assert.Equal(400, answer.Status);
        Assert.False(answer["success"].GetBoolean());
        Assert.Contains(named, answer["error"].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_WithAnIdThatTheSearchGave_ReadsThatEntity()
    {
        var issue = await AnIssueAsync();

        foreach (var written in new[] { issue.Id.Replace("#", "%23", StringComparison.Ordinal), Uri.EscapeDataString(issue.Id) })
        {
            var answer = await ApiHub.SendAsync(hub.User, "GET", $"{Base}/entities/{written}");

            Assert.Equal(200, answer.Status);
            Assert.Equal(issue.Id, answer["entity.id"].GetString());
            Assert.Equal(issue.Title, answer["entity.title"].GetString());
        }
    }

    [Fact]
    public async Task Get_OfAnEntityThatIsNotThere_Is404()
    {
        var answer = await ApiHub.SendAsync(hub.User, "GET", $"{Base}/entities/{Uri.EscapeDataString("acme/nothing#99999")}");

        Assert.Equal(404, answer.Status);
        Assert.False(answer["success"].GetBoolean());
        Assert.Contains("GitHub", answer["error"].GetString(), StringComparison.Ordinal);
    }

    [Theory, Proves("A2")]
    [InlineData("POST", "/test")]
    [InlineData("POST", "/search")]
    [InlineData("GET", "/entities/x")]
    public async Task AnotherOrganizationsIntegration_LooksLikeOneThatDoesNotExist(string method, string route)
    {
        var foreign = await ApiHub.SendAsync(hub.Stranger, method, Base + route);
        var absent = await ApiHub.SendAsync(hub.Stranger, method, $"/api/integrations/{Guid.NewGuid()}{route}");
        var nonsense = await ApiHub.SendAsync(hub.Stranger, method, $"/api/integrations/nonsense{route}");
        var unknown = await ApiHub.SendAsync(hub.Anonymous, method, Base + route);

        Assert.Equal((404, """{"success":false,"error":"Integration not found"}"""), (foreign.Status, foreign.Text));
        Assert.Equal(foreign.Text, absent.Text);
        Assert.Equal(foreign.Text, nonsense.Text);
        Assert.Equal((401, """{"success":false,"error":"Authentication required"}"""), (unknown.Status, unknown.Text));
    }

    private async Task<ExternalEntity> AnIssueAsync()
    {
        var found = await hub.Get<SearchService>().SearchAsync(hub.UserCaller, hub.GitHub, new SearchRequest(null, 1) { EntityTypes = ["issue"] }, CancellationToken.None);
        return found.Value.Items[0];
    }
}
