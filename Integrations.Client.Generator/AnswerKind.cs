namespace Integrations.Client.Generator;

/// <summary>How a good answer is read.</summary>
internal enum AnswerKind
{
    /// <summary>There is nothing to read.</summary>
    Empty,

    /// <summary>A body of a known shape.</summary>
    Json,

    /// <summary>An address to go on to.</summary>
    Redirect,

    /// <summary>Whatever it is, as a stream: a vendor's answer, or events.</summary>
    Raw,
}
