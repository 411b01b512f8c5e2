using System.Diagnostics;
using System.Linq.Expressions;
using System.Reflection;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Instances;

/// <summary>The tenancy rule, written once (SECURITY A1), and what lists share.</summary>
public static class InstanceQueries
{
    private static readonly Expression<Func<IntegrationInstance, Guid?, Guid?, bool>> Visibility = (i, organizationId, userId) =>
        i.OrganizationId == organizationId && i.DeletedAt == null && (i.Level == InstanceLevel.Organization || (userId != null && i.OwnerUserId == userId));

    private static readonly MethodInfo Placeholder = typeof(InstanceQueries).GetMethod(nameof(IsVisible), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The organization's living integrations, and among the user-level ones only the caller's own.</summary>
    public static IQueryable<IntegrationInstance> VisibleTo(this IQueryable<IntegrationInstance> instances, Caller caller)
    {
        var (organizationId, userId) = (caller.OrganizationId, caller.UserId);
        Expression<Func<IntegrationInstance, bool>> visible = i => IsVisible(i, organizationId, userId);
        return instances.Where(visible.WithVisibility());
    }

    /// <summary>Stands for <see cref="VisibleTo"/> in a query that is compiled once, and therefore takes a caller's ids as parameters.</summary>
    /// <param name="instance">The row.</param>
    /// <param name="organizationId">The caller's.</param>
    /// <param name="userId">The caller's; null for a key of the organization.</param>
    internal static bool IsVisible(IntegrationInstance instance, Guid? organizationId, Guid? userId) => throw new UnreachableException($"Queries that name this go through {nameof(WithVisibility)}.");

    /// <summary>The query with the tenancy rule in the place of each <see cref="IsVisible"/>.</summary>
    internal static Expression<TDelegate> WithVisibility<TDelegate>(this Expression<TDelegate> query) => query.Inline(Placeholder, Visibility);

    /// <summary>What a person made for themself, by who may give it away: its owner, and an administrator of the organization, who else does not see it.</summary>
    public static IQueryable<IntegrationInstance> TransferableBy(this IQueryable<IntegrationInstance> instances, Caller caller)
    {
        var (organizationId, userId, isAdmin) = (caller.OrganizationId, caller.UserId, caller.Must(KnownPermissions.TransferIntegrations) is null);
        return instances.Where(i => i.OrganizationId == organizationId && i.DeletedAt == null && i.Level == InstanceLevel.User
            && (isAdmin || (userId != null && i.OwnerUserId == userId)));
    }

    /// <summary>Loads an integration to change it: the organization's by an administrator, one's own by its owner.</summary>
    internal static async Task<Result<IntegrationInstance>> ForChangeAsync(this IntegrationsDbContext db, Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if (await db.Instances.VisibleTo(caller).SingleOrDefaultAsync(i => i.Id == id, cancellationToken) is not { } instance)
        {
            return InstanceFailures.NotFound;
        }

        return MayChange(caller, instance) is { } forbidden ? forbidden : instance;
    }

    /// <summary>For an instance that the caller can see: whether they may change it.</summary>
    internal static Failure? MayChange(Caller caller, IntegrationInstance instance) =>
        caller.Must(instance.Level == InstanceLevel.Organization ? KnownPermissions.ChangeOrganizationIntegrations : KnownPermissions.ChangeOwnIntegrations);

    internal static IQueryable<IntegrationInstance> Matching(this IQueryable<IntegrationInstance> instances, InstanceFilter filter)
    {
        if (filter.Status is { } status)
        {
            instances = instances.Where(i => i.Status == status);
        }

        if (filter.Level is { } level)
        {
            instances = instances.Where(i => i.Level == level);
        }

        if (filter.OnlyPersonal)
        {
            instances = instances.Where(i => i.Level == InstanceLevel.User || i.UserScoped);
        }

        if (!string.IsNullOrWhiteSpace(filter.Tag))
        {
            var tag = InstanceTag.KeyOf(filter.Tag);
            instances = instances.Where(i => i.Tags.Any(t => t.OrganizationId == i.OrganizationId && t.Key == tag));
        }

        if (!string.IsNullOrWhiteSpace(filter.ProviderName))
        {
            var provider = filter.ProviderName.Trim();
            instances = instances.Where(i => i.ProviderKey == provider);
        }

        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            // NameKey holds the name in upper case by .NET's rules, which SQLite does not know beyond ASCII; the owner stands before the colon.
            var pattern = $"%:{Text.LikePattern(TextMatch.Canonical(filter.Search).ToUpperInvariant())}";
            var provider = Text.LikePattern(filter.Search.ToLowerInvariant());
            instances = instances.Where(i => EF.Functions.Like(i.NameKey, pattern, @"\") || EF.Functions.Like(i.ProviderKey, provider, @"\"));
        }

        return instances;
    }

    /// <summary>Null for a name that is not on the list (SECURITY I4).</summary>
    internal static IOrderedQueryable<IntegrationInstance>? Sorted(this IQueryable<IntegrationInstance> instances, PageRequest page) => (page.SortBy, page.Descending) switch
    {
        (null or "name", false) => instances.OrderBy(i => i.Name).ThenBy(i => i.Id),
        ("name", true) or (null, true) => instances.OrderByDescending(i => i.Name).ThenBy(i => i.Id),
        ("status", false) => instances.OrderBy(i => i.Status).ThenBy(i => i.Id),
        ("status", true) => instances.OrderByDescending(i => i.Status).ThenBy(i => i.Id),
        ("providerName", false) => instances.OrderBy(i => i.ProviderKey).ThenBy(i => i.Id),
        ("providerName", true) => instances.OrderByDescending(i => i.ProviderKey).ThenBy(i => i.Id),
        ("createdAt", false) => instances.OrderBy(i => i.CreatedAt).ThenBy(i => i.Id),
        ("createdAt", true) => instances.OrderByDescending(i => i.CreatedAt).ThenBy(i => i.Id),
        ("updatedAt", false) => instances.OrderBy(i => i.UpdatedAt).ThenBy(i => i.Id),
        ("updatedAt", true) => instances.OrderByDescending(i => i.UpdatedAt).ThenBy(i => i.Id),
        ("lastConnectedAt", false) => instances.OrderBy(i => i.LastConnectedAt).ThenBy(i => i.Id),
        ("lastConnectedAt", true) => instances.OrderByDescending(i => i.LastConnectedAt).ThenBy(i => i.Id),
        ("lastUsedAt", false) => instances.OrderBy(i => i.LastUsedAt).ThenBy(i => i.Id),
        ("lastUsedAt", true) => instances.OrderByDescending(i => i.LastUsedAt).ThenBy(i => i.Id),
        _ => null,
    };
}
