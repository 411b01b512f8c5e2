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
    /// <summary>Stable, such as <c>member.invited</c>; logs and the doctor name it.</summary>
    public string Kind => kind;

    /// <summary>What it is about, to find earlier ones by; at most 80 characters, and no secret.</summary>
    public string Topic => topic;

    /// <summary>One line, at most <see cref="OutgoingMail.SubjectMaxLength"/> characters in its language.</summary>
    public TranslatableText Subject => subject;

    /// <summary>After the greeting, in order.</summary>
    public IReadOnlyList<TranslatableText> Paragraphs => paragraphs;

    /// <summary>The word on the button; null where there is none.</summary>
    public TranslatableText? Button { get; init; }

    /// <summary>Where the button leads: a path of the hub.</summary>
    public Secret? Path { get; init; }

    /// <summary>Why they get it, at the end.</summary>
    public required TranslatableText Reason { get; init; }

    /// <summary>After this it is not sent any more: its link would not work.</summary>
    public DateTimeOffset? UsefulUntil { get; init; }

    /// <summary>Always <c>***</c>: its path may let a person in.</summary>
    public override string ToString() => "***";
}
