using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Core.Activity;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Actions;

/// <summary>
/// What a person sent last time. It is read from the record of what they did, which has no secrets and is kept as long as activity is: there is no second place
/// for it, and nothing more to delete.
/// </summary>
public sealed class LastInputs(IDbContextFactory<IntegrationsDbContext> contexts)
{
    /// <summary>So far back it is looked for; who runs an action once a year fills it in anew.</summary>
    private const int Looked = 1_000;

    /// <summary>The parameters of the last run of an action that this caller made on a page, as far as they were recorded whole.</summary>
    /// <param name="caller">Sees only what they sent themself.</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="action">The action's name.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <returns>An object, empty where there was no run or nothing can be used again; or <c>integration.not_found</c>.</returns>
    public async Task<Result<JsonObject>> GetAsync(Caller caller, Guid instanceId, string action, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.Instances.AsNoTracking().VisibleTo(caller).AnyAsync(i => i.Id == instanceId, cancellationToken))
        {
            return InstanceFailures.NotFound;
        }

        if (caller.UserId is not { } user)
        {
            return new JsonObject();
        }

        // The newest of the integration first, by its index, and no further than that: one that runs all day has millions of rows.
        var input = await db.Activities.AsNoTracking().VisibleTo(caller).Where(a => a.InstanceId == instanceId)
            .OrderByDescending(a => a.OccurredAt).ThenByDescending(a => a.Id).Take(Looked)
            .Where(a => a.UserId == user && a.Client == null && a.Type == ActivityTypes.Action && a.Action == action && a.Status == ActivityStatus.Success && a.Input != null)
            .OrderByDescending(a => a.OccurredAt).ThenByDescending(a => a.Id)
            .Select(a => a.Input)
            .FirstOrDefaultAsync(cancellationToken);
        return input is null ? new JsonObject() : ParameterRedaction.WhatIsWhole(JsonElement.Parse(input));
    }
}
