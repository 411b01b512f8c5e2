using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Templates;

/// <summary>Templates of an organization: save one from an integration, make integrations from it. Administrators only.</summary>
public sealed class TemplateService(
    IDbContextFactory<IntegrationsDbContext> contexts, InstanceService instances, CatalogService catalog, AuditLog audit, TimeProvider clock)
{
    /// <summary>By name.</summary>
    /// <param name="caller">An administrator.</param>
    /// <param name="providerKey">Only those of a provider; null for all.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<IReadOnlyList<TemplateView>>> ListAsync(Caller caller, string? providerKey, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ReadTemplates) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Templates.AsNoTracking().VisibleTo(caller).Where(t => providerKey == null || t.ProviderKey == providerKey)
            .OrderBy(t => t.NameKey).ThenBy(t => t.Id).Take(IntegrationTemplate.MostOfThem).ToListAsync(cancellationToken);
        var views = new List<TemplateView>(rows.Count);
        foreach (var row in rows)
        {
            views.Add(await ViewAsync(row, cancellationToken));
        }

        return Result<IReadOnlyList<TemplateView>>.Success(views);
    }

    /// <summary>One template of the caller's organization.</summary>
    /// <returns>The template, or <c>permission_denied</c>, <c>template.not_found</c>.</returns>
    public async Task<Result<TemplateView>> GetAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ReadTemplates) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Templates.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(t => t.Id == id, cancellationToken) is { } found
            ? await ViewAsync(found, cancellationToken)
            : TemplateFailures.NotFound;
    }

    /// <summary>Saves how an integration of the organization is set up. Credentials, accounts and unknown settings stay out.</summary>
    public async Task<Result<TemplateView>> SaveAsync(Caller caller, Guid instanceId, string? name, CancellationToken cancellationToken)
    {
        if ((caller.Must(KnownPermissions.ChangeTemplates) ?? Text.CheckName("name", name, IntegrationTemplate.NameMaxLength)) is { } refused)
        {
            return refused;
        }

        if (!(await instances.GetAsync(caller, instanceId, cancellationToken)).TryGet(out var view, out var absent))
        {
            return absent;
        }

        if (view.Instance.Level != InstanceLevel.Organization)
        {
            return TemplateFailures.OneOwn;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Templates.CountAsync(t => t.OrganizationId == caller.OrganizationId, cancellationToken) >= IntegrationTemplate.MostOfThem)
        {
            return TemplateFailures.TooMany;
        }

        var now = clock.GetUtcNow();
        var template = new IntegrationTemplate
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = view.Instance.OrganizationId,
            ProviderKey = view.Instance.ProviderKey,
            Name = name!.Trim(),
            Values = TemplateValues.Of(view.Instance, view.Provider?.Connector),
            CreatedBy = caller.UserId,
            CreatedAt = now,
        };
        db.Templates.Add(template);
        audit.Add(db, caller, "template.saved", Target(template), after: new { template.Name, template.ProviderKey, From = instanceId });
        return await StoredAsync(db, template, cancellationToken);
    }

    /// <param name="caller">An administrator.</param>
    /// <param name="id">The template.</param>
    /// <param name="name">1 to 80 characters.</param>
    /// <param name="expectedVersion">From If-Match; null lets the last write win.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<TemplateView>> RenameAsync(Caller caller, Guid id, string? name, int? expectedVersion, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!(await ForChangeAsync(db, caller, id, cancellationToken)).TryGet(out var template, out var refused))
        {
            return refused;
        }

        if (Text.CheckName("name", name, IntegrationTemplate.NameMaxLength) is { } invalid)
        {
            return invalid;
        }

        if (expectedVersion is { } expected && expected != template.Version)
        {
            return InstanceFailures.Stale;
        }

        var before = template.Name;
        template.Name = name!.Trim();
        audit.Add(db, caller, "template.renamed", Target(template), new { Name = before }, new { template.Name });
        return await StoredAsync(db, template, cancellationToken);
    }

    /// <summary>Integrations that were made from it stay as they are.</summary>
    public async Task<Result<Done>> DeleteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!(await ForChangeAsync(db, caller, id, cancellationToken)).TryGet(out var template, out var refused))
        {
            return refused;
        }

        db.Templates.Remove(template);
        audit.Add(db, caller, "template.deleted", Target(template), new { template.Name, template.ProviderKey });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return InstanceFailures.Stale;
        }

        return Done.Value;
    }

    /// <summary>A new integration of the organization, set up as the template says; it is not connected yet.</summary>
    public async Task<Result<InstanceView>> CreateIntegrationAsync(Caller caller, Guid id, string? name, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeTemplates) is { } refused)
        {
            return refused;
        }

        return (await GetAsync(caller, id, cancellationToken)).TryGet(out var found, out var absent)
            ? await instances.CreateAsync(
                caller, new NewInstance(found.Template.ProviderKey, InstanceLevel.Organization, found.Template.Values.ToChanges(name ?? found.Name)), cancellationToken)
            : absent;
    }

    private static async Task<Result<IntegrationTemplate>> ForChangeAsync(IntegrationsDbContext db, Caller caller, Guid id, CancellationToken cancellationToken) =>
        caller.Must(KnownPermissions.ChangeTemplates) is { } refused ? refused
        : await db.Templates.VisibleTo(caller).SingleOrDefaultAsync(t => t.Id == id, cancellationToken) is { } template ? template
        : TemplateFailures.NotFound;

    private static AuditTarget Target(IntegrationTemplate template) => new("template", template.Id.ToString(), template.Name, template.OrganizationId);

    private async Task<Result<TemplateView>> StoredAsync(IntegrationsDbContext db, IntegrationTemplate template, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return InstanceFailures.Stale;
        }
        catch (DbUpdateException taken) when (taken.IsUniqueViolation())
        {
            return TemplateFailures.NameTaken(template.Name);
        }

        return await ViewAsync(template, cancellationToken);
    }

    private async Task<TemplateView> ViewAsync(IntegrationTemplate template, CancellationToken cancellationToken) =>
        new(template, await catalog.FindAsync(template.ProviderKey, cancellationToken));
}
