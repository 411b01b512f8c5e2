namespace Integrations.Core.Jobs;

/// <summary>What became of an item that was seen due.</summary>
public enum Took
{
    /// <summary>It is ours: it runs.</summary>
    Run,

    /// <summary>There was nothing to run, and it is not due any more.</summary>
    Done,

    /// <summary>Another process was quicker.</summary>
    Lost,
}
