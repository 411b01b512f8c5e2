namespace Integrations.Core.Widgets;

/// <summary>What an embedded page shows of an integration.</summary>
public enum WidgetKind
{
    /// <summary>Whether it is connected, and since when.</summary>
    Status,

    /// <summary>What happened through it in the last day.</summary>
    Activity,

    /// <summary>The vendor's things of one type.</summary>
    Data,
}
