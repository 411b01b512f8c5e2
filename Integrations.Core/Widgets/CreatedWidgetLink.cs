using Integrations.Primitives;

namespace Integrations.Core.Widgets;

/// <summary>A link just made. Its secret part is shown this once.</summary>
[HoldsSecret]
public sealed class CreatedWidgetLink(WidgetLinkRow row, Secret token)
{
    public WidgetLinkRow Row => row;

    public Secret Token => token;

    public override string ToString() => "***";
}
