using Integrations.Connectors;

namespace Integrations.Core.Events;

/// <summary>Names of outbound events.</summary>
public static class EventTypes
{
    public const string IntegrationConnected = "integration.connected";
    public const string IntegrationDisconnected = "integration.disconnected";
    public const string IntegrationError = "integration.error";
    public const string IntegrationRecovered = "integration.recovered";
    public const string IntegrationEnabled = "integration.enabled";
    public const string IntegrationDisabled = "integration.disabled";
    /// <summary>An account was connected where none was; told of every connection, however it was made.</summary>
    public const string ConnectionCreated = "connection.created";

    /// <summary>A connection got new credentials.</summary>
    public const string ConnectionReconnected = "connection.reconnected";

    /// <summary>An attempt to connect ended without a connection.</summary>
    public const string ConnectionFailed = "connection.failed";
    public const string ConnectionExpiring = "connection.expiring";
    public const string ActionExecuted = "action.executed";
    public const string ActionFailed = "action.failed";
    public const string WorkflowExecuted = "workflow.executed";
    public const string WorkflowFailed = "workflow.failed";
    public const string LinkCreated = "link.created";
    public const string LinkDeleted = "link.deleted";
    public const string SyncCompleted = "sync.completed";
    public const string SyncFailed = "sync.failed";

    /// <summary>Sent by hand to one endpoint; no one subscribes to it.</summary>
    public const string WebhookTest = "webhook.test";
    public const string WebhookFailing = "webhook.failing";
    public const string WebhookDisabled = "webhook.disabled";

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
