namespace Integrations.Benchmarks.Scale;

/// <summary>What a piece of work does at one step of its way.</summary>
internal enum Stage
{
    /// <summary>Takes a processor of its node.</summary>
    Web,

    /// <summary>Takes a processor of its database.</summary>
    Database,

    /// <summary>Waits for the next sync of its database's disk, with all who wait for the same.</summary>
    Commit,

    /// <summary>Takes nothing, for a time that varies.</summary>
    Pause,

    /// <summary>Takes nothing, for exactly this time.</summary>
    Vendor,

    /// <summary>Is answered; what follows is done afterwards.</summary>
    Answer,
}
