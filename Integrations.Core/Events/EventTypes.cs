using Integrations.Connectors;

namespace Integrations.Core.Events;

/// <summary>Names of outbound events.</summary>
public static class EventTypes
{
    /// <summary>An integration got a connection; raised for each, next to <see cref="ConnectionCreated"/> or <see cref="ConnectionReconnected"/>.</summary>
    public const string IntegrationConnected = "integration.connected";

    /// <summary>A person ended its connection.</summary>
    public const string IntegrationDisconnected = "integration.disconnected";

    /// <summary>Its connection stopped working: calls fail until it is reconnected or works again.</summary>
    public const string IntegrationError = "integration.error";

    /// <summary>A connection that did not work works again.</summary>
    public const string IntegrationRecovered = "integration.recovered";

    /// <summary>A person ended its pause.</summary>
    public const string IntegrationEnabled = "integration.enabled";

    /// <summary>A person paused it: nothing is sent to its vendor.</summary>
    public const string IntegrationDisabled = "integration.disabled";
    /// <summary>An account was connected where none was; told of every connection, however it was made.</summary>
    public const string ConnectionCreated = "connection.created";

    /// <summary>A connection got new credentials.</summary>
    public const string ConnectionReconnected = "connection.reconnected";

    /// <summary>An attempt to connect ended without a connection.</summary>
    public const string ConnectionFailed = "connection.failed";

    /// <summary>A credential that the hub cannot renew ends soon. Reconnect before it does.</summary>
    public const string ConnectionExpiring = "connection.expiring";

    /// <summary>An action was run, and the vendor did what was asked.</summary>
    public const string ActionExecuted = "action.executed";

    /// <summary>An action was run, and failed.</summary>
    public const string ActionFailed = "action.failed";

    /// <summary>A workflow that an action started ran to its end (003).</summary>
    public const string WorkflowExecuted = "workflow.executed";

    /// <summary>A workflow that an action started broke off, or was cancelled.</summary>
    public const string WorkflowFailed = "workflow.failed";

    /// <summary>A thing of a vendor was linked to a meeting or person.</summary>
    public const string LinkCreated = "link.created";

    /// <summary>A link was removed.</summary>
    public const string LinkDeleted = "link.deleted";

    /// <summary>Changes were pulled, or a vendor's event had its effect.</summary>
    public const string SyncCompleted = "sync.completed";

    /// <summary>Pulling changes, or a vendor's event, failed; it is tried again.</summary>
    public const string SyncFailed = "sync.failed";

    /// <summary>Sent by hand to one endpoint; no one subscribes to it.</summary>
    public const string WebhookTest = "webhook.test";

    /// <summary>An endpoint has failed for half of the time after which it is switched off (RELIABILITY R6).</summary>
    public const string WebhookFailing = "webhook.failing";

    /// <summary>An endpoint was switched off for its failures, and gets nothing until a person switches it on (RELIABILITY R6).</summary>
    public const string WebhookDisabled = "webhook.disabled";

    /// <summary>What endpoints may subscribe to; <see cref="WebhookTest"/> is not among them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        IntegrationConnected, IntegrationDisconnected, IntegrationError, IntegrationRecovered, IntegrationEnabled, IntegrationDisabled,
        ConnectionCreated, ConnectionReconnected, ConnectionFailed, ConnectionExpiring, ActionExecuted, ActionFailed, WorkflowExecuted, WorkflowFailed, LinkCreated, LinkDeleted, SyncCompleted, SyncFailed, WebhookFailing, WebhookDisabled,
    ];

    /// <summary>What an integration may ever raise, by what its connector can do.</summary>
    /// <param name="connector">Null for a provider without one: such an integration is only enabled and disabled.</param>
    public static IEnumerable<string> ToldBy(ConnectorEntry? connector) => All.Where(type => type switch
    {
        WebhookFailing or WebhookDisabled => false,
        IntegrationEnabled or IntegrationDisabled => true,
        ActionExecuted or ActionFailed => connector is { CanAct: true },
        WorkflowExecuted or WorkflowFailed => connector is { RunsWorkflows: true },
        LinkCreated or LinkDeleted => connector is { CanGet: true } or { CanSearch: true },
        SyncCompleted or SyncFailed => connector is { CanSync: true } or { ReceivesEvents: true },
        _ => connector is not null,
    });
}
