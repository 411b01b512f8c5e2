using System.Globalization;
using System.Text.Json;
using Integrations.Core.Activity;
using Integrations.Core.Agents;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Management;
using Microsoft.EntityFrameworkCore;
using ModelContextProtocol;

namespace Integrations.Tests.Api.Mcp;

/// <summary>Every tool for every kind of program in every state of its grant: nothing is done that a grant in force does not give.</summary>
public sealed class McpMatrixTests(McpHub hub, ITestOutputHelper output) : IClassFixture<McpHub>
{
    private const string OtherHash = "0000000000000000000000000000000000000000000000000000000000000000";

    private int _calls;
    private int _answered;
    private int _refused;

    // Reading a resource is no call of a tool: refused, it leaves no row.
    private int _unread;

    public enum State
    {
        None,
        Read,
        Act,
        All,
        OtherIntegration,
        Expired,
        Revoked,
        ToolsChanged,
        OrganizationClosed,
        ProgramNotAllowed,
        OnlyThisProgramAllowed,
        OnlyReadingAllowed,
    }

    [Fact, Proves("A2")]
    public async Task NothingIsDone_BeyondAGrantInForce()
    {
        var acme = new McpPlace(hub.Admin, hub.Admin, hub.GitHub, await hub.Hub.ConnectAsync(hub.Admin, "github", "Second GitHub"));
        var own = new McpPlace(hub.Admin, hub.User, await UserScopedAsync(), await PersonalAsync()) { Tool = "each_their_own__create_issue" };
        var globex = new McpPlace(hub.Stranger, hub.Stranger, await hub.Hub.ConnectAsync(hub.Stranger, "github", "GitHub"), await hub.Hub.ConnectAsync(hub.Stranger, "github", "Second GitHub"));
        await hub.ConfirmsWritesAsync(false, acme.Administrator);
        await hub.ConfirmsWritesAsync(false, globex.Administrator);
        List<string> beyond = [];
        (string Role, McpPlace Own, McpPlace[] Foreign, Func<string, Task<McpProgram>> Make)[] programs =
        [
            ("acme user", acme, [globex, own], name => hub.ProgramAsync(hub.User, name)),
            ("acme user by code", acme, [globex, own], name => hub.LetInAsync(hub.User, name)),
            ("acme user on their own", own, [globex, acme], name => hub.ProgramAsync(hub.User, name)),
            ("acme admin", acme, [globex, own], name => hub.ProgramAsync(hub.Admin, name)),
            ("acme key", acme, [globex, own], name => hub.KeyAsync(hub.Admin, name)),
            ("acme service", acme, [globex, own], name => hub.ServiceAsync(hub.Admin, name)),
            ("globex admin", globex, [acme, own], name => hub.ProgramAsync(hub.Stranger, name)),
        ];
        foreach (var (role, home, foreign, make) in programs)
        {
            foreach (var state in Enum.GetValues<State>())
            {
                var name = $"{role}, {state}";
                var program = await make(name);
                await PrepareAsync(program, home, state);
                await CallAllAsync(program, home, foreign, state, name, beyond);
                await RulesAsync(home, open: true, listed: false, []);
            }
        }

        // What services recorded says the same, independently of what was answered.
        var rows = await hub.WithDatabaseAsync(db => db.Activities.Where(a => a.Client != null).Select(a => new { a.Client, a.Type, a.InstanceId, a.OrganizationId, a.RequestId }).ToListAsync());
        foreach (var row in rows)
        {
            var (role, state) = (row.Client!.Split(", ")[0], Enum.Parse<State>(row.Client!.Split(", ")[1]));
            var place = programs.Single(each => each.Role == role).Own;
            var granted = state == State.OtherIntegration ? place.Second : place.GitHub;
            var isGiven = row.OrganizationId == place.Administrator.OrganizationId && row.Type switch
            {
                ActivityTypes.Tool => row.InstanceId == Guid.Empty,
                ActivityTypes.Action => row.InstanceId == granted && Acts(state),
                ActivityTypes.Search or ActivityTypes.Read => row.InstanceId == granted && Reads(state),
                _ => false,
            };
            if (!isGiven)
            {
                beyond.Add($"{row.Client}: {row.Type} in the activity");
            }
        }

        // Each call is a request of its own; one that left no row would be missing here.
        var recorded = rows.Select(row => row.RequestId).Distinct(StringComparer.Ordinal).Count();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"counterpart: MCP matrix: {programs.Length} programs x {Enum.GetValues<State>().Length} states: {_calls} calls, {_answered} answered, {_refused} refused, {beyond.Count} beyond a grant; {recorded} in activity"));
        Assert.True(beyond.Count == 0, string.Join('\n', beyond.Take(20)));
        Assert.Equal(_calls - _unread, recorded);
        Assert.True(_answered > 100 && _refused > 300, $"{_answered} and {_refused} prove little.");
    }

    private static bool Reads(State state) => state is State.Read or State.All or State.ToolsChanged or State.OnlyReadingAllowed or State.OtherIntegration or State.OnlyThisProgramAllowed;

    private static bool Acts(State state) => state is State.Act or State.All or State.OnlyThisProgramAllowed;

    private static bool Links(State state) => state is State.All or State.ToolsChanged or State.OnlyThisProgramAllowed;

    private async Task PrepareAsync(McpProgram program, McpPlace own, State state)
    {
        if (state == State.None)
        {
            return;
        }

        var whole = await hub.WholeAsync(state == State.OtherIntegration ? own.Second : own.GitHub, own.Owner);
        var given = state switch
        {
            State.Read => whole with { Actions = [] },
            State.Act => whole with { MayRead = false },
            State.OtherIntegration => whole with { Actions = [] },
            State.ToolsChanged => whole with { Actions = [.. whole.Actions.Select(action => action with { Hash = OtherHash })] },
            _ => whole,
        };
        await hub.GrantAsync(program, new AgentGrantChanges([given], TimeSpan.FromDays(1)) { MayLink = state is not (State.Read or State.Act or State.OtherIntegration) });
        switch (state)
        {
            case State.Expired:
                await hub.WithDatabaseAsync(db => db.Set<AgentGrant>().Where(g => g.ClientKey == program.Client.Key).ExecuteUpdateAsync(set => set.SetProperty(g => g.ExpiresAt, TimeProvider.System.GetUtcNow())));
                break;
            case State.Revoked:
                var grant = await hub.WithDatabaseAsync(db => db.Set<AgentGrant>().SingleAsync(g => g.ClientKey == program.Client.Key));
                Assert.True((await hub.Get<AgentGrantService>().RevokeAsync(program.Owner, grant.Id, CancellationToken.None)).IsSuccess);
                break;
            case State.OrganizationClosed:
                await RulesAsync(own, open: false, listed: false, []);
                break;
            case State.ProgramNotAllowed:
                await RulesAsync(own, open: true, listed: true, [], "client:another");
                break;
            case State.OnlyThisProgramAllowed:
                await RulesAsync(own, open: true, listed: true, [], program.Client.Key);
                break;
            case State.OnlyReadingAllowed:
                await RulesAsync(own, open: true, listed: false, ["github/read"]);
                break;
        }
    }

    private async Task RulesAsync(McpPlace place, bool open, bool listed, string[] tools, params string[] clients)
    {
        var policies = hub.Get<AgentPolicyService>();
        var now = await policies.GetAsync(place.Administrator, CancellationToken.None);
        var changes = new AgentPolicyChanges(open, ConfirmWrites: false, now.Version) { OnlyListedClients = listed, Clients = clients, OnlyListedTools = tools.Length > 0, Tools = tools };
        Assert.True((await policies.ChangeAsync(place.Administrator, changes, CancellationToken.None)).IsSuccess);
    }

    private async Task CallAllAsync(McpProgram program, McpPlace own, McpPlace[] foreign, State state, string name, List<string> beyond)
    {
        var now = TimeProvider.System.GetUtcNow();
        var meeting = (await hub.Get<MeetingService>().CreateAsync(own.Owner, new MeetingDraft(name, now, now.AddHours(1)), CancellationToken.None)).Value.Id;
        var (thing, repository) = await own.ThingAsync(hub);
        var link = (await hub.Get<LinkService>().LinkEntityToIntegrationAsync(own.Owner, new LinkRequest("Meeting", meeting, own.GitHub, thing), CancellationToken.None)).Value.Id;
        var isOpen = state is not (State.OrganizationClosed or State.ProgramNotAllowed);
        await using var client = await hub.ConnectAsync(program);

        // What is offered is what may be called.
        var offered = isOpen ? (await client.ListToolsAsync()).Select(tool => tool.Name).ToHashSet(StringComparer.Ordinal) : [];
        Expect(offered.Contains("search") == Reads(state) && offered.Contains("run_action") == (Acts(state) || state == State.ToolsChanged) && offered.Contains("link_entity") == Links(state), $"{name}: offered {string.Join(' ', offered)}");
        Expect(offered.Contains(own.Tool) == Acts(state), $"{name}: offered {string.Join(' ', offered)}");

        var issue = new { repository, title = name };
        var record = new { entityType = "Meeting", entityId = meeting };
        await CallAsync("list_connected", isOpen, new { });
        await CallAsync("search", Reads(state), new { limit = 1 });
        await CallAsync("search", Reads(state) && state != State.OtherIntegration, new { limit = 1, integrationIds = new[] { own.GitHub } });
        await CallAsync("read_entity", Reads(state) && state != State.OtherIntegration, new { integrationId = own.GitHub, externalId = thing });
        await CallAsync("list_meetings", Links(state), new { });
        await CallAsync("list_people", Links(state), new { });
        await CallAsync("list_links", Links(state), record);
        await CallAsync("link_entity", Links(state), new { record.entityType, record.entityId, integrationId = own.GitHub, externalId = thing });
        await CallAsync("unlink_entity", Links(state), new { record.entityType, record.entityId, linkId = link });
        await CallAsync("describe_action", Acts(state), new { integrationId = own.GitHub, action = "create_issue" });
        await CallAsync("run_action", Acts(state), new { integrationId = own.GitHub, action = "create_issue", parameters = issue });
        await CallAsync("run_action", false, new { integrationId = own.Second, action = "create_issue", parameters = issue });
        await CallAsync(own.Tool, Acts(state), issue);
        await FindAsync(null);
        await FindAsync(own.GitHub);
        await ReadAsync(Reads(state) && state != State.OtherIntegration, own.GitHub);
        await ReadAsync(state == State.OtherIntegration, own.Second);
        // Another organization's, or what another person connected for themself, whatever was granted.
        foreach (var other in foreign)
        {
            await CallAsync("search", false, new { limit = 1, integrationIds = new[] { other.GitHub } });
            await CallAsync("read_entity", false, new { integrationId = other.GitHub, externalId = thing });
            await CallAsync("describe_action", false, new { integrationId = other.GitHub, action = "create_issue" });
            await CallAsync("run_action", false, new { integrationId = other.GitHub, action = "create_issue", parameters = issue });
            await CallAsync("link_entity", false, new { record.entityType, record.entityId, integrationId = other.GitHub, externalId = thing });
            await FindAsync(other.GitHub);
            await ReadAsync(false, other.GitHub);
        }

        // The tool is answered to all whom the organization answers; what it finds is what was granted.
        async Task FindAsync(Guid? integrationId)
        {
            _calls++;
            var answer = await client.CallToolAsync("find_actions", integrationId is null ? [] : new Dictionary<string, object?>(StringComparer.Ordinal) { ["integrationId"] = integrationId });
            var isRefused = answer.IsError == true;
            (_answered, _refused) = isRefused ? (_answered, _refused + 1) : (_answered + 1, _refused);
            var found = isRefused ? [] : McpToolsTests.Structured(answer).GetProperty("actions").EnumerateArray().Select(action => action.GetProperty("integrationId").GetGuid()).ToList();
            var isWanted = Acts(state) && (integrationId is null || integrationId == own.GitHub);
            Expect(isRefused == !isOpen && found.TrueForAll(id => id == own.GitHub) && found.Count > 0 == isWanted, $"{name}: find_actions of {integrationId} found {found.Count}");
        }

        async Task ReadAsync(bool isGiven, Guid integrationId)
        {
            _calls++;
            string? refusal = null;
            try
            {
                await client.ReadResourceAsync($"hub://integrations/{integrationId}/entities/{Uri.EscapeDataString(thing)}");
                _answered++;
            }
            catch (McpProtocolException refused)
            {
                refusal = refused.Message;
                (_refused, _unread) = (_refused + 1, _unread + 1);
            }

            Expect(isGiven == refusal is null, $"{name}: resources/read of {integrationId} {(refusal is null ? "was answered" : $"was refused: {refusal}")}");
        }

        async Task CallAsync(string tool, bool isGiven, object arguments)
        {
            _calls++;
            var given = JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value, StringComparer.Ordinal);
            string? refusal;
            try
            {
                var answer = await client.CallToolAsync(tool, given);
                refusal = answer.IsError == true ? McpToolsTests.Text(answer) : null;
            }
            catch (McpProtocolException unknown)
            {
                refusal = unknown.Message;
            }

            (_answered, _refused) = refusal is null ? (_answered + 1, _refused) : (_answered, _refused + 1);
            Expect(isGiven == refusal is null, $"{name}: {tool} {(refusal is null ? "was answered" : $"was refused: {refusal}")}");
        }

        void Expect(bool holds, string otherwise)
        {
            if (!holds)
            {
                beyond.Add(otherwise);
            }
        }
    }

    /// <summary>The organization's, in which each connects for themself; only the user did.</summary>
    private async Task<Guid> UserScopedAsync()
    {
        var created = await hub.Get<InstanceService>().CreateAsync(hub.Admin, new NewInstance("github", InstanceLevel.Organization, new InstanceChanges { Name = "Each their own", UserScoped = true }), CancellationToken.None);
        var key = await hub.Hub.CredentialAsync("github", kind: "api_key");
        Assert.True((await hub.Get<ConnectionService>().ConnectAsync(hub.User, created.Value.Id, new ConnectRequest("api_key", key.Fields), CancellationToken.None)).IsSuccess);
        return created.Value.Id;
    }

    private async Task<Guid> PersonalAsync() => (await hub.Get<IntegrationActions>().CreateUserIntegrationAsync(
        hub.User, new CreateIntegration("github", "Personal", (await hub.Hub.CredentialAsync("github")).Fields), CancellationToken.None)).Value;
}
