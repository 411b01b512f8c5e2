using Integrations.Connectors.Manifest;
using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Management;

/// <summary>
/// The server actions of document 000 for integrations, with its names, results and messages. Credentials of a create or
/// update are tested first; what fails stores nothing.
/// </summary>
public sealed class IntegrationActions(
    IDbContextFactory<IntegrationsDbContext> contexts,
    InstanceService instances,
    ConnectionService connections,
    CatalogService catalog,
    CredentialCheck check,
    ConnectionStore store,
    ActivityLog activity)
{
    /// <summary>Creates and connects an organization-level integration.</summary>
    /// <returns>Its id, or the documented errors.</returns>
    public Task<Result<Guid>> CreateOrganizationIntegrationAsync(Caller caller, CreateIntegration request, CancellationToken cancellationToken) =>
        CreateAsync(caller, InstanceLevel.Organization, request, cancellationToken);

    /// <summary>Creates and connects an integration of the caller's own.</summary>
    /// <returns>Its id, or the documented errors.</returns>
    public Task<Result<Guid>> CreateUserIntegrationAsync(Caller caller, CreateIntegration request, CancellationToken cancellationToken) =>
        CreateAsync(caller, InstanceLevel.User, request, cancellationToken);

    /// <summary>Changes an integration of the organization; what is null stays. New credentials are tested before anything is stored.</summary>
    /// <returns>Done, or the documented errors.</returns>
    public Task<Result<Done>> UpdateOrganizationIntegrationAsync(Caller caller, Guid integrationId, UpdateIntegration formData, CancellationToken cancellationToken) =>
        UpdateAsync(caller, InstanceLevel.Organization, integrationId, formData, cancellationToken);

    /// <summary>The same for one of the caller's own.</summary>
    /// <returns>Done, or the documented errors.</returns>
    public Task<Result<Done>> UpdateUserIntegrationAsync(Caller caller, Guid integrationId, UpdateIntegration formData, CancellationToken cancellationToken) =>
        UpdateAsync(caller, InstanceLevel.User, integrationId, formData, cancellationToken);

    /// <summary>Removes an integration of the organization with its connections.</summary>
    /// <returns>Done, or <c>integration.not_found</c> for one of another level, or the documented errors.</returns>
    public Task<Result<Done>> DeleteOrganizationIntegrationAsync(Caller caller, Guid integrationId, CancellationToken cancellationToken) =>
        OfLevelAsync(caller, InstanceLevel.Organization, integrationId, () => instances.DeleteAsync(caller, integrationId, cancellationToken), cancellationToken);

    /// <summary>Removes one of the caller's own with its connection.</summary>
    /// <returns>Done, or <c>integration.not_found</c> for one of another level, or the documented errors.</returns>
    public Task<Result<Done>> DeleteUserIntegrationAsync(Caller caller, Guid integrationId, CancellationToken cancellationToken) =>
        OfLevelAsync(caller, InstanceLevel.User, integrationId, () => instances.DeleteAsync(caller, integrationId, cancellationToken), cancellationToken);

    /// <summary>All integrations of the organization, without credentials.</summary>
    public Task<Result<IReadOnlyList<InstanceView>>> GetOrganizationIntegrationsAsync(Caller caller, CancellationToken cancellationToken) =>
        ListAsync(caller, InstanceLevel.Organization, cancellationToken);

    /// <summary>The caller's own integrations, without credentials.</summary>
    /// <returns>The integrations, or the documented errors.</returns>
    public Task<Result<IReadOnlyList<InstanceView>>> GetUserIntegrationsAsync(Caller caller, CancellationToken cancellationToken) =>
        ListAsync(caller, InstanceLevel.User, cancellationToken);

    /// <summary>Calls the vendor with the organization's connection and changes nothing there.</summary>
    /// <returns>How it went, a refusal of the vendor included; or <c>permission_denied</c>, <c>integration.not_found</c>.</returns>
    public Task<Result<TestOutcome>> TestOrganizationIntegrationAsync(Caller caller, Guid integrationId, CancellationToken cancellationToken) =>
        OfLevelAsync(
            caller,
            InstanceLevel.Organization,
            integrationId,
            async () => caller.Must(KnownPermissions.TestOrganizationIntegrations) is { } forbidden ? forbidden : await connections.TestAsync(caller, integrationId, cancellationToken),
            cancellationToken);

    /// <summary>The same with the caller's own integration.</summary>
    /// <returns>How it went, a refusal of the vendor included; or <c>integration.not_found</c>.</returns>
    public Task<Result<TestOutcome>> TestUserIntegrationAsync(Caller caller, Guid integrationId, CancellationToken cancellationToken) =>
        OfLevelAsync(caller, InstanceLevel.User, integrationId, () => connections.TestAsync(caller, integrationId, cancellationToken), cancellationToken);

    /// <summary>Tests an integration of either level, under the rules of that level; a user-scoped one is each user's own to test.</summary>
    public async Task<Result<TestOutcome>> TestIntegrationAsync(Caller caller, Guid integrationId, CancellationToken cancellationToken)
    {
        var current = await instances.GetAsync(caller, integrationId, cancellationToken);
        return !current.TryGet(out var view, out var failure) ? failure
            : view.Instance is { Level: InstanceLevel.Organization, UserScoped: false } && caller.Must(KnownPermissions.TestOrganizationIntegrations) is { } forbidden ? forbidden
            : await connections.TestAsync(caller, integrationId, cancellationToken);
    }

    private Task<Result<Guid>> CreateAsync(Caller caller, InstanceLevel level, CreateIntegration request, CancellationToken cancellationToken) =>
        CreateConnectedAsync(
            caller,
            new NewInstance(request.IntegrationType, level, new InstanceChanges { Name = request.Name, Metadata = request.Metadata }) { UnknownProviderIsLevelError = true },
            request.Credentials,
            request.AuthKind,
            cancellationToken);

    /// <summary>Creates an integration with its connection: both, or neither.</summary>
    /// <param name="caller">Who connects.</param>
    /// <param name="request">What to create.</param>
    /// <param name="credentials">Named as the manifest's fields; tested first.</param>
    /// <param name="authKind">One of <see cref="AuthKinds"/>; null to find it by the fields that are given.</param>
    /// <param name="cancellationToken">Ends the vendor's calls too.</param>
    public async Task<Result<Guid>> CreateConnectedAsync(
        Caller caller, NewInstance request, IReadOnlyDictionary<string, string> credentials, string? authKind, CancellationToken cancellationToken)
    {
        var drafted = await instances.Drafts.MakeAsync(caller, request, cancellationToken);
        if (!drafted.TryGet(out var instance, out var refused))
        {
            return refused;
        }

        var provider = (await catalog.FindAsync(instance.ProviderKey, cancellationToken))!;
        var tested = await CheckAsync(provider, authKind, credentials, cancellationToken);
        if (!tested.TryGet(out var credential, out var failure))
        {
            return failure;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        instances.Drafts.Add(db, caller, instance);
        var saved = await store.SaveAsync(db, caller, instance, ConnectionQueries.OwnerFor(caller, instance), credential, null, allowAccountChange: false, cancellationToken);
        if (!saved.TryGet(out var connection, out failure))
        {
            return failure;
        }

        await activity.RecordAsync(
            activity.Entry(caller, instance.OrganizationId, instance.Id, connection.UserId is not null, ActivityTypes.Connect, TimeSpan.Zero, message: $"Connected as {connection.AccountName ?? connection.AccountEmail ?? connection.AccountId}"),
            cancellationToken);
        return instance.Id;
    }

    private Task<Result<Done>> UpdateAsync(Caller caller, InstanceLevel level, Guid id, UpdateIntegration form, CancellationToken cancellationToken) =>
        OfLevelAsync(caller, level, id, async () =>
        {
            if (form.Credentials is { } credentials)
            {
                var connected = await ReplaceCredentialsAsync(caller, id, credentials, cancellationToken);
                if (connected.Failure is { } failure)
                {
                    return failure;
                }
            }

            var changes = new InstanceChanges { Name = form.Name, Metadata = form.Metadata, Enabled = form.IsEnabled };
            return (await instances.UpdateAsync(caller, id, changes, null, cancellationToken)).Map(_ => Done.Value);
        }, cancellationToken);

    private async Task<Result<ConnectionView>> ReplaceCredentialsAsync(Caller caller, Guid id, IReadOnlyDictionary<string, string> credentials, CancellationToken cancellationToken)
    {
        var current = await instances.GetAsync(caller, id, cancellationToken);
        if (!current.TryGet(out var view, out var failure))
        {
            return failure;
        }

        if (view.Provider is not { Connector: { } entry } || CredentialKinds.Guess(entry.Manifest, credentials) is not { } kind)
        {
            return ConnectionTestFailed(ConnectionFailures.KindNotOffered(view.ProviderName, "these fields"));
        }

        // Anyone who replaces the credentials themself decides whose they are.
        var connected = await connections.ConnectAsync(caller, id, new ConnectRequest(kind, credentials) { AllowAccountChange = true }, cancellationToken);
        return connected.Failure is { IsVendorSide: true } vendor ? InstanceFailures.ConnectionTestFailed(vendor) : connected;
    }

    private async Task<Result<CheckedCredential>> CheckAsync(CatalogEntry provider, string? authKind, IReadOnlyDictionary<string, string> credentials, CancellationToken cancellationToken)
    {
        if (provider.Connector is not { } entry || (authKind ?? CredentialKinds.Guess(entry.Manifest, credentials)) is not { } kind)
        {
            return ConnectionTestFailed(ConnectionFailures.KindNotOffered(provider.DisplayName, "these fields"));
        }

        var result = await check.CheckAsync(provider, kind, credentials, cancellationToken);
        return result.Failure is { IsVendorSide: true } vendor ? InstanceFailures.ConnectionTestFailed(vendor) : result;
    }

    private static Failure ConnectionTestFailed(Failure inner) => InstanceFailures.ConnectionTestFailed(inner);

    private async Task<Result<IReadOnlyList<InstanceView>>> ListAsync(Caller caller, InstanceLevel level, CancellationToken cancellationToken)
    {
        var all = new List<InstanceView>();
        Result<Page<InstanceView>> page;
        do
        {
            page = await instances.ListAsync(caller, new InstanceFilter(Level: level), new PageRequest(PageRequest.MaxLimit, all.Count), cancellationToken);
            if (page.Failure is { } failure)
            {
                return failure;
            }

            all.AddRange(page.Value.Items);
        }
        while (page.Value.Items.Count == PageRequest.MaxLimit);

        return Result<IReadOnlyList<InstanceView>>.Success(all);
    }

    private async Task<Result<T>> OfLevelAsync<T>(Caller caller, InstanceLevel level, Guid id, Func<Task<Result<T>>> act, CancellationToken cancellationToken)
    {
        var current = await instances.GetAsync(caller, id, cancellationToken);
        return !current.TryGet(out var view, out var failure) ? failure
            : view.Instance.Level != level ? InstanceFailures.NotFound
            : await act();
    }
}
