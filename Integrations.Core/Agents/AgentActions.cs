using System.Collections.Concurrent;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Core.Actions;
using Integrations.Core.Activity;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Agents;

/// <summary>Finds, describes and runs the actions that a program was granted.</summary>
public sealed class AgentActions(IDbContextFactory<IntegrationsDbContext> contexts, AgentAccess access, ActionService actions, AgentApprovals approvals, AuditLog audit)
{
    private const int AtOnce = 8;

    /// <summary>Those granted and unchanged, of all integrations or of one; each vendor is asked at most once a minute.</summary>
    /// <param name="words">All of them occur in name, title, description or the integration's name; empty for all actions.</param>
    public async Task<AgentFoundActions> FindAsync(AgentStanding standing, Guid? integrationId, string words, CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<(int Order, AgentFoundAction Action)>();
        var waiting = new ConcurrentBag<AgentAction>();
        var failures = new ConcurrentDictionary<string, Failure>(StringComparer.Ordinal);
        var asked = standing.Integrations.Where(integration => integration.Actions.Count > 0 && (integrationId is null || integration.Id == integrationId)).Select((integration, order) => (integration, order));
        await Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (each, ct) =>
        {
            var (integration, order) = each;
            var listed = await actions.ListAsync(standing.Caller, integration.Id, ct);
            if (!listed.TryGet(out var descriptors, out var failure))
            {
                failures[integration.Name] = failure;
                return;
            }

            foreach (var granted in integration.Actions)
            {
                if (descriptors.FirstOrDefault(descriptor => descriptor.Name == granted.Name) is { } descriptor && AgentToolHash.Of(descriptor) == granted.Hash)
                {
                    found.Add((order, new AgentFoundAction(integration.Id, integration.Name, integration.ProviderKey, descriptor)));
                }
                else
                {
                    waiting.Add(new AgentAction(integration.Id, integration.Name, granted.Name, granted.Hash));
                }
            }
        });

        var wanted = words.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new AgentFoundActions(
            [.. found.Where(each => wanted.All(word => Holds(each.Action, word))).OrderBy(each => each.Order).ThenBy(each => each.Action.Action.Name, StringComparer.Ordinal).Select(each => each.Action)],
            [.. waiting.OrderBy(action => action.IntegrationName, StringComparer.Ordinal).ThenBy(action => action.Name, StringComparer.Ordinal)],
            failures);
    }

    /// <summary>One action with its schema.</summary>
    /// <returns>The action, or <c>agents.not_granted</c>, <c>agents.tool_changed</c>, or why the vendor did not tell.</returns>
    public async Task<Result<AgentFoundAction>> DescribeAsync(AgentStanding standing, Guid integrationId, string name, CancellationToken cancellationToken)
    {
        if (standing.Action(integrationId, name) is null)
        {
            return AgentFailures.NotGranted(Named(name), access.Page);
        }

        var found = await FindAsync(standing, integrationId, "", cancellationToken);
        return found.Items.FirstOrDefault(item => item.Action.Name == name) is { } action ? action
            : found.Failures.Values.FirstOrDefault() ?? AgentFailures.ToolChanged(Named(name), access.Page);
    }

    /// <summary>Runs an action once, if it is granted as it is now and, where that is asked for, a person confirmed this very call.</summary>
    /// <returns>
    /// What came of it; or <c>agents.not_granted</c>, <c>agents.tool_changed</c>, <c>agents.waiting_for_approval</c>, <c>agents.refused</c>, or what
    /// <see cref="ActionService.RunAsync(Caller, Guid, string, JsonElement, CancellationToken)"/> answers.
    /// </returns>
    public async Task<Result<ActionRun>> RunAsync(AgentStanding standing, Guid integrationId, string name, JsonElement parameters, CancellationToken cancellationToken)
    {
        if (standing.Action(integrationId, name) is not { } granted)
        {
            return AgentFailures.NotGranted(Named(name), access.Page);
        }

        return await actions.RunAsync(standing.Caller, integrationId, name, parameters, BeforeAsync, cancellationToken);

        async Task<Failure?> BeforeAsync(ActionDescriptor action, CancellationToken ct)
        {
            // A vendor may find an action by more than one name: what is compared is the one that would run.
            var hash = AgentToolHash.Of(action);
            if (action.Name != granted.Name || hash != granted.Hash)
            {
                return AgentFailures.ToolChanged(Named(name), access.Page);
            }

            var call = new AgentCall(integrationId, granted.IntegrationName, action.DisplayName, hash, parameters.ValueKind == JsonValueKind.Object ? parameters : JsonElement.Parse("{}"), action.Parameters);
            if (await approvals.UseOrAskAsync(standing, call, ct) is { } refused)
            {
                return refused;
            }

            await AuditAsync(standing, integrationId, granted, ct);
            return null;
        }
    }

    /// <summary>Before it is made: a change at a vendor is never without its entry, whatever becomes of it.</summary>
    private async Task AuditAsync(AgentStanding standing, Guid integrationId, AgentAction action, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        audit.Add(
            db, standing.Caller, "agent.action_run", new AuditTarget("integration", integrationId.ToString(), action.IntegrationName),
            after: new { client = standing.Client.Name, action = action.Name, grant = standing.GrantId });
        await db.SaveChangesAsync(cancellationToken);
    }

    private static bool Holds(AgentFoundAction found, string word) =>
        new[] { found.Action.Name, found.Action.DisplayName, found.Action.Description, found.Action.Group, found.IntegrationName }
            .Any(text => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true);

    private static string Named(string name) => $"'{Text.Cut(name, 80)}'";
}
