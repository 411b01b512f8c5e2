using Integrations.Primitives;

namespace Integrations.Core.Identity.Programs;

/// <summary>A program just entered. Its secret is shown this once.</summary>
/// <param name="secret">Null for one that can keep none.</param>
[HoldsSecret]
public sealed class CreatedProgram(ProgramRow row, Secret? secret)
{
    public ProgramRow Row => row;

    public Secret? Secret => secret;

    public override string ToString() => "***";
}
