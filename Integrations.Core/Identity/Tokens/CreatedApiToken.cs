using Integrations.Primitives;

namespace Integrations.Core.Identity.Tokens;

/// <summary>A token just made. Its text is shown this once.</summary>
[HoldsSecret]
public sealed class CreatedApiToken(ApiTokenRow row, Secret text)
{
    /// <summary>What lists show of it, without the secret.</summary>
    public ApiTokenRow Row => row;

    /// <summary>The whole personal token, or the client secret of an organization's key.</summary>
    public Secret Text => text;

    /// <summary>Always <c>***</c>: the text opens the hub.</summary>
    public override string ToString() => "***";
}
