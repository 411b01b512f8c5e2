using Integrations.Connectors.Http;
using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Management;

/// <summary>Rows of new integrations.</summary>
public sealed class InstanceDrafts(IDbContextFactory<IntegrationsDbContext> contexts, CatalogService catalog, EgressPolicy egress, AuditLog audit, TimeProvider clock)
{
    /// <returns>What is wrong with new values; null when nothing is.</returns>
    internal Failure? Check(InstanceChanges changes, CatalogEntry? provider) => changes.Validate(provider, egress);

    /// <summary>Makes the row of a new integration without saving it, or says why it cannot be.</summary>
    internal async Task<Result<IntegrationInstance>> MakeAsync(Caller caller, NewInstance request, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeOwnIntegrations) is { } readOnly)
        {
            return readOnly;
        }

        if (caller.OrganizationId is not { } organizationId)
        {
            return InstanceFailures.NoOrganization;
        }

        var forbidden = request.Level == InstanceLevel.Organization ? caller.Must(KnownPermissions.ChangeOrganizationIntegrations)
            : caller.UserId is null ? Failure.Forbidden("Only a person can have a user-level integration")
            : null;
        if (forbidden is not null)
        {
            return forbidden;
        }

        var offered = await catalog.FindOfferedAsync(contexts, caller, organizationId, request.Provider, request.Level, cancellationToken);
        if (!offered.TryGet(out var provider, out var refused))
        {
            return refused.Kind == FailureKind.NotFound && request.UnknownProviderIsLevelError ? InstanceFailures.LevelNotSupported(request.Provider, request.Level) : refused;
        }

        if (request.Values.Validate(provider, egress, nameRequired: true) is { } invalid)
        {
            return invalid;
        }

        var now = clock.GetUtcNow();
        var instance = new IntegrationInstance
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organizationId,
            ProviderId = provider.Id,
            ProviderKey = provider.Key,
            Level = request.Level,
            OwnerUserId = request.Level == InstanceLevel.User ? caller.UserId : null,
            Name = request.Values.Name!.Trim(),
            Status = InstanceStatus.Pending,
            UserScoped = request.Level == InstanceLevel.Organization && provider.Document.RequiresUserScoping,
            CompanyType = request.CompanyType,
            Reference = request.Reference,
            CreatedBy = caller.UserId,
            CreatedAt = now,
        };
        request.Values.ApplyTo(instance);
        return instance;
    }

    /// <summary>Adds a draft, with its audit entry, to the context that saves it.</summary>
    internal void Add(IntegrationsDbContext db, Caller caller, IntegrationInstance instance)
    {
        db.Instances.Add(instance);
        audit.Add(db, caller, "integration.created", InstanceAudit.Target(instance), after: InstanceAudit.Of(instance));
    }
}
