using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>The vendor can be searched by text and, where its API allows, by dates.</summary>
public interface ISearchEntities
{
    /// <summary>
    /// One page of matches, best or nearest first. <see cref="EntityQuery.Cursor"/> is what the previous page gave;
    /// the page holds at most <see cref="EntityQuery.Limit"/> items, and asks the vendor for no more than that.
    /// </summary>
    Task<Result<EntityPage>> SearchAsync(VendorSession session, EntityQuery query, CancellationToken cancellationToken);
}

/// <summary>Testing the connection takes more than telling whose it is, as for a receiver that only ever gets messages.</summary>
public interface ITestConnection
{
    /// <summary>Proves that the connection works; used after <see cref="IConnector.GetAccountAsync"/> when a person asks for a test.</summary>
    Task<Result<Done>> TestAsync(VendorSession session, CancellationToken cancellationToken);
}

/// <summary>One entity can be read by its id.</summary>
public interface IGetEntity
{
    /// <param name="session">The authenticated vendor session.</param>
    /// <param name="externalId">As <see cref="ExternalEntity.Id"/> gave it.</param>
    /// <param name="cancellationToken">Ends the vendor's calls too.</param>
    Task<Result<ExternalEntity>> GetAsync(VendorSession session, string externalId, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the integration's settings leave this thing in: who may not find it may not read it by a guessed id either. Vendors
    /// whose settings narrow a search say so here.
    /// </summary>
    bool IsInside(VendorSession session, ExternalEntity entity) => true;
}

/// <summary>Things can be done at the vendor.</summary>
public interface IRunActions
{
    /// <summary>The actions that this connection can run; fixed for most vendors, read from the vendor for workflow tools.</summary>
    Task<Result<IReadOnlyList<ActionDescriptor>>> ListActionsAsync(VendorSession session, CancellationToken cancellationToken);

    /// <summary>Actions known without a connection, for the catalog; empty where only the vendor knows.</summary>
    IReadOnlyList<ActionDescriptor> KnownActions { get; }

    /// <summary>The action that a name stands for, of those that were listed; callers keep names for longer than vendors do.</summary>
    ActionDescriptor? FindAction(IReadOnlyList<ActionDescriptor> actions, string name) =>
        actions.FirstOrDefault(action => string.Equals(action.Name, name, StringComparison.Ordinal));

    /// <param name="session">The authenticated vendor session.</param>
    /// <param name="action">A name that <see cref="ListActionsAsync"/> gave.</param>
    /// <param name="parameters">An object that already satisfies the action's schema.</param>
    /// <param name="cancellationToken">Ends the vendor's calls too.</param>
    Task<Result<ActionOutcome>> RunAsync(VendorSession session, string action, JsonElement parameters, CancellationToken cancellationToken);
}

/// <summary>Changes can be pulled since the last time.</summary>
public interface ISyncEntities
{
    /// <summary>Entity types that can be pulled.</summary>
    IReadOnlyList<string> SyncableEntities { get; }

    /// <param name="session">The authenticated vendor session.</param>
    /// <param name="entityType">One of <see cref="SyncableEntities"/>.</param>
    /// <param name="cursor">What the last page gave; null to start. A cursor that the vendor no longer knows gives <see cref="SyncPage.Restart"/>.</param>
    /// <param name="cancellationToken">Ends the vendor's calls too.</param>
    Task<Result<SyncPage>> PullAsync(VendorSession session, string entityType, string? cursor, CancellationToken cancellationToken);
}

/// <summary>The vendor calls us when something changes.</summary>
public interface IReceiveEvents
{
    /// <summary>Checks the vendor's signature scheme over the raw bytes before anything is parsed (SECURITY W9), then reads the event.</summary>
    InboundVerdict Receive(InboundRequest request, Secret secret, DateTimeOffset now);
}

/// <summary>What an inbound request holds.</summary>
/// <param name="Headers">Names compare without case.</param>
/// <param name="Body">Raw bytes, at most 1 MB.</param>
public sealed record InboundRequest(
    string Method,
    IReadOnlyDictionary<string, string> Headers,
    IReadOnlyDictionary<string, string> Query,
    ReadOnlyMemory<byte> Body);

/// <summary>What is to be done with an inbound request.</summary>
public abstract record InboundVerdict
{
    private InboundVerdict()
    {
    }

    /// <summary>Signature, timestamp or shape is wrong; all are answered alike (W10). The reason is for counters only.</summary>
    public sealed record Rejected(string Reason) : InboundVerdict;

    /// <summary>A proof that the address is ours: answer with exactly this.</summary>
    public sealed record Challenge(string ContentType, string Body, IReadOnlyDictionary<string, string>? Headers = null) : InboundVerdict;

    /// <summary>A genuine event.</summary>
    /// <param name="DeliveryId">The vendor's id of this delivery; unique per connection for at least 7 days (W11).</param>
    /// <param name="EventType">In the vendor's words.</param>
    /// <param name="Touched">What changed, where the vendor tells; empty means "pull to find out".</param>
    public sealed record Accepted(string DeliveryId, string EventType, IReadOnlyList<TouchedEntity> Touched) : InboundVerdict;

    /// <summary>Genuine, and nothing to do: a notice, or a kind of event that we do not know. It is answered like an event, counted, and shown.</summary>
    /// <param name="DeliveryId">As for an event.</param>
    /// <param name="EventType">In the vendor's words.</param>
    /// <param name="Note">For people: what it means for them.</param>
    public sealed record Noted(string DeliveryId, string EventType, string Note) : InboundVerdict;
}

/// <param name="EntityType">One of the manifest's entities.</param>
/// <param name="ExternalId">Null when the vendor only says that something of this type changed.</param>
public sealed record TouchedEntity(string EntityType, string? ExternalId, bool Deleted = false)
{
    /// <summary>
    /// The id that it has now, where the vendor gave it another. An <see cref="ExternalId"/> that ends with a colon stands for all
    /// ids that begin with it, and so does this.
    /// </summary>
    public string? RenamedTo { get; init; }

    /// <summary>Whether it concerns a thing; without an id it concerns all of its type.</summary>
    public bool Means(string entityType, string externalId)
    {
        var id = RenamedTo ?? ExternalId;
        return id is null ? EntityType.Equals(entityType, StringComparison.OrdinalIgnoreCase)
            : id.EndsWith(':') ? externalId.StartsWith(id, StringComparison.Ordinal)
            : externalId == id;
    }
}

/// <summary>What is looked for.</summary>
/// <param name="Text">Null or empty for "anything".</param>
/// <param name="Limit">The most items wanted, at least 1.</param>
public sealed record EntityQuery(string? Text, int Limit = 50)
{
    /// <summary>Inclusive; for events their time, for other things their last change.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Entity types of the manifest; empty means all that are searchable.</summary>
    public IReadOnlyList<string> EntityTypes { get; init; } = [];

    /// <summary>What the previous page gave; opaque.</summary>
    public string? Cursor { get; init; }

    /// <summary>Field filters of the widget and search routes; names are the manifest's entity fields.</summary>
    public IReadOnlyDictionary<string, string> Filters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public bool Wants(string entityType) => EntityTypes.Count == 0 || EntityTypes.Contains(entityType, StringComparer.OrdinalIgnoreCase);
}

/// <param name="NextCursor">Null on the last page.</param>
/// <param name="Total">All matches, where the vendor tells.</param>
public sealed record EntityPage(IReadOnlyList<ExternalEntity> Items, string? NextCursor = null, int? Total = null)
{
    /// <summary>Why this is not all there is, such as a calendar that refused or a search that the vendor broke off; null when it is.</summary>
    public Failure? Partial { get; init; }

    public static EntityPage Empty { get; } = new([]);
}

/// <param name="Cursor">Where to go on next time; kept even when nothing changed.</param>
/// <param name="HasMore">More pages wait right now.</param>
/// <param name="Restart">The vendor forgot the cursor: start again from null.</param>
public sealed record SyncPage(IReadOnlyList<EntityChange> Changes, string? Cursor, bool HasMore, bool Restart = false)
{
    /// <summary>
    /// Parts that were left out because the vendor refused them, each as a sentence that names it (RELIABILITY K2). A connector tells
    /// a refusal once: its cursor remembers it.
    /// </summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}

/// <param name="Entity">Null when it was deleted.</param>
/// <param name="IsAlias">A deletion told by another name than searches give (such as a path): linked things have to be asked for.</param>
public sealed record EntityChange(string ExternalId, ExternalEntity? Entity, bool IsAlias = false);

/// <summary>Something a connection can do.</summary>
/// <param name="Name">Lower case with underscores; unique within the integration.</param>
/// <param name="Description">One sentence that starts with a verb.</param>
/// <param name="Parameters">A JSON Schema (2020-12) of an object.</param>
public sealed record ActionDescriptor(string Name, string DisplayName, string Description, JsonElement Parameters)
{
    /// <summary>Runs a workflow elsewhere: its end raises <c>workflow.executed</c> or <c>workflow.failed</c>.</summary>
    public bool RunsWorkflow { get; init; }

    /// <summary>The app that a workflow tool's action belongs to; null elsewhere.</summary>
    public string? Group { get; init; }

    /// <summary>The vendor's id of the workflow that it runs, where the vendor numbers runs too: then no id of a run is made up.</summary>
    public string? WorkflowId { get; init; }
}

/// <param name="Output">What the vendor gave back, in its field names, cut to what callers need.</param>
/// <param name="Entity">The thing that was made or changed, where there is one.</param>
public sealed record ActionOutcome(JsonObject Output, ExternalEntity? Entity = null)
{
    /// <summary>How the workflow ended that the action ran.</summary>
    public WorkflowEnd End { get; init; }
}

/// <summary>What is known of the end of a workflow that an action started.</summary>
public enum WorkflowEnd
{
    Succeeded,
    Failed,

    /// <summary>It goes on after the vendor answered.</summary>
    Unknown,
}
