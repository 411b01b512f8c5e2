using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Components.Shared;

/// <summary>A column of a <see cref="ListTable{TItem}"/>. It draws nothing itself: each row asks its content.</summary>
public sealed class ListColumn<TItem> : ComponentBase
{
    /// <summary>Its heading.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>What the address calls it when the list is in its order; null for a column without one.</summary>
    [Parameter]
    public string? Sort { get; set; }

    /// <summary>For its cells: <c>number</c>, <c>soft</c>, <c>nowrap</c>.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>The thing's name: on a phone, where a row is a card, it heads the card instead of standing behind its label.</summary>
    [Parameter]
    public bool IsName { get; set; }

    [Parameter, EditorRequired]
    public RenderFragment<TItem> ChildContent { get; set; } = null!;

    [CascadingParameter]
    private ListTable<TItem> Table { get; set; } = null!;

    // Asked anew with every drawing of the list, so that a column may come and go.
    protected override void OnParametersSet() => Table.Add(this);
}
