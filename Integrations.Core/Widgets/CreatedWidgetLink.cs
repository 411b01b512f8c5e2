using Integrations.Primitives;

namespace Integrations.Core.Widgets;

/// <summary>A link just made. Its secret part is shown this once.</summary>
[HoldsSecret]
public sealed class CreatedWidgetLink(WidgetLinkRow row, Secret token)
{
    /// <summary>What lists show of it, without the secret part.</summary>
    public WidgetLinkRow Row => row;

    /// <summary>The secret part, which the widget's address ends with.</summary>
    public Secret Token => token;

    /// <summary>Always <c>***</c>: the token shows the widget.</summary>
    public override string ToString() => "***";
}
