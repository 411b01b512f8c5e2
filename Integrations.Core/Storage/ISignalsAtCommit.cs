namespace Integrations.Core.Storage;

/// <summary>A row that background work waits for: when it is committed, that work is woken (RELIABILITY M2).</summary>
public interface ISignalsAtCommit;
