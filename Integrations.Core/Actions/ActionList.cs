using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Integrations.Core.Actions;

/// <summary>Which actions there are. What a vendor told is remembered for a minute, per connection and no further (SECURITY A8).</summary>
public sealed class ActionList(IDbContextFactory<IntegrationsDbContext> contexts, ConnectorCatalog connectors) : IDisposable
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly MemoryCache _told = new(new MemoryCacheOptions { SizeLimit = 1_000 });

    /// <summary>What is known of an integration's actions without asking anyone.</summary>
    internal async Task<Result<IReadOnlyList<ActionDescriptor>>> KnownAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var provider = await db.Instances.AsNoTracking().VisibleTo(caller).Where(i => i.Id == instanceId).Select(i => i.ProviderKey).SingleOrDefaultAsync(cancellationToken);
        return provider is null
            ? InstanceFailures.NotFound
            : Result<IReadOnlyList<ActionDescriptor>>.Success(connectors.Find(provider)?.As<IRunActions>() is { } acting ? acting.KnownActions : []);
    }

    /// <param name="fresh">Asks the vendor although its last word is not old.</param>
    internal async Task<Result<IReadOnlyList<ActionDescriptor>>> OfAsync(OpenIntegration open, bool fresh, CancellationToken cancellationToken)
    {
        if (open.Entry.As<IRunActions>() is not { } acting)
        {
            return ActionFailures.NotSupported(open.Entry.Manifest.DisplayName);
        }

        if (!fresh && _told.TryGetValue(Key(open), out IReadOnlyList<ActionDescriptor>? told))
        {
            return Result<IReadOnlyList<ActionDescriptor>>.Success(told!);
        }

        var listed = await open.Session.CallAsync(() => acting.ListActionsAsync(open.Session, cancellationToken), cancellationToken);
        if (listed.IsSuccess)
        {
            _told.Set(Key(open), listed.Value, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Remembered });
        }

        return listed;
    }

    /// <summary>One action by its name; a name that is not remembered is asked for once more.</summary>
    internal async Task<Result<ActionDescriptor>> FindAsync(OpenIntegration open, string name, CancellationToken cancellationToken)
    {
        foreach (var fresh in new[] { false, true })
        {
            var listed = await OfAsync(open, fresh, cancellationToken);
            if (!listed.TryGet(out var actions, out var failure))
            {
                return failure;
            }

            if (open.Entry.As<IRunActions>()?.FindAction(actions, name) is { } found)
            {
                return found;
            }
        }

        return ActionFailures.Unknown(name);
    }

    internal void Forget(OpenIntegration open) => _told.Remove(Key(open));

    /// <inheritdoc/>
    public void Dispose() => _told.Dispose();

    /// <summary>A changed credential or setting may offer other actions.</summary>
    private static object Key(OpenIntegration open) => (open.Connection.Id, open.Connection.CredentialVersion, open.Instance.UpdatedAt);
}
