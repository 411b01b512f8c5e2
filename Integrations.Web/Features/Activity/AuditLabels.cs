using Integrations.Core.Activity;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Activity;

/// <summary>The audit log's names in words.</summary>
internal static class AuditLabels
{
    /// <summary>Whom or what it was done to: its name, its id where it has none, and nothing where it was done to nothing.</summary>
    public static string On(AuditEntry entry) => entry.TargetName ?? entry.TargetId ?? "–";

    /// <summary><c>connection.credentials_changed</c>: "Credentials changed". A name without words is shown as it is.</summary>
    public static string Action(string action) => Words(action) ?? action;

    internal static bool Knows(string action) => Words(action) is not null;

    /// <summary>What kind of thing it was done to.</summary>
    public static string Target(string type) => type.ToLowerInvariant() switch
    {
        "integration" or "instance" => Text.T("Integration"),
        "connection" => Text.T("Connection"),
        "link" => Text.T("Link"),
        "meeting" => Text.T("Meeting"),
        "person" => Text.T("Person"),
        "webhook" => Text.T("Webhook"),
        "token" => Text.T("Token"),
        "user" => Text.T("Member"),
        "provider" => Text.T("Provider"),
        "organization" => Text.T("Organization"),
        "template" => Text.T("Template"),
        "widget_link" => Text.T("Widget"),
        "inbound_event" => Text.T("Event received"),
        "audit" or "log" => Text.T("Log"),
        "checklist" => Text.T("Checklist"),
        "agent_grant" => Text.T("Grant to a program"),
        "program" => Text.T("Program"),
        "program_rules" => Text.T("Rules for programs"),
        "agent_policy" => Text.T("Rules for programs"),
        "agent_call" => Text.T("Call of a program"),
        _ => type,
    };

    private static string? Words(string action) => action switch
    {
        "integration.created" => Text.T("Integration added"),
        "integration.updated" => Text.T("Integration changed"),
        "integration.deleted" => Text.T("Integration deleted"),
        "integration.enabled" => Text.T("Integration enabled"),
        "integration.disabled" => Text.T("Integration disabled"),
        "integration.imported" => Text.T("Integration imported"),
        "legacy_credential.migrated" => Text.T("Old credential brought over"),
        "connection.connected" => Text.T("Connected"),
        "connection.credentials_changed" => Text.T("Credentials changed"),
        "connection.disconnected" => Text.T("Disconnected"),
        "oauth_client.tried" => Text.T("OAuth client tried"),
        "inbound.opened" => Text.T("Address for events opened"),
        "inbound.rotated" => Text.T("Address for events renewed"),
        "inbound.closed" => Text.T("Address for events closed"),
        "inbound_event.replayed" => Text.T("Received event processed again"),
        "agent.granted" => Text.T("Tools granted to a program"),
        "program.authorized" => Text.T("Program let in"),
        "program.authorization_revoked" => Text.T("Program no longer let in"),
        "program.registered" => Text.T("Program registered"),
        "program.revoked" => Text.T("Program ended"),
        "program.rules_changed" => Text.T("Rules for letting programs in changed"),
        "agent.grant_revoked" => Text.T("Grant revoked"),
        "agent.policy_changed" => Text.T("Rules for programs changed"),
        "agent.call_confirmed" => Text.T("Call of a program confirmed"),
        "agent.call_refused" => Text.T("Call of a program refused"),
        "agent.action_run" => Text.T("Action run by a program"),
        "link.created" => Text.T("Link created"),
        "link.deleted" => Text.T("Link deleted"),
        "meeting.deleted" => Text.T("Meeting deleted"),
        "person.deleted" => Text.T("Person deleted"),
        "webhook.created" => Text.T("Webhook added"),
        "webhook.updated" => Text.T("Webhook changed"),
        "webhook.deleted" => Text.T("Webhook deleted"),
        "webhook.enabled" => Text.T("Webhook enabled"),
        "webhook.disabled" => Text.T("Webhook disabled"),
        "webhook.secret_rotated" => Text.T("Webhook's secret rotated"),
        "webhook.tested" => Text.T("Webhook tested"),
        "webhook.replayed" => Text.T("Deliveries replayed"),
        "webhook.tried_now" => Text.T("Delivery tried at once"),
        "widget_link.created" => Text.T("Widget created"),
        "widget_link.revoked" => Text.T("Widget revoked"),
        "proxy.called" => Text.T("Vendor's API called"),
        "token.created" => Text.T("Token created"),
        "token.revoked" => Text.T("Token revoked"),
        "template.saved" => Text.T("Template saved"),
        "template.renamed" => Text.T("Template renamed"),
        "template.deleted" => Text.T("Template deleted"),
        "provider.created" => Text.T("Provider added"),
        "provider.updated" => Text.T("Provider changed"),
        "provider.deleted" => Text.T("Provider deleted"),
        "provider.oauth_client_changed" => Text.T("Provider's OAuth client changed"),
        "organization.created" => Text.T("Organization created"),
        "organization.updated" => Text.T("Organization changed"),
        "organization.changed" => Text.T("Organization changed"),
        "organization.sign_in_changed" => Text.T("Sign-in of the organization changed"),
        "organization.sign_in_removed" => Text.T("Sign-in of the organization removed"),
        "organization.enabled" => Text.T("Organization enabled"),
        "organization.disabled" => Text.T("Organization disabled"),
        "hub.set_up" => Text.T("Hub set up"),
        "checklist.ticked" => Text.T("Checklist item ticked"),
        "checklist.unticked" => Text.T("Checklist item unticked"),
        "mail.tested" => Text.T("Test mail sent"),
        "log.level_changed" => Text.T("Log level changed"),
        "log.level_reset" => Text.T("Log level reset"),
        "audit.read" => Text.T("Audit log read"),
        "audit.segment_removed" => Text.T("Old audit entries removed"),
        _ => OfPeople(action),
    };

    private static string? OfPeople(string action) => action switch
    {
        "member.invited" => Text.T("Member invited"),
        "member.made_by_operator" => Text.T("Member made by the operator"),
        "member.recovered_by_operator" => Text.T("Member recovered by the operator"),
        "member.role_changed" => Text.T("Role changed"),
        "member.enabled" => Text.T("Member enabled"),
        "member.disabled" => Text.T("Member disabled"),
        "member.disconnected" => Text.T("Accounts of a member disconnected"),
        "member.password_reset" => Text.T("Password reset"),
        "member.second_factor_reset" => Text.T("Second factor reset"),
        "password.changed" => Text.T("Password changed"),
        "password.chosen" => Text.T("Password chosen"),
        "password.recovered" => Text.T("Forgotten password replaced"),
        "passkey.added" => Text.T("Passkey added"),
        "passkey.removed" => Text.T("Passkey removed"),
        "microsoft.linked" => Text.T("Microsoft account linked"),
        "microsoft.unlinked" => Text.T("Microsoft account unlinked"),
        "member.provider_linked" => Text.T("Provider's account linked"),
        "member.made_by_provider" => Text.T("Member made at their first sign-in"),
        "second_factor.turned_on" => Text.T("Second factor turned on"),
        "second_factor.turned_off" => Text.T("Second factor turned off"),
        "second_factor.recovery_codes_renewed" => Text.T("Recovery codes renewed"),
        "session.signed_in" => Text.T("Signed in"),
        "session.signed_out" => Text.T("Signed out"),
        "session.signed_out_everywhere" => Text.T("Signed out everywhere"),
        "session.confirmed" => Text.T("Password confirmed"),
        "session.ended" => Text.T("Session ended"),
        "session.ended_others" => Text.T("Other sessions ended"),
        "session.sign_in_failed" => Text.T("Sign-in failed"),
        "session.code_refused" => Text.T("Code refused"),
        "session.locked_out" => Text.T("Locked out"),
        _ => null,
    };
}
