namespace Integrations.Web.Api.Sync;

/// <param name="Changes">By entity type.</param>
/// <param name="IsComplete">False while more waits at the vendor.</param>
internal sealed record SyncDocument(IReadOnlyDictionary<string, int> Changes, int LinksChanged, bool IsComplete, DateTimeOffset LastSyncAt);
