using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Components.Shared;

/// <summary>Rows of a <see cref="ListTable{TItem}"/> can be ticked. The page does it, and draws itself again: what it offers for ticked rows is its own.</summary>
/// <param name="IsChosen">Whether a row is.</param>
/// <param name="Choose">Ticks one, or takes the tick away.</param>
/// <param name="ChooseAll">The same for all rows of the page.</param>
/// <param name="NameOf">What a row is called, for its box.</param>
public sealed record ListChoice<TItem>(Func<TItem, bool> IsChosen, EventCallback<(TItem Item, bool On)> Choose, EventCallback<bool> ChooseAll, Func<TItem, string> NameOf)
{
    /// <summary>Why a row cannot be ticked; null for one that can.</summary>
    public Func<TItem, string?>? WhyNot { get; init; }

    internal bool MayBeChosen(TItem item) => WhyNot?.Invoke(item) is null;
}
