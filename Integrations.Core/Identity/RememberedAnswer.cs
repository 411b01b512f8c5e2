using Integrations.Primitives;

namespace Integrations.Core.Identity;

/// <summary>An answer that is given again as it was.</summary>
[HoldsSecret]
public sealed class RememberedAnswer(int status, string? contentType, string? location, byte[] body)
{
    /// <summary>It held a secret that is shown once: that the call was done is remembered, what it answered is not (SECURITY X5).</summary>
    public bool IsWithheld { get; init; }

    /// <summary>The HTTP status that was answered.</summary>
    public int Status => status;

    /// <summary>Null where there was no body, or it is withheld.</summary>
    public string? ContentType => contentType;

    /// <summary>The <c>Location</c> header; null for none.</summary>
    public string? Location => location;

    /// <summary>The exact bytes; empty where they are withheld.</summary>
    public byte[] Body => body;

    /// <summary>Always <c>***</c>: a body may tell of what others must not see.</summary>
    public override string ToString() => "***";
}
