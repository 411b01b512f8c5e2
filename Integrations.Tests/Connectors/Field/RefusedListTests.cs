using Integrations.Connectors.Contracts;
using Integrations.Primitives;
using Integrations.Tests.Connectors.Hostile;

namespace Integrations.Tests.Connectors.Field;

/// <summary>A search through several lists of a vendor goes on when one of them is refused.</summary>
public sealed class RefusedListTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, Proves("K2")]
    [InlineData("github", "search/issues", "repositories", new[] { "issue", "repository" })]
    [InlineData("jira", "/search/jql", "projects", new[] { "issue", "project" })]
    [InlineData("slack", "users.list", "channels", new[] { "channel", "user" })]
    [InlineData("microsoft_outlook", "/me/events", "window", new[] { "event", "message" })]
    [InlineData("n8n", "/executions", "workflows", new[] { "workflow", "execution" })]
    public async Task Search_WhoseOneListIsRefused_FindsTheRest_AndReportsItOnce(string provider, string refused, string rest, string[] types)
    {
        await using var vendor = new PlayedVendor(provider)
        {
            Answer = request => request[..request.IndexOf("\r\n", StringComparison.Ordinal)].Contains(refused, StringComparison.Ordinal)
                ? PlayedVendor.Json("""{"ok":false,"error":"missing_scope","needed":"x","message":"No"}""", provider == "slack" ? 200 : 403)
                : PlayedVendor.Json("""{"ok":true,"items":[{"full_name":"acme/word"}],"values":[{"id":"1","key":"WID","name":"word"}],"channels":[{"id":"C12345678","name":"word"}],"value":[{"id":"e1","subject":"word","organizer":{}}],"data":[{"id":"wf1","name":"word"}]}"""),
        };
        using var session = vendor.Session();

        var found = await ((ISearchEntities)vendor.Connector).SearchAsync(session, new EntityQuery("word", 20) { EntityTypes = types }, None);

        Assert.True(found.IsSuccess, $"{rest}: {found.Failure}");
        Assert.NotEmpty(found.Value.Items);
        // Older and later events by their subject are an extra of Outlook's search, and not reported.
        Assert.Equal(provider == "microsoft_outlook" ? null : "vendor.partial", found.Value.Partial?.Code);
    }

    [Theory, Proves("K2"), InlineData("github"), InlineData("jira"), InlineData("slack"), InlineData("n8n")]
    public async Task Search_ThatEveryListRefuses_Fails(string provider)
    {
        await using var vendor = new PlayedVendor(provider) { Answer = _ => PlayedVendor.Json("""{"ok":false,"error":"missing_scope","needed":"x"}""", provider == "slack" ? 200 : 403) };
        using var session = vendor.Session();

        Assert.Equal(FailureKind.VendorRefused, (await ((ISearchEntities)vendor.Connector).SearchAsync(session, new EntityQuery("word", 20), None)).Failure?.Kind);
    }
}
