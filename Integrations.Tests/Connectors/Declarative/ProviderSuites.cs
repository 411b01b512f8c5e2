using Integrations.Tests.Contracts;

namespace Integrations.Tests.Connectors.Declarative;

// One a provider file: a file without its line here is found by ProviderFileTests.

public sealed class AirtableTests() : DeclarativeSuite("airtable");

public sealed class BitbucketTests() : DeclarativeSuite("bitbucket");

public sealed class DiscordTests() : DeclarativeSuite("discord")
{
    protected override string Description => "catalog/discord.openapi.json";

    private protected override Contract Adjust(Contract contract) =>
        contract.Despite("*answer 20* $*: lacks *", "the sandbox shows the members that are read")
            .Despite("*answer 20* $*: fits none of *; nearest: * lacks *", "the sandbox shows the members that are read");
}

public sealed class FigmaTests() : DeclarativeSuite("figma")
{
    protected override string Description => "catalog/figma.openapi.json";

    private protected override Contract Adjust(Contract contract) => contract.Despite("*answer 200 $: lacks *", "the sandbox shows the members that are read");
}

public sealed class FreshdeskTests() : DeclarativeSuite("freshdesk");

public sealed class IntercomTests() : DeclarativeSuite("intercom")
{
    // Five kinds of things take more pages than one search reads, unless the first of them has enough.
    protected override string SearchText => "the";

    protected override string Description => "catalog/intercom.openapi.json";

    private protected override Contract Adjust(Contract contract) =>
        contract.Despite("POST /contacts/{contact_id}/notes: path 'contact_id': expected integer*", "a contact's id is a text everywhere else in the description");
}

public sealed class MailchimpTests() : DeclarativeSuite("mailchimp");

public sealed class MiroTests() : DeclarativeSuite("miro")
{
    protected override string Description => "catalog/miro.openapi.json";
}

public sealed class MondayTests() : DeclarativeSuite("monday");

public sealed class NotionTests() : DeclarativeSuite("notion")
{
    protected override string Description => "catalog/notion.openapi.json";
}

public sealed class LinearTests() : DeclarativeSuite("linear");

public sealed class OktaTests() : DeclarativeSuite("okta")
{
    protected override string Description => "catalog/okta.openapi.json";
}

public sealed class PipedriveTests() : DeclarativeSuite("pipedrive")
{
    protected override string Description => "catalog/pipedrive.openapi.json";
}

public sealed class SalesforceTests() : DeclarativeSuite("salesforce");

public sealed class TodoistTests() : DeclarativeSuite("todoist");

public sealed class GitLabTests() : DeclarativeSuite("gitlab");

public sealed class ClickUpTests() : DeclarativeSuite("clickup");

public sealed class AsanaTests() : DeclarativeSuite("asana")
{
    protected override string Description => "catalog/asana.openapi.json";

    private protected override Contract Adjust(Contract contract) =>
        contract.Outside("https://app.asana.com/api/1.0/workspaces/*/typeahead", "typeahead takes the fields of what it finds, as every other call does; the description lists the name alone");
}

public sealed class PagerDutyTests() : DeclarativeSuite("pagerduty")
{
    protected override string Description => "catalog/pagerduty.openapi.json";

    private protected override Contract Adjust(Contract contract) =>
        contract.Outside("https://api.pagerduty.com/users/*", "reading one person is not in the part of the description that we have")
            .Despite("*: header 'From' is required", "a key of the whole account needs it; a person's key and a person's sign-in say who it is")
            .Despite("*body $.incident.service.*: is read-only and must not be sent", "a reference is how the service is named")
            .Despite("*answer 200 $.service*: lacks 'escalation_policy'", "the sandbox shows the members that are read");
}

public sealed class HubSpotTests() : DeclarativeSuite("hubspot")
{
    protected override string OwnerWord => "";

    protected override string Description => "catalog/hubspot.openapi.json";

    private protected override Contract Adjust(Contract contract) =>
        contract.Despite("*/search: body $: lacks 'after'", "a first page has no place to go on from, and the description wants one all the same");
}

public sealed class SentryTests() : DeclarativeSuite("sentry")
{
    protected override string Description => "catalog/sentry.openapi.json";

    private protected override Contract Adjust(Contract contract) =>
        contract.Despite("*answer 200 $*: lacks *", "the sandbox shows the members that are read")
            .Despite("*body $: lacks *", "a change names what is changed; the description wants every member at once")
            .Outside("https://us.sentry.io/api/0/projects/*", "reading one project is not in the part of the description that we have");
}

public sealed class TypeformTests() : DeclarativeSuite("typeform");

public sealed class ZendeskTests() : DeclarativeSuite("zendesk");

public sealed class StripeTests() : DeclarativeSuite("stripe");

public sealed class ConfluenceTests() : DeclarativeSuite("confluence");

public sealed class TrelloTests() : DeclarativeSuite("trello");

public sealed class GmailTests() : DeclarativeSuite("gmail")
{
    protected override string Description => "catalog/gmail.openapi.json";

    private protected override Contract Adjust(Contract contract) =>
        contract.Outside("https://gmail.googleapis.com/gmail/v1/users/me/threads/*/modify", "changing the labels of a conversation is not in the part of the description that we have");
}

public sealed class OneDriveTests() : DeclarativeSuite("onedrive")
{
    protected override string Description => "catalog/onedrive.openapi.json";

    private protected override Contract Adjust(Contract contract) =>
        contract.Outside("https://graph.microsoft.com/v1.0/me/drive/root/children", "listing a folder is not in the part of the description that we have")
            .Despite("*body $.@microsoft.graph.conflictBehavior: is not a known member", "an annotation, which the vendor's page of new folders shows; the types that the description is made of hold none");
}

public sealed class MicrosoftTeamsTests() : DeclarativeSuite("microsoft_teams")
{
    protected override string Description => "catalog/microsoft_teams.openapi.json";

    private protected override Contract Adjust(Contract contract) =>
        contract.Despite("GET https://graph.microsoft.com/v1.0/teams/*: no such operation", "reading one team is not in the part of the description that we have")
            .Despite("GET https://graph.microsoft.com/v1.0/chats/*: no such operation", "reading one chat is not in the part of the description that we have");
}

public sealed class MicrosoftTodoTests() : DeclarativeSuite("microsoft_todo")
{
    protected override string Description => "catalog/microsoft_todo.openapi.json";

    private protected override Contract Adjust(Contract contract) =>
        contract.Despite("GET https://graph.microsoft.com/v1.0/me/todo/lists/*: no such operation", "reading one list is not in the part of the description that we have");
}

public sealed class SharePointTests() : DeclarativeSuite("sharepoint")
{
    protected override string Description => "catalog/sharepoint.openapi.json";

    private protected override Contract Adjust(Contract contract) =>
        contract.Despite("GET https://graph.microsoft.com/v1.0/sites/*/lists/*: no such operation", "reading one list is not in the part of the description that we have");
}

public sealed class GoogleTasksTests() : DeclarativeSuite("google_tasks")
{
    // The API does not tell whose tasks they are.
    protected override string OwnerWord => "";

    protected override string Description => "catalog/google_tasks.openapi.json";

    private protected override Contract Adjust(Contract contract) =>
        contract.Outside("https://tasks.googleapis.com/tasks/v1/users/@me/lists/*", "reading one list is not in the part of the description that we have");
}

public sealed class GoogleContactsTests() : DeclarativeSuite("google_contacts")
{
    protected override string Description => "catalog/google_contacts.openapi.json";
}

public sealed class ZoomTests() : DeclarativeSuite("zoom");

public sealed class CalendlyTests() : DeclarativeSuite("calendly");

public sealed class BoxTests() : DeclarativeSuite("box")
{
    protected override string Description => "catalog/box.openapi.json";

    private protected override Contract Adjust(Contract contract) =>
        contract.Despite("PUT https://api.box.com/2.0/files/*: no such operation", "the description names sharing a file as files/{file_id}#add_shared_link, which is no address");
}

public sealed class ShortcutTests() : DeclarativeSuite("shortcut");

public sealed class FrontTests() : DeclarativeSuite("front");

public sealed class KlaviyoTests() : DeclarativeSuite("klaviyo");

public sealed class TwilioTests() : DeclarativeSuite("twilio");

public sealed class SendgridTests() : DeclarativeSuite("sendgrid");

public sealed class DropboxSignTests() : DeclarativeSuite("dropbox_sign");

public sealed class OutlineTests() : DeclarativeSuite("outline");

public sealed class NetlifyTests() : DeclarativeSuite("netlify");

public sealed class DocusignTests() : DeclarativeSuite("docusign");

public sealed class XeroTests() : DeclarativeSuite("xero")
{
    protected override string Description => "catalog/xero.openapi.json";
}

public sealed class QuickbooksTests() : DeclarativeSuite("quickbooks");

public sealed class MattermostTests() : DeclarativeSuite("mattermost");

public sealed class RocketChatTests() : DeclarativeSuite("rocket_chat");

public sealed class ZammadTests() : DeclarativeSuite("zammad");

public sealed class ShopifyTests() : DeclarativeSuite("shopify");

public sealed class GiteaTests() : DeclarativeSuite("gitea");

public sealed class WoocommerceTests() : DeclarativeSuite("woocommerce");

public sealed class RaindropTests() : DeclarativeSuite("raindrop");

public sealed class CodaTests() : DeclarativeSuite("coda");

public sealed class PaperlessTests() : DeclarativeSuite("paperless");

public sealed class VikunjaTests() : DeclarativeSuite("vikunja");

public sealed class DigitaloceanTests() : DeclarativeSuite("digitalocean");

public sealed class GrafanaTests() : DeclarativeSuite("grafana");

public sealed class MatrixTests() : DeclarativeSuite("matrix");

public sealed class WebexTests() : DeclarativeSuite("webex");

public sealed class SquareTests() : DeclarativeSuite("square");

public sealed class RedmineTests() : DeclarativeSuite("redmine");

public sealed class WordpressTests() : DeclarativeSuite("wordpress");

public sealed class ClockifyTests() : DeclarativeSuite("clockify");

public sealed class CalComTests() : DeclarativeSuite("cal_com");

public sealed class WebflowTests() : DeclarativeSuite("webflow");

public sealed class BrevoTests() : DeclarativeSuite("brevo");

public sealed class HomeAssistantTests() : DeclarativeSuite("home_assistant");

public sealed class ActivecampaignTests() : DeclarativeSuite("activecampaign");

public sealed class WrikeTests() : DeclarativeSuite("wrike");

public sealed class MinifluxTests() : DeclarativeSuite("miniflux");

public sealed class FireflyIiiTests() : DeclarativeSuite("firefly_iii");

public sealed class EventbriteTests() : DeclarativeSuite("eventbrite");

public sealed class DiscourseTests() : DeclarativeSuite("discourse");

public sealed class MastodonTests() : DeclarativeSuite("mastodon");

public sealed class BuildkiteTests() : DeclarativeSuite("buildkite");

public sealed class NextcloudTests() : DeclarativeSuite("nextcloud");

public sealed class KimaiTests() : DeclarativeSuite("kimai");

public sealed class OpenprojectTests() : DeclarativeSuite("openproject");

public sealed class PlaneTests() : DeclarativeSuite("plane");

public sealed class SnipeItTests() : DeclarativeSuite("snipe_it");

public sealed class LaunchdarklyTests() : DeclarativeSuite("launchdarkly");

public sealed class DirectusTests() : DeclarativeSuite("directus");

public sealed class ChatwootTests() : DeclarativeSuite("chatwoot");

public sealed class RenderTests() : DeclarativeSuite("render");

public sealed class HerokuTests() : DeclarativeSuite("heroku");

public sealed class CloudflareTests() : DeclarativeSuite("cloudflare")
{
    // A token says its own id, and not whose it is.
    protected override string OwnerWord => "";
}

public sealed class VercelTests() : DeclarativeSuite("vercel");

public sealed class ZulipTests() : DeclarativeSuite("zulip");

public sealed class HarvestTests() : DeclarativeSuite("harvest");

public sealed class ListmonkTests() : DeclarativeSuite("listmonk");

public sealed class TogglTests() : DeclarativeSuite("toggl");
