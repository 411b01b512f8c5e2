using System.Net.Http.Headers;
using System.Net.Http.Json;
using Integrations.Benchmarks.Load;
using Integrations.Core.Actions;
using Integrations.Core.Agents;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using ModelContextProtocol.Client;

namespace Integrations.Benchmarks.Programs;

/// <summary>
/// An agent to which 100 integrations of 3 actions each are granted, as many as one grant holds: how long its list of tools takes, and a call beside the same action by its route.
/// Another has 40 integrations of 15 actions each, which is what its list was promised for.
/// </summary>
internal static class AgentTools
{
    private const int Integrations = 100;
    private const int FewerIntegrations = 40;
    private const int MoreActions = 15;
    private const int CallsPerRound = 20;
    private const int WarmUps = 400;
    private const double ListTargetMs = 50;
    private const double CallTarget = 1.05;

    public static async Task<int> RunAsync(int rounds, RunDatabases databases)
    {
        await using var scene = await ProgramScene.StartAsync(databases, Integrations);
        var agents = await AgentsAsync(scene, Integrations, atLeast: 0);
        var others = await AgentsAsync(scene, FewerIntegrations, MoreActions);
        try
        {
            var actions = (await scene.Scene.Get<ActionService>().ListAsync(scene.Scene.Admin, scene.Integrations[0], CancellationToken.None)).Value.Count;
            var next = 0;
            var agent = () => agents[(int)((uint)Interlocked.Increment(ref next) % agents.Count)];
            var count = (await agents[0].ListToolsAsync()).Count;
            var other = () => others[(int)((uint)Interlocked.Increment(ref next) % others.Count)];
            await WarmUp.RunAsync(WarmUps, () => ListAsync(agent()));
            await WarmUp.RunAsync(WarmUps, () => ListAsync(other()));
            await WarmUp.RunAsync(WarmUps, () => ByToolAsync(agent(), scene));
            await WarmUp.RunAsync(WarmUps, () => ByRouteAsync(scene));

            var (list, otherList) = (new Figures("tools/list"), new Figures("tools/list"));
            var call = new Ratio("an action at a vendor of 50 ms: by tool, by route", "ms", CallTarget, atMost: true);
            for (var round = 0; round < rounds; round++)
            {
                var (tool, route) = (new Figures(""), new Figures(""));
                for (var i = 0; i < CallsPerRound; i++)
                {
                    await list.MeasureAsync(() => ListAsync(agent()));
                    await otherList.MeasureAsync(() => ListAsync(other()));
                    await route.MeasureAsync(() => ByRouteAsync(scene));
                    await tool.MeasureAsync(() => ByToolAsync(agent(), scene));
                }

                call.Add(tool.Median, route.Median);
            }

            var failed = Ratio.Print($"A tool's call beside the action's route, {databases.Name}", call);
            Figures.Print($"tools/list with {Integrations} integrations and {Integrations * actions} actions granted ({count} tools listed), {databases.Name}", list);
            failed |= Verdict(list);
            Figures.Print($"tools/list with {FewerIntegrations} integrations and {FewerIntegrations * MoreActions} actions granted, {databases.Name}", otherList);
            return failed | Verdict(otherList);
        }
        finally
        {
            foreach (var agent in agents.Concat(others))
            {
                await agent.DisposeAsync();
            }
        }
    }

    private static int Verdict(Figures list) => Figures.Verdict(list.Median < ListTargetMs, $"{list.Median:0.0} ms at the median, {list.P95:0.0} ms at p95; target under {ListTargetMs:0} ms");

    /// <param name="integrations">How many are granted.</param>
    /// <param name="atLeast">Actions of each; where the vendor offers fewer, the grant holds some that it offered once, as it does when workflows are gone.</param>
    private static async Task<IReadOnlyList<McpClient>> AgentsAsync(ProgramScene scene, int integrations, int atLeast)
    {
        var services = scene.Scene;
        var policies = services.Get<AgentPolicyService>();
        var agents = new List<McpClient>();
        foreach (var person in services.InSession())
        {
            if (agents.Count == 0)
            {
                var now = await policies.GetAsync(person, CancellationToken.None);
                await policies.ChangeAsync(person, new AgentPolicyChanges(IsOpen: true, ConfirmWrites: false, now.Version), CancellationToken.None);
            }

            var made = (await services.Get<ApiTokenService>().CreatePersonalAsync(person, new NewApiToken("Agent", TokenScopes.Mcp), CancellationToken.None)).Value;
            var granted = new List<AgentGrantedIntegration>();
            foreach (var integration in scene.Integrations.Take(integrations))
            {
                var offered = (await services.Get<ActionService>().ListAsync(person, integration, CancellationToken.None)).Value;
                List<AgentGrantedAction> actions = [.. offered.Select(action => new AgentGrantedAction(action.Name, AgentToolHash.Of(action)))];
                actions.AddRange(Enumerable.Range(1, Math.Max(0, atLeast - actions.Count)).Select(number => new AgentGrantedAction($"workflow_{number}", AgentToolHash.Of(offered[0]))));
                granted.Add(new AgentGrantedIntegration(integration, MayRead: true, actions));
            }

            var done = await services.Get<AgentGrantService>().GrantAsync(
                person, CallerClient.OfToken(made.Row.Id, made.Row.Name).Key, new AgentGrantChanges(granted, TimeSpan.FromDays(1)), CancellationToken.None);
            if (!done.IsSuccess)
            {
                throw new InvalidOperationException(done.Failure!.Message);
            }

            var http = new HttpClient { BaseAddress = scene.Web.Address };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made.Text.Reveal());
            var options = new HttpClientTransportOptions { Endpoint = new Uri(scene.Web.Address, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp, EnableStandaloneGetStream = false };
            agents.Add(await McpClient.CreateAsync(new HttpClientTransport(options, http, ownsHttpClient: true)));
        }

        return agents;
    }

    private static async Task ListAsync(McpClient agent)
    {
        if ((await agent.ListToolsAsync()).Count == 0)
        {
            throw new VoidRunException("no tool was listed.");
        }
    }

    private static async Task ByToolAsync(McpClient agent, ProgramScene scene)
    {
        var answer = await agent.CallToolAsync("run_action", new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["integrationId"] = scene.Integrations[0],
            ["action"] = "create_issue",
            ["parameters"] = Issue,
        });
        if (answer.IsError == true)
        {
            throw new VoidRunException(string.Join(' ', answer.Content.OfType<ModelContextProtocol.Protocol.TextContentBlock>().Select(block => block.Text)));
        }
    }

    private static async Task ByRouteAsync(ProgramScene scene)
    {
        using var answer = await scene.Next.PostAsJsonAsync(new Uri($"/v1/integrations/int_{scene.Integrations[0]:N}/actions/create_issue", UriKind.Relative), new { parameters = Issue });
        if (!answer.IsSuccessStatusCode)
        {
            throw new VoidRunException($"the answer was {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    private static Dictionary<string, string> Issue => new(StringComparer.Ordinal) { ["repository"] = "acme/roadmap", ["title"] = "Made by a measurement" };
}
