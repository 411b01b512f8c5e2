namespace Integrations.Core.Permissions;

/// <summary>
/// All permissions (SECURITY A11). What someone sees of their organization without any is what <c>VisibleTo</c> gives; docs/permissions.md is
/// generated from this.
/// </summary>
public static class KnownPermissions
{
    /// <summary><c>audit.read</c>, of administrators: read the organization's audit entries and check their chain; a super admin those of all. A token needs <c>admin</c>.</summary>
    public static readonly Permission ReadAudit = new("audit.read", Role.TenantAdmin, false, "Read the organization's audit entries and check their chain; a super admin those of all");

    /// <summary><c>integrations.change_own</c>, of each member: add, change, connect and remove integrations of one's own, and use their vendor for that. A token needs <c>write</c>.</summary>
    public static readonly Permission ChangeOwnIntegrations = new("integrations.change_own", Role.User, true, "Add, change, connect and remove integrations of one's own, and use their vendor for that");

    /// <summary><c>integrations.transfer</c>, of administrators: see which integrations members made for themselves, and give one to another member or to the organization. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission TransferIntegrations = new("integrations.transfer", Role.TenantAdmin, true, "See which integrations members made for themselves, and give one to another member or to the organization");

    /// <summary><c>integrations.change_organization</c>, of administrators: add, change, enable, disable and remove integrations of the organization, and rotate their secrets. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission ChangeOrganizationIntegrations = new("integrations.change_organization", Role.TenantAdmin, true, "Add, change, enable, disable and remove integrations of the organization, and rotate their secrets");

    /// <summary><c>integrations.test_organization</c>, of administrators: test the organization's own connections. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission TestOrganizationIntegrations = new("integrations.test_organization", Role.TenantAdmin, true, "Test the organization's own connections");

    /// <summary><c>connections.connect</c>, of each member: connect, test and disconnect one's own account, and try credentials. A token needs <c>write</c>.</summary>
    public static readonly Permission Connect = new("connections.connect", Role.User, true, "Connect, test and disconnect one's own account, and try credentials");

    /// <summary><c>connections.see_others</c>, of administrators: see which integrations another member has connected. A token needs <c>admin</c>.</summary>
    public static readonly Permission SeeOthersConnections = new("connections.see_others", Role.TenantAdmin, false, "See which integrations another member has connected");

    /// <summary><c>inbound.read</c>, of administrators: read what vendors delivered to the organization's integrations. A token needs <c>admin</c>.</summary>
    public static readonly Permission ReadInbound = new("inbound.read", Role.TenantAdmin, false, "Read what vendors delivered to the organization's integrations");

    /// <summary><c>actions.run</c>, of each member: run actions of integrations that one sees. A token needs <c>write</c>.</summary>
    public static readonly Permission RunActions = new("actions.run", Role.User, true, "Run actions of integrations that one sees");

    /// <summary><c>proxy.read</c>, of each member: read at a vendor's API with the caller's own connection. A token needs <c>proxy</c>.</summary>
    public static readonly Permission ReadThroughProxy = new("proxy.read", Role.User, false, "Read at a vendor's API with the caller's own connection") { Scope = TokenScopes.Proxy };

    /// <summary><c>proxy.change</c>, of each member: change something at a vendor's API with the caller's own connection. A token needs <c>proxy</c> and <c>write</c>.</summary>
    public static readonly Permission ChangeThroughProxy = new("proxy.change", Role.User, true, "Change something at a vendor's API with the caller's own connection") { Scope = TokenScopes.Proxy };

    /// <summary><c>proxy.organization</c>, of administrators: do either with the organization's own connection, which no setting of an integration narrows there. A token needs <c>proxy</c>.</summary>
    public static readonly Permission UseOrganizationsConnectionThroughProxy =
        new("proxy.organization", Role.TenantAdmin, false, "Do either with the organization's own connection, which no setting of an integration narrows there") { Scope = TokenScopes.Proxy };

    /// <summary><c>agents.use</c>, of each member: call the hub's tools at /mcp, within what a person granted the program. A token needs <c>mcp</c>.</summary>
    public static readonly Permission UseTools = new("agents.use", Role.User, false, "Call the hub's tools at /mcp, within what a person granted the program") { Scope = TokenScopes.Mcp };

    /// <summary><c>agents.grant</c>, of each member: grant and revoke what one's own programs may call at /mcp, and confirm their calls. A token needs <c>write</c>.</summary>
    public static readonly Permission GrantTools = new("agents.grant", Role.User, true, "Grant and revoke what one's own programs may call at /mcp, and confirm their calls");

    /// <summary><c>agents.grant_keys</c>, of administrators: do that for keys of the organization. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission GrantToolsToKeys = new("agents.grant_keys", Role.TenantAdmin, true, "Do that for keys of the organization");

    /// <summary><c>agents.change_policy</c>, of administrators: allow programs and tools at /mcp for the organization, and require that calls are confirmed. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission ChangeToolPolicy = new("agents.change_policy", Role.TenantAdmin, true, "Allow programs and tools at /mcp for the organization, and require that calls are confirmed");

    /// <summary><c>batches.read</c>, of administrators: see bulk actions of the organization. A token needs <c>admin</c>.</summary>
    public static readonly Permission ReadBatches = new("batches.read", Role.TenantAdmin, false, "See bulk actions of the organization");

    /// <summary><c>batches.run</c>, of administrators: enable, disable, test, disconnect or delete many integrations at once, and cancel that. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission RunBatches = new("batches.run", Role.TenantAdmin, true, "Enable, disable, test, disconnect or delete many integrations at once, and cancel that");

    /// <summary><c>connections.ask_reconnect</c>, of administrators: ask the owners of connections that do not work to connect again, by mail. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission AskToReconnect = new("connections.ask_reconnect", Role.TenantAdmin, true, "Ask the owners of connections that do not work to connect again, by mail");

    /// <summary><c>links.change</c>, of each member: link things of vendors to meetings and people, and remove links. A token needs <c>write</c>.</summary>
    public static readonly Permission ChangeLinks = new("links.change", Role.User, true, "Link things of vendors to meetings and people, and remove links");

    /// <summary><c>meetings.change</c>, of each member: add, change and delete meetings. A token needs <c>write</c>.</summary>
    public static readonly Permission ChangeMeetings = new("meetings.change", Role.User, true, "Add, change and delete meetings");

    /// <summary><c>calendar_feed.change_own</c>, of each member: make, renew and remove the secret address under which calendars read one's own meetings. A token needs <c>write</c>.</summary>
    public static readonly Permission ChangeOwnCalendarFeed = new("calendar_feed.change_own", Role.User, true, "Make, renew and remove the secret address under which calendars read one's own meetings");

    /// <summary><c>people.change</c>, of each member: add, change and delete people. A token needs <c>write</c>.</summary>
    public static readonly Permission ChangePeople = new("people.change", Role.User, true, "Add, change and delete people");

    /// <summary><c>people.match_accounts</c>, of administrators: look for accounts of people in connected systems, accept and refuse them. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission MatchAccounts = new("people.match_accounts", Role.TenantAdmin, true, "Look for accounts of people in connected systems, accept and refuse them");

    /// <summary><c>saved_filters.change_own</c>, of each member: save filters of lists for oneself, rename and delete them. A token needs <c>write</c>.</summary>
    public static readonly Permission ChangeOwnFilters = new("saved_filters.change_own", Role.User, true, "Save filters of lists for oneself, rename and delete them");

    /// <summary><c>saved_filters.share</c>, of administrators: share saved filters with the organization, rename and delete shared ones. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission ShareFilters = new("saved_filters.share", Role.TenantAdmin, true, "Share saved filters with the organization, rename and delete shared ones");

    /// <summary><c>legacy_credentials.bring_over</c>, of each member: bring over one's own credentials of the older system. A token needs <c>write</c>.</summary>
    public static readonly Permission BringOverCredentials = new("legacy_credentials.bring_over", Role.User, true, "Bring over one's own credentials of the older system");

    /// <summary><c>tokens.revoke</c>, of each member: revoke one's own tokens; an administrator all of the organization. A token needs <c>write</c>.</summary>
    public static readonly Permission RevokeTokens = new("tokens.revoke", Role.User, true, "Revoke one's own tokens; an administrator all of the organization");

    /// <summary><c>tokens.create_organization</c>, of administrators: create client ids and secrets that act for the organization. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission CreateOrganizationTokens = new("tokens.create_organization", Role.TenantAdmin, true, "Create client ids and secrets that act for the organization");

    /// <summary><c>programs.authorize</c>, of each member: let programs sign in for oneself, and end that. A token needs <c>write</c>.</summary>
    public static readonly Permission AuthorizePrograms = new("programs.authorize", Role.User, true, "Let programs sign in for oneself, and end that");

    /// <summary><c>programs.change</c>, of administrators: register programs that sign in by themselves for the organization, end them, and say which others members may let in. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission ChangePrograms = new("programs.change", Role.TenantAdmin, true, "Register programs that sign in by themselves for the organization, end them, and say which others members may let in");

    /// <summary><c>templates.read</c>, of administrators: see templates of the organization. A token needs <c>admin</c>.</summary>
    public static readonly Permission ReadTemplates = new("templates.read", Role.TenantAdmin, false, "See templates of the organization");

    /// <summary><c>templates.change</c>, of administrators: save, rename and delete templates, and create integrations from them. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission ChangeTemplates = new("templates.change", Role.TenantAdmin, true, "Save, rename and delete templates, and create integrations from them");

    /// <summary><c>webhooks.read</c>, of administrators: see webhook endpoints and their deliveries. A token needs <c>admin</c>.</summary>
    public static readonly Permission ReadWebhooks = new("webhooks.read", Role.TenantAdmin, false, "See webhook endpoints and their deliveries");

    /// <summary><c>webhooks.change</c>, of administrators: add, change, test, enable and delete webhook endpoints, rotate their secrets and replay deliveries. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission ChangeWebhooks = new("webhooks.change", Role.TenantAdmin, true, "Add, change, test, enable and delete webhook endpoints, rotate their secrets and replay deliveries");

    /// <summary><c>widget_links.read</c>, of administrators: see links to widgets. A token needs <c>admin</c>.</summary>
    public static readonly Permission ReadWidgetLinks = new("widget_links.read", Role.TenantAdmin, false, "See links to widgets");

    /// <summary><c>widget_links.change</c>, of administrators: make and revoke links to widgets. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission ChangeWidgetLinks = new("widget_links.change", Role.TenantAdmin, true, "Make and revoke links to widgets");

    /// <summary><c>connect_links.read</c>, of administrators: see links to connect. A token needs <c>admin</c>.</summary>
    public static readonly Permission ReadConnectLinks = new("connect_links.read", Role.TenantAdmin, false, "See links to connect");

    /// <summary><c>connect_links.change</c>, of administrators: make and revoke links to connect. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission ChangeConnectLinks = new("connect_links.change", Role.TenantAdmin, true, "Make and revoke links to connect");

    /// <summary><c>connect_links.change_rules</c>, of administrators: say whether people without an account may connect with a link. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission ChangeConnectLinkRules = new("connect_links.change_rules", Role.TenantAdmin, true, "Say whether people without an account may connect with a link");

    /// <summary><c>members.read</c>, of administrators: see members of the organization. A token needs <c>admin</c>.</summary>
    public static readonly Permission ReadMembers = new("members.read", Role.TenantAdmin, false, "See members of the organization");

    /// <summary><c>members.change</c>, of administrators: invite members, change their role, disable them, reset their second factor and password. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission ChangeMembers = new("members.change", Role.TenantAdmin, true, "Invite members, change their role, disable them, reset their second factor and password");

    /// <summary><c>organizations.change_sign_in</c>, of administrators: let members sign in with the organization's own OpenID provider, and require it. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission ChangeOrganizationSignIn = new("organizations.change_sign_in", Role.TenantAdmin, true, "Let members sign in with the organization's own OpenID provider, and require it");

    /// <summary><c>organizations.read</c>, of super administrators: see all organizations. A token needs <c>admin</c>.</summary>
    public static readonly Permission ReadOrganizations = new("organizations.read", Role.SuperAdmin, false, "See all organizations");

    /// <summary><c>organizations.change</c>, of super administrators: create, rename, disable and enable organizations. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission ChangeOrganizations = new("organizations.change", Role.SuperAdmin, true, "Create, rename, disable and enable organizations");

    /// <summary><c>providers.read_all</c>, of super administrators: see providers that are not offered. A token needs <c>admin</c>.</summary>
    public static readonly Permission ReadAllProviders = new("providers.read_all", Role.SuperAdmin, false, "See providers that are not offered");

    /// <summary><c>providers.change</c>, of super administrators: describe, change and remove providers, and set their OAuth client. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission ChangeProviders = new("providers.change", Role.SuperAdmin, true, "Describe, change and remove providers, and set their OAuth client");

    /// <summary><c>hub.change_log_level</c>, of super administrators: see more or less of the log for a time. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission ChangeLogLevel = new("hub.change_log_level", Role.SuperAdmin, true, "See more or less of the log for a time");

    /// <summary><c>notices.read_week</c>, of administrators: get the weekly summary of how the organization's connections do. A token needs <c>admin</c>.</summary>
    public static readonly Permission ReadWeek = new("notices.read_week", Role.TenantAdmin, false, "Be told each week how the organization's connections do");

    /// <summary><c>hub.keep_checklist</c>, of super administrators: tick lines of the checklist, and try OAuth clients and mail. A token needs <c>write</c> and <c>admin</c>.</summary>
    public static readonly Permission KeepChecklist = new("hub.keep_checklist", Role.SuperAdmin, true, "Tick lines of the checklist, and try OAuth clients and mail");

    /// <summary><c>hub.examine</c>, of super administrators: examine the hub: checklist, doctor and objectives. A token needs <c>admin</c>.</summary>
    public static readonly Permission ExamineHub = new("hub.examine", Role.SuperAdmin, false, "Examine the hub: checklist, doctor and objectives");
}
