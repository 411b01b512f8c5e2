using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;

namespace Integrations.Web.Features.Connections;

/// <summary>Whom a new integration is for.</summary>
public sealed record ConnectChoice(string Key, string Title, string Text, string Icon, InstanceLevel Level, bool EachForThemself)
{
    private static ConnectChoice Shared => new(
        "shared", Localization.Text.T("Everybody, through one account"), Localization.Text.T("The whole organization uses the account that you connect now."), "domain", InstanceLevel.Organization, EachForThemself: false);

    private static ConnectChoice Each => new(
        "each", Localization.Text.T("Everybody, each through their own account"), Localization.Text.T("People connect for themselves under My connections and see only what their own account sees."), "groups", InstanceLevel.Organization, EachForThemself: true);

    private static ConnectChoice Mine => new(
        "mine", Localization.Text.T("Just me"), Localization.Text.T("Only you see and use it."), "person", InstanceLevel.User, EachForThemself: false);

    /// <summary>What this caller may choose; Core decides again when it is done.</summary>
    internal static IReadOnlyList<ConnectChoice> For(CatalogEntry entry, Caller caller)
    {
        var levels = entry.Document.Levels;
        var (forAll, forOne) = (levels.Contains(ProviderLevels.Organization) && caller.IsTenantAdmin, levels.Contains(ProviderLevels.User) && caller.UserId is not null && caller.OrganizationId is not null);
        return
        [
            .. forAll && !entry.Document.RequiresUserScoping ? [Shared] : Array.Empty<ConnectChoice>(),
            .. forAll && levels.Contains(ProviderLevels.User) ? [Each] : Array.Empty<ConnectChoice>(),
            .. forOne ? [Mine] : Array.Empty<ConnectChoice>(),
        ];
    }
}
