namespace Integrations.Core.Connections;

/// <summary>Where this node keeps its refresh journal (<c>Connections:JournalFolder</c>).</summary>
public sealed record RefreshJournalFolder(string Path);
