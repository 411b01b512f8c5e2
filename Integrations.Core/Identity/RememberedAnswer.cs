using Integrations.Primitives;

namespace Integrations.Core.Identity;

/// <summary>An answer that is given again as it was.</summary>
[HoldsSecret]
public sealed class RememberedAnswer(int status, string? contentType, string? location, byte[] body)
{
    /// <summary>It held a secret that is shown once: that the call was done is remembered, what it answered is not (SECURITY X5).</summary>
    public bool IsWithheld { get; init; }

    public int Status => status;

    public string? ContentType => contentType;

    public string? Location => location;

    public byte[] Body => body;

    public override string ToString() => "***";
}
