using Integrations.Primitives;

namespace Integrations.Core.Mail;

/// <summary>What a message says, before it is written in a language. Its address may be a secret: a link to choose a password is one.</summary>
/// <param name="kind">Stable, such as <c>member.invited</c>.</param>
/// <param name="topic">What it is about, to find earlier ones by; at most 80 characters, and no secret.</param>
/// <param name="subject">One line.</param>
/// <param name="paragraphs">After the greeting.</param>
[HoldsSecret]
public sealed class Letter(string kind, string topic, TranslatableText subject, IReadOnlyList<TranslatableText> paragraphs)
{
    public string Kind => kind;

    public string Topic => topic;

    public TranslatableText Subject => subject;

    public IReadOnlyList<TranslatableText> Paragraphs => paragraphs;

    /// <summary>The word on the button; null where there is none.</summary>
    public TranslatableText? Button { get; init; }

    /// <summary>Where the button leads: a path of the hub.</summary>
    public Secret? Path { get; init; }

    /// <summary>Why they get it, at the end.</summary>
    public required TranslatableText Reason { get; init; }

    /// <summary>After this it is not sent any more: its link would not work.</summary>
    public DateTimeOffset? UsefulUntil { get; init; }

    public override string ToString() => "***";
}
