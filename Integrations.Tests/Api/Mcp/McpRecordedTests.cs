using Integrations.Core.Activity;
using Integrations.Core.Agents;
using Integrations.Core.Management;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using ModelContextProtocol;

namespace Integrations.Tests.Api.Mcp;

/// <summary>Every call of a tool is in activity with its program's name, and none is in it twice.</summary>
public sealed class McpRecordedTests(McpHub hub) : IClassFixture<McpHub>
{
    [Fact]
    public async Task EveryCall_LeavesOneRow_WithTheProgramsName()
    {
        await hub.ConfirmsWritesAsync(true);
        var program = await hub.ProgramAsync(hub.User, "Recorder");
        await hub.GrantAsync(program, new AgentGrantChanges([await hub.WholeAsync(hub.GitHub, actions: "create_issue")], TimeSpan.FromDays(1)) { MayReadRecords = true });
        await using var client = await hub.ConnectAsync(program);
        Dictionary<string, object?> None() => new(StringComparer.Ordinal);
        var action = new Dictionary<string, object?>(StringComparer.Ordinal) { ["integrationId"] = hub.GitHub, ["action"] = "create_issue" };

        await client.CallToolAsync("list_connected", None());
        await client.CallToolAsync("list_meetings", None());
        await client.CallToolAsync("find_actions", None());
        await client.CallToolAsync("describe_action", action);
        var found = await client.CallToolAsync("search", new Dictionary<string, object?>(StringComparer.Ordinal) { ["limit"] = 1, ["entityTypes"] = new[] { "issue" } });
        var thing = McpToolsTests.Structured(found).GetProperty("results")[0].GetProperty("vendorData")[0];
        await client.CallToolAsync("read_entity", new Dictionary<string, object?>(StringComparer.Ordinal) { ["integrationId"] = hub.GitHub, ["externalId"] = thing.GetProperty("id").GetString() });
        await client.CallToolAsync("run_action", new Dictionary<string, object?>(action, StringComparer.Ordinal) { ["parameters"] = new { repository = "acme/app", title = "Waits" } });
        await client.CallToolAsync("run_action", new Dictionary<string, object?>(action, StringComparer.Ordinal) { ["action"] = "close_issue" });
        await client.CallToolAsync("search", new Dictionary<string, object?>(StringComparer.Ordinal) { ["limit"] = 5_000 });
        await Assert.ThrowsAsync<McpProtocolException>(async () => await client.CallToolAsync("made_up_by_the_program"));

        var rows = await hub.WithDatabaseAsync(db => db.Activities.Where(a => a.Client == "Recorder").OrderBy(a => a.Id).ToListAsync());
        Assert.Equal(
            [
                ("tool", "list_connected", null), ("tool", "list_meetings", null), ("tool", "find_actions", null), ("tool", "describe_action", null), ("search", null, null), ("read", null, null),
                ("tool", "run_action", "agents.waiting_for_approval"), ("tool", "run_action", "agents.not_granted"), ("tool", "search", "validation"), ("tool", "unknown_tool", "agents.unknown_tool"),
            ],
            rows.Select(row => (row.Type, row.Action, row.ErrorCode)));
        Assert.All(rows, row => Assert.Equal((hub.User.UserId, hub.User.OrganizationId), (row.UserId, row.OrganizationId)));
        Assert.Equal(rows.Count, rows.Select(row => row.RequestId).Distinct(StringComparer.Ordinal).Count());
        // They are no calls of an integration, so no figure counts them.
        Assert.DoesNotContain(await hub.WithDatabaseAsync(db => db.UsageHours.Select(hour => hour.InstanceId).ToListAsync()), id => id == Guid.Empty);
        var shown = (await hub.Get<ActivityService>().ListAsync(hub.Admin, new ActivityFilter { Type = ActivityTypes.Tool }, cursor: null, 50, CancellationToken.None)).Value.Items;
        Assert.Contains(shown, row => row is { Client: "Recorder", Action: "list_connected", IsHidden: false, InstanceName: "The hub's tools" });
    }

    [Fact]
    public async Task CallOfAnActionThatFails_LeavesTheVendorsRowAlone_AndOneThatIsRefusedHereNamesNoIntegration()
    {
        await hub.ConfirmsWritesAsync(false);
        var program = await hub.ProgramAsync(hub.User, "Mistaken");
        await hub.GrantAsync(program, await hub.WholeAsync(hub.GitHub));
        await using var client = await hub.ConnectAsync(program);

        // The first is sent on, and the connector finds no repository in it; the second does not fit the tool.
        await client.CallToolAsync("github__create_issue", new Dictionary<string, object?>(StringComparer.Ordinal) { ["repository"] = "../app", ["title"] = "Lost" });
        await client.CallToolAsync("github__create_issue", new Dictionary<string, object?>(StringComparer.Ordinal) { ["title"] = "" });

        var rows = await hub.WithDatabaseAsync(db => db.Activities.Where(a => a.Client == "Mistaken").OrderBy(a => a.Id).ToListAsync());
        Assert.Equal([("action", "create_issue", "validation"), ("tool", "run_action", "validation")], rows.Select(row => (row.Type, row.Action!, row.ErrorCode!)));
    }

    [Fact]
    public async Task CallThatIsClosed_IsRecorded_AndOneOfAnotherOrganizationIsNotSeen()
    {
        var program = await hub.ProgramAsync(hub.Stranger, "Shut out");
        var policies = hub.Get<AgentPolicyService>();
        var now = await policies.GetAsync(hub.Stranger, CancellationToken.None);
        Assert.True((await policies.ChangeAsync(hub.Stranger, new AgentPolicyChanges(IsOpen: false, ConfirmWrites: true, now.Version), CancellationToken.None)).IsSuccess);
        await using var client = await hub.ConnectAsync(program);

        await client.CallToolAsync("list_connected", new Dictionary<string, object?>(StringComparer.Ordinal));

        var row = Assert.Single(await hub.WithDatabaseAsync(db => db.Activities.Where(a => a.Client == "Shut out").ToListAsync()));
        Assert.Equal(("tool", "list_connected", "agents.closed"), (row.Type, row.Action, row.ErrorCode));
        var seen = await hub.Get<ActivityService>().PageAsync(hub.Admin, new ActivityFilter { Type = ActivityTypes.Tool }, new PageRequest(100), CancellationToken.None);
        Assert.DoesNotContain(seen.Value.Items, each => each.Client == "Shut out");
    }
}
