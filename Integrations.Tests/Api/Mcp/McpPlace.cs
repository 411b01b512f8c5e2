using Integrations.Core.Permissions;
using Integrations.Core.Search;

namespace Integrations.Tests.Api.Mcp;

/// <summary>Two integrations of an organization, or of one of its people.</summary>
/// <param name="Administrator">Rules over the organization's programs.</param>
/// <param name="Owner">Uses both integrations.</param>
/// <param name="GitHub">What programs are granted.</param>
/// <param name="Second">What they are not.</param>
internal sealed record McpPlace(Caller Administrator, Caller Owner, Guid GitHub, Guid Second)
{
    /// <summary>The tool that creates an issue in the first.</summary>
    public string Tool { get; init; } = "github__create_issue";

    /// <summary>An issue of the first, found as its owner finds it.</summary>
    public async Task<(string Id, string Repository)> ThingAsync(McpHub hub)
    {
        var found = await hub.Get<SearchService>().SearchAsync(Owner, GitHub, new SearchRequest(null, 1) { EntityTypes = ["issue"] }, CancellationToken.None);
        var issue = found.Value.Items[0];
        return (issue.Id, issue.Text("container")!);
    }
}
