namespace Integrations.Core.Storage;

/// <summary>The database is set so that it may forget what it has acknowledged.</summary>
public sealed class WeakDatabaseException(string message) : Exception(message);
