using Integrations.Primitives;

namespace Integrations.Core.Identity.Programs;

/// <summary>A program just entered. Its secret is shown this once.</summary>
/// <param name="secret">Null for one that can keep none.</param>
[HoldsSecret]
public sealed class CreatedProgram(ProgramRow row, Secret? secret)
{
    /// <summary>What lists show of it, without the secret.</summary>
    public ProgramRow Row => row;

    /// <summary>Null for a program that can keep none, and proves itself with PKCE (RFC 7636).</summary>
    public Secret? Secret => secret;

    /// <summary>Always <c>***</c>: it may hold a secret.</summary>
    public override string ToString() => "***";
}
