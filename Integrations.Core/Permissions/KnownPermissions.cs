namespace Integrations.Core.Permissions;

/// <summary>
/// All permissions (SECURITY A11). What someone sees of their organization without any is what <c>VisibleTo</c> gives; docs/permissions.md is
/// generated from this.
/// </summary>
public static class KnownPermissions
{
    public static readonly Permission ReadAudit = new("audit.read", Role.TenantAdmin, false, "Read the organization's audit entries and check their chain; a super admin those of all");

    public static readonly Permission ChangeOwnIntegrations = new("integrations.change_own", Role.User, true, "Add, change, connect and remove integrations of one's own, and use their vendor for that");

    public static readonly Permission TransferIntegrations = new("integrations.transfer", Role.TenantAdmin, true, "See which integrations members made for themselves, and give one to another member or to the organization");

    public static readonly Permission ChangeOrganizationIntegrations = new("integrations.change_organization", Role.TenantAdmin, true, "Add, change, enable, disable and remove integrations of the organization, and rotate their secrets");

    public static readonly Permission TestOrganizationIntegrations = new("integrations.test_organization", Role.TenantAdmin, true, "Test the organization's own connections");

    public static readonly Permission Connect = new("connections.connect", Role.User, true, "Connect, test and disconnect one's own account, and try credentials");

    public static readonly Permission SeeOthersConnections = new("connections.see_others", Role.TenantAdmin, false, "See which integrations another member has connected");

    public static readonly Permission ReadInbound = new("inbound.read", Role.TenantAdmin, false, "Read what vendors delivered to the organization's integrations");

    public static readonly Permission RunActions = new("actions.run", Role.User, true, "Run actions of integrations that one sees");

    public static readonly Permission ReadThroughProxy = new("proxy.read", Role.User, false, "Read at a vendor's API with the caller's own connection") { Scope = TokenScopes.Proxy };

    public static readonly Permission ChangeThroughProxy = new("proxy.change", Role.User, true, "Change something at a vendor's API with the caller's own connection") { Scope = TokenScopes.Proxy };

    public static readonly Permission UseOrganizationsConnectionThroughProxy =
        new("proxy.organization", Role.TenantAdmin, false, "Do either with the organization's own connection, which no setting of an integration narrows there") { Scope = TokenScopes.Proxy };

    public static readonly Permission UseTools = new("agents.use", Role.User, false, "Call the hub's tools at /mcp, within what a person granted the program") { Scope = TokenScopes.Mcp };

    public static readonly Permission GrantTools = new("agents.grant", Role.User, true, "Grant and revoke what one's own programs may call at /mcp, and confirm their calls");

    public static readonly Permission GrantToolsToKeys = new("agents.grant_keys", Role.TenantAdmin, true, "Do that for keys of the organization");

    public static readonly Permission ChangeToolPolicy = new("agents.change_policy", Role.TenantAdmin, true, "Allow programs and tools at /mcp for the organization, and require that calls are confirmed");

    public static readonly Permission ReadBatches = new("batches.read", Role.TenantAdmin, false, "See bulk actions of the organization");

    public static readonly Permission RunBatches = new("batches.run", Role.TenantAdmin, true, "Enable, disable, test, disconnect or delete many integrations at once, and cancel that");

    public static readonly Permission ChangeLinks = new("links.change", Role.User, true, "Link things of vendors to meetings and people, and remove links");

    public static readonly Permission ChangeMeetings = new("meetings.change", Role.User, true, "Add, change and delete meetings");

    public static readonly Permission ChangeOwnCalendarFeed = new("calendar_feed.change_own", Role.User, true, "Make, renew and remove the secret address under which calendars read one's own meetings");

    public static readonly Permission ChangePeople = new("people.change", Role.User, true, "Add, change and delete people");

    public static readonly Permission BringOverCredentials = new("legacy_credentials.bring_over", Role.User, true, "Bring over one's own credentials of the older system");

    public static readonly Permission RevokeTokens = new("tokens.revoke", Role.User, true, "Revoke one's own tokens; an administrator all of the organization");

    public static readonly Permission CreateOrganizationTokens = new("tokens.create_organization", Role.TenantAdmin, true, "Create client ids and secrets that act for the organization");

    public static readonly Permission AuthorizePrograms = new("programs.authorize", Role.User, true, "Let programs sign in for oneself, and end that");

    public static readonly Permission ChangePrograms = new("programs.change", Role.TenantAdmin, true, "Register programs that sign in by themselves for the organization, end them, and say which others members may let in");

    public static readonly Permission ReadTemplates = new("templates.read", Role.TenantAdmin, false, "See templates of the organization");

    public static readonly Permission ChangeTemplates = new("templates.change", Role.TenantAdmin, true, "Save, rename and delete templates, and create integrations from them");

    public static readonly Permission ReadWebhooks = new("webhooks.read", Role.TenantAdmin, false, "See webhook endpoints and their deliveries");

    public static readonly Permission ChangeWebhooks = new("webhooks.change", Role.TenantAdmin, true, "Add, change, test, enable and delete webhook endpoints, rotate their secrets and replay deliveries");

    public static readonly Permission ReadWidgetLinks = new("widget_links.read", Role.TenantAdmin, false, "See links to widgets");

    public static readonly Permission ChangeWidgetLinks = new("widget_links.change", Role.TenantAdmin, true, "Make and revoke links to widgets");

    public static readonly Permission ReadConnectLinks = new("connect_links.read", Role.TenantAdmin, false, "See links to connect");

    public static readonly Permission ChangeConnectLinks = new("connect_links.change", Role.TenantAdmin, true, "Make and revoke links to connect");

    public static readonly Permission ChangeConnectLinkRules = new("connect_links.change_rules", Role.TenantAdmin, true, "Say whether people without an account may connect with a link");

    public static readonly Permission ReadMembers = new("members.read", Role.TenantAdmin, false, "See members of the organization");

    public static readonly Permission ChangeMembers = new("members.change", Role.TenantAdmin, true, "Invite members, change their role, disable them, reset their second factor and password");

    public static readonly Permission ChangeOrganizationSignIn = new("organizations.change_sign_in", Role.TenantAdmin, true, "Let members sign in with the organization's own OpenID provider, and require it");

    public static readonly Permission ReadOrganizations = new("organizations.read", Role.SuperAdmin, false, "See all organizations");

    public static readonly Permission ChangeOrganizations = new("organizations.change", Role.SuperAdmin, true, "Create, rename, disable and enable organizations");

    public static readonly Permission ReadAllProviders = new("providers.read_all", Role.SuperAdmin, false, "See providers that are not offered");

    public static readonly Permission ChangeProviders = new("providers.change", Role.SuperAdmin, true, "Describe, change and remove providers, and set their OAuth client");

    public static readonly Permission ChangeLogLevel = new("hub.change_log_level", Role.SuperAdmin, true, "See more or less of the log for a time");

    public static readonly Permission ReadWeek = new("notices.read_week", Role.TenantAdmin, false, "Be told each week how the organization's connections do");

    public static readonly Permission KeepChecklist = new("hub.keep_checklist", Role.SuperAdmin, true, "Tick lines of the checklist, and try OAuth clients and mail");

    public static readonly Permission ExamineHub = new("hub.examine", Role.SuperAdmin, false, "Examine the hub: checklist, doctor and objectives");
}
