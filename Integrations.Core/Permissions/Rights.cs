namespace Integrations.Core.Permissions;

/// <summary>
/// All rights (SECURITY A11). What someone sees of their organization without any is what <c>VisibleTo</c> gives; docs/rights.md is
/// generated from this.
/// </summary>
public static class Rights
{
    public static readonly Right ReadAudit = new("audit.read", Role.TenantAdmin, false, "Read the organization's audit entries and check their chain; a super admin those of all");

    public static readonly Right ChangeOwnIntegrations = new("integrations.change_own", Role.User, true, "Add, change, connect and remove integrations of one's own, and use their vendor for that");

    public static readonly Right TransferIntegrations = new("integrations.transfer", Role.TenantAdmin, true, "See which integrations members made for themselves, and give one to another member or to the organization");

    public static readonly Right ChangeOrganizationIntegrations = new("integrations.change_organization", Role.TenantAdmin, true, "Add, change, enable, disable and remove integrations of the organization, and rotate their secrets");

    public static readonly Right TestOrganizationIntegrations = new("integrations.test_organization", Role.TenantAdmin, true, "Test the organization's own connections");

    public static readonly Right Connect = new("connections.connect", Role.User, true, "Connect, test and disconnect one's own account, and try credentials");

    public static readonly Right SeeOthersConnections = new("connections.see_others", Role.TenantAdmin, false, "See which integrations another member has connected");

    public static readonly Right ReadInbound = new("inbound.read", Role.TenantAdmin, false, "Read what vendors delivered to the organization's integrations");

    public static readonly Right RunActions = new("actions.run", Role.User, true, "Run actions of integrations that one sees");

    public static readonly Right ReadThroughProxy = new("proxy.read", Role.User, false, "Read at a vendor's API with the caller's own connection") { Scope = TokenScopes.Proxy };

    public static readonly Right ChangeThroughProxy = new("proxy.change", Role.User, true, "Change something at a vendor's API with the caller's own connection") { Scope = TokenScopes.Proxy };

    public static readonly Right UseOrganizationsConnectionThroughProxy =
        new("proxy.organization", Role.TenantAdmin, false, "Do either with the organization's own connection, which no setting of an integration narrows there") { Scope = TokenScopes.Proxy };

    public static readonly Right UseTools = new("agents.use", Role.User, false, "Call the hub's tools at /mcp, within what a person granted the program") { Scope = TokenScopes.Mcp };

    public static readonly Right GrantTools = new("agents.grant", Role.User, true, "Grant and revoke what one's own programs may call at /mcp, and confirm their calls");

    public static readonly Right GrantToolsToKeys = new("agents.grant_keys", Role.TenantAdmin, true, "Do that for keys of the organization");

    public static readonly Right ChangeToolPolicy = new("agents.change_policy", Role.TenantAdmin, true, "Allow programs and tools at /mcp for the organization, and require that calls are confirmed");

    public static readonly Right ReadBatches = new("batches.read", Role.TenantAdmin, false, "See bulk actions of the organization");

    public static readonly Right RunBatches = new("batches.run", Role.TenantAdmin, true, "Enable, disable, test, disconnect or delete many integrations at once, and cancel that");

    public static readonly Right ChangeLinks = new("links.change", Role.User, true, "Link things of vendors to meetings and people, and remove links");

    public static readonly Right ChangeMeetings = new("meetings.change", Role.User, true, "Add, change and delete meetings");

    public static readonly Right ChangeOwnCalendarFeed = new("calendar_feed.change_own", Role.User, true, "Make, renew and remove the secret address under which calendars read one's own meetings");

    public static readonly Right ChangePeople = new("people.change", Role.User, true, "Add, change and delete people");

    public static readonly Right BringOverCredentials = new("legacy_credentials.bring_over", Role.User, true, "Bring over one's own credentials of the older system");

    public static readonly Right RevokeTokens = new("tokens.revoke", Role.User, true, "Revoke one's own tokens; an administrator all of the organization");

    public static readonly Right CreateOrganizationTokens = new("tokens.create_organization", Role.TenantAdmin, true, "Create client ids and secrets that act for the organization");

    public static readonly Right AuthorizePrograms = new("programs.authorize", Role.User, true, "Let programs sign in for oneself, and end that");

    public static readonly Right ChangePrograms = new("programs.change", Role.TenantAdmin, true, "Register programs that sign in by themselves for the organization, end them, and say which others members may let in");

    public static readonly Right ReadTemplates = new("templates.read", Role.TenantAdmin, false, "See templates of the organization");

    public static readonly Right ChangeTemplates = new("templates.change", Role.TenantAdmin, true, "Save, rename and delete templates, and create integrations from them");

    public static readonly Right ReadWebhooks = new("webhooks.read", Role.TenantAdmin, false, "See webhook endpoints and their deliveries");

    public static readonly Right ChangeWebhooks = new("webhooks.change", Role.TenantAdmin, true, "Add, change, test, enable and delete webhook endpoints, rotate their secrets and replay deliveries");

    public static readonly Right ReadWidgetLinks = new("widget_links.read", Role.TenantAdmin, false, "See links to widgets");

    public static readonly Right ChangeWidgetLinks = new("widget_links.change", Role.TenantAdmin, true, "Make and revoke links to widgets");

    public static readonly Right ReadConnectLinks = new("connect_links.read", Role.TenantAdmin, false, "See links to connect");

    public static readonly Right ChangeConnectLinks = new("connect_links.change", Role.TenantAdmin, true, "Make and revoke links to connect");

    public static readonly Right ChangeConnectLinkRules = new("connect_links.change_rules", Role.TenantAdmin, true, "Say whether people without an account may connect with a link");

    public static readonly Right ReadMembers = new("members.read", Role.TenantAdmin, false, "See members of the organization");

    public static readonly Right ChangeMembers = new("members.change", Role.TenantAdmin, true, "Invite members, change their role, disable them, reset their second factor and password");

    public static readonly Right ChangeOrganizationSignIn = new("organizations.change_sign_in", Role.TenantAdmin, true, "Let members sign in with the organization's own OpenID provider, and require it");

    public static readonly Right ReadOrganizations = new("organizations.read", Role.SuperAdmin, false, "See all organizations");

    public static readonly Right ChangeOrganizations = new("organizations.change", Role.SuperAdmin, true, "Create, rename, disable and enable organizations");

    public static readonly Right ReadAllProviders = new("providers.read_all", Role.SuperAdmin, false, "See providers that are not offered");

    public static readonly Right ChangeProviders = new("providers.change", Role.SuperAdmin, true, "Describe, change and remove providers, and set their OAuth client");

    public static readonly Right ChangeLogLevel = new("hub.change_log_level", Role.SuperAdmin, true, "See more or less of the log for a time");

    public static readonly Right ReadWeek = new("notices.read_week", Role.TenantAdmin, false, "Be told each week how the organization's connections do");

    public static readonly Right KeepChecklist = new("hub.keep_checklist", Role.SuperAdmin, true, "Tick lines of the checklist, and try OAuth clients and mail");

    public static readonly Right ExamineHub = new("hub.examine", Role.SuperAdmin, false, "Examine the hub: checklist, doctor and objectives");
}
