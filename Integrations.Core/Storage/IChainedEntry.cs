namespace Integrations.Core.Storage;

/// <summary>A row that is linked into a chain when its transaction commits, such as an audit entry.</summary>
public interface IChainedEntry;
